import type { ContactWish } from '../../../contract/bookings.ts'
import type { EarlierBooking, EarlierBookingChange } from '../../../contract/earlier-tours.ts'
import type { Booking } from '../../../contract/room.ts'
import { wholeUnits } from '../../../domain/booking/currency.ts'
import { paymentStatusOf, tourBookingStatus } from '../../../domain/booking/earlier-names.ts'
import { database } from '../../../platform/db/commit.ts'
import { anyEventById, type EventRow } from '../../../platform/db/events.ts'
import type { Asking } from '../api/asker.ts'
import { type KnownEvent, visitEvent } from '../api/known-event.ts'
import type { ApiContext } from '../api/route.ts'
import { problem } from '../problem.ts'
import { departuresIn, isOnSale, localTimes } from './departures.ts'
import { placesOf } from './registration-answer.ts'
import { tourFor } from './tours.ts'

/** @returns how many places a wish is for, by whichever name it says so. */
export const quantityOf = ({ quantity, participants, numberOfPeople }: EarlierBookingChange): number | undefined =>
  quantity ?? participants ?? numberOfPeople

/** @returns the contact of a wish, as far as it says one. */
export const contactSaid = (wish: EarlierBookingChange): ContactWish => ({
  ...(wish.customerName === undefined ? {} : { fullName: wish.customerName }),
  ...(wish.customerEmail === undefined ? {} : { emailAddress: wish.customerEmail }),
  ...(wish.customerPhone === undefined ? {} : { phoneNumber: wish.customerPhone }),
  ...(wish.specialRequests == null ? {} : { notes: wish.specialRequests }),
})

type Found = { departure: EventRow; visit: Asking & { event: KnownEvent } } | { refused: ReturnType<typeof problem> }

/** @returns the departure that a wish names: by its id, or by its tour and date, and the time where several leave that day. */
export const departureFor = async (c: ApiContext, wish: EarlierBooking): Promise<Found> => {
  const named = wish.departureId ?? wish.eventId
  const found = named === undefined ? await departureOn(c, wish) : { id: named }
  if ('refused' in found) return found
  const visit = await visitEvent(c, found.id)
  if ('refused' in visit) return visit
  const departure = await anyEventById(database(c.env.DB), visit.event.id)
  const other = wish.tourId !== undefined && departure?.tourId !== wish.tourId
  return departure === null || other ? { refused: problem(c, 'not_found') } : { departure, visit }
}

const MOST_A_DAY = 50

const departureOn = async (
  c: ApiContext,
  { tourId, date, time }: EarlierBooking,
): Promise<{ id: string } | { refused: ReturnType<typeof problem> }> => {
  if (tourId === undefined) return { refused: problem(c, 'invalid', missing('/tourId', 'Name a tour or a departure')) }
  if (date === undefined) return { refused: problem(c, 'invalid', missing('/date', 'Name the day, or a departure')) }
  const found = await tourFor(c, tourId)
  if ('refused' in found) return found
  const now = Date.now()
  const departures = await departuresIn(c.env, { ...found, query: { date, limit: MOST_A_DAY }, now })
  const then = (departures?.data ?? []).filter((row) => time === undefined || localTimes(row).time === time)
  const sold = then.filter((row) => isOnSale(row, now))
  const [best] = [...sold.filter(({ free }) => free !== 0), ...sold, ...then]
  return best ?? { refused: problem(c, 'not_found', { detail: 'The tour does not depart then' }) }
}

const missing = (pointer: string, detail: string) => ({ errors: [{ pointer, code: 'missing', detail }] })

/** @returns bookings in the words of the earlier tour booking; each event is read once. */
export const asEarlierBookings = async (env: Pick<Env, 'DB'>, made: readonly Booking[]) => {
  const ids = [...new Set(made.map(({ eventId }) => eventId))]
  const rows = await Promise.all(ids.map((id) => anyEventById(database(env.DB), id)))
  return made.map((booking) => asEarlier(booking, rows.find((row) => row?.id === booking.eventId) ?? null))
}

const instant = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString())

const asEarlier = (booking: Booking, event: EventRow | null) => {
  const places = placesOf(booking)
  const { contact, total, currency } = booking
  return {
    id: booking.id,
    tourId: event?.tourId ?? null,
    tourName: event?.name ?? null,
    departureId: booking.eventId,
    eventId: booking.eventId,
    date: event === null ? null : localTimes(event).day,
    time: event === null ? null : localTimes(event).time,
    startDate: instant(event?.startsAt ?? null),
    quantity: places.length,
    participants: places.length,
    numberOfPeople: places.length,
    totalPrice: wholeUnits(total, currency),
    totalAmount: total,
    currency,
    status: tourBookingStatus(booking.status),
    paymentStatus: paymentStatusOf(booking),
    customerName: contact.fullName,
    customerEmail: contact.emailAddress,
    customerPhone: contact.phoneNumber,
    specialRequests: contact.notes,
    cancellationReason: booking.cancellation?.reason ?? null,
    expiresAt: instant(booking.expiresAt),
    confirmedAt: instant(booking.confirmedAt),
    createdAt: instant(booking.createdAt),
    updatedAt: instant(booking.updatedAt),
    version: booking.version,
  }
}
