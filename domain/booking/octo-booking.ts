import type { OctoContact, OctoSaid, OctoUnit } from '../../contract/octo.ts'
import type { Booking, BookingStatus, Ticket } from '../../contract/room.ts'
import { octoInstant } from './octo-places.ts'
import { DELIVERY, octoPrice } from './octo-product.ts'

/** @returns a contact with every field that OCTO has. */
export const octoContactOf = (said: OctoContact): Record<keyof OctoContact, string | string[] | null> => ({
  fullName: said.fullName ?? null,
  firstName: said.firstName ?? null,
  lastName: said.lastName ?? null,
  emailAddress: said.emailAddress ?? null,
  phoneNumber: said.phoneNumber ?? null,
  locales: said.locales ?? [],
  postalCode: said.postalCode ?? null,
  country: said.country ?? null,
  notes: said.notes ?? null,
})

interface Told {
  uuid: string
  said: OctoSaid
  resellerReference: string | null
  booking: Booking
  /** Until when it can be cancelled; milliseconds since 1970. */
  cutoff: number
  /** Until when its hold lasts, where that is longer than what the booking says. */
  expiresAt: number | null
  updatedAt: number
  now: number
  /** What a ticket's QR code holds; null while it is not good. */
  secretOf: (ticket: Ticket) => string | null
}

const waits = (status: BookingStatus): boolean => status === 'ON_HOLD' || status === 'PENDING'

/** @returns a booking as OCTO says it, without the product, option and availability that are told with it. */
export const octoBooking = ({ uuid, said, resellerReference, booking, ...told }: Told, pricing: boolean) => {
  const { status, confirmedAt, cancellation } = booking
  const redeemedAt = status === 'REDEEMED' ? octoInstant(booking.updatedAt) : null
  const late = told.now >= told.cutoff
  const expiry = waits(status) ? (told.expiresAt ?? booking.expiresAt) : null
  return {
    id: booking.id,
    uuid,
    testMode: false,
    resellerReference,
    supplierReference: booking.id,
    status,
    utcCreatedAt: octoInstant(booking.createdAt),
    utcUpdatedAt: octoInstant(Math.max(booking.updatedAt, told.updatedAt)),
    utcExpiresAt: expiry === null ? null : octoInstant(expiry),
    utcRedeemedAt: redeemedAt,
    utcConfirmedAt: confirmedAt === null ? null : octoInstant(confirmedAt),
    productId: said.productId,
    optionId: said.optionId,
    cancellable: waits(status) || (status === 'CONFIRMED' && !late),
    cancellation:
      cancellation === null
        ? null
        : {
            refund: confirmedAt !== null && cancellation.at < told.cutoff ? 'FULL' : 'NONE',
            reason: cancellation.reason,
            utcCancelledAt: octoInstant(cancellation.at),
          },
    freesale: false,
    availabilityId: booking.eventId,
    contact: octoContactOf(said.contact),
    notes: said.notes,
    deliveryMethods: DELIVERY,
    voucher: null,
    unitItems: said.units.map((unit) => unitItem(unit, booking, { secretOf: told.secretOf, redeemedAt })),
    ...(pricing ? { pricing: octoPrice(booking.total, booking.currency) } : {}),
  }
}

const unitItem = (
  { uuid, unitId, ticketId, resellerReference, contact }: OctoUnit,
  booking: Booking,
  { secretOf, redeemedAt }: Pick<Told, 'secretOf'> & { redeemedAt: string | null },
) => {
  const ticket = booking.tickets.find(({ id }) => id === ticketId)
  const secret = ticket === undefined ? null : secretOf(ticket)
  const used = ticket?.status === 'USED'
  return {
    uuid,
    resellerReference,
    supplierReference: ticketId,
    unitId,
    status: used ? 'REDEEMED' : booking.status,
    utcRedeemedAt: used ? (redeemedAt ?? octoInstant(booking.updatedAt)) : null,
    contact: octoContactOf(contact),
    ticket: {
      redemptionMethod: 'DIGITAL',
      utcRedeemedAt: used ? (redeemedAt ?? octoInstant(booking.updatedAt)) : null,
      deliveryOptions: secret === null ? [] : [{ deliveryFormat: 'QRCODE', deliveryValue: secret }],
    },
  }
}
