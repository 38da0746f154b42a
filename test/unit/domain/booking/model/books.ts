import type { Booking, Configuration, Hold, Item } from '../../../../../contract/room.ts'
import type { Entry } from '../../../../../contract/waitlist.ts'

/** Places off sale by an organiser. */
export interface Off {
  id: string
  seat: string | null
  quantity: number
}

/**
 * The books of a box office, kept by hand from what it was answered: no sums, no indexes. It is what the room is
 * compared with, so nothing of it comes from the rules of the room.
 */
export interface Books extends Pick<Configuration, 'settings' | 'layout' | 'version'> {
  now: number
  /** The latest that a clock ever showed. */
  latest: number
  holds: Map<string, Hold>
  bookings: Map<string, Booking>
  off: Map<string, Off>
  entries: Map<string, Entry>
  /** Allotments that are on sale to all by now. */
  released: Set<string>
  /** What {@link takenPlaces} says, until somebody writes. */
  taken: Taken[] | null
}

export const openBooks = ({ settings, layout, version }: Configuration, now: number): Books => ({
  settings,
  layout,
  version,
  now,
  latest: now,
  holds: new Map(),
  bookings: new Map(),
  off: new Map(),
  entries: new Map(),
  // A clock that goes back keeps nothing anew that is on sale to all from the beginning.
  released: new Set(settings.allotments.flatMap(({ id, releasesAt }) => ((releasesAt ?? now + 1) <= now ? [id] : []))),
  taken: null,
})

/** One place that someone has. */
export interface Taken extends Pick<Item, 'seat' | 'area' | 'ticketTypeId'> {
  by: string
  as: 'held' | 'offered' | 'booked'
  owner: string | undefined
  code: string | null
}

export const hasPlace = ({ status }: { status: string }): boolean => status === 'VALID' || status === 'USED'
export const waits = ({ status }: Pick<Booking, 'status'>): boolean => status === 'ON_HOLD' || status === 'PENDING'

/** Every place that someone has: by a hold that lasts, or by a ticket that is good. */
export const takenPlaces = (books: Books): Taken[] => {
  books.taken ??= allTaken(books)
  return books.taken
}

const allTaken = (books: Books): Taken[] => [
  ...[...books.holds.values()].flatMap(({ id, kind, owner, code, items }) =>
    items.map((item): Taken => ({ ...item, by: id, owner, code, as: kind === 'hold' ? 'held' : 'offered' })),
  ),
  ...[...books.bookings.values()].flatMap(({ id, owners: [owner], code, tickets }) =>
    tickets.filter(hasPlace).map((ticket): Taken => ({ ...ticket, by: id, owner, code, as: 'booked' })),
  ),
]

/** What the clock ends. @returns the bookings that expired by it */
export const settleBooks = (books: Books): void => {
  const { now } = books
  books.taken = null
  for (const { id, releasesAt } of books.settings.allotments)
    if (releasesAt !== null && releasesAt <= now) books.released.add(id)
  for (const hold of [...books.holds.values()].filter(({ expiresAt }) => expiresAt <= now)) {
    books.holds.delete(hold.id)
    const booking = books.bookings.get(hold.bookingId ?? '')
    if (booking !== undefined && waits(booking))
      books.bookings.set(booking.id, {
        ...booking,
        status: 'EXPIRED',
        expiresAt: null,
        version: booking.version + 1,
        tickets: booking.tickets.map((ticket) => ({ ...ticket, status: 'CANCELLED' })),
      })
  }
}

export const count = <T>(things: Iterable<T>, is: (thing: T) => boolean): number => {
  let many = 0
  for (const thing of things) if (is(thing)) many += 1
  return many
}

export const allotmentOfSeat = ({ settings, released }: Books, seat: string) =>
  settings.allotments.find(({ id, seats }) => !released.has(id) && seats.includes(seat))

/** The allotment that a code opens. */
export const opens = ({ settings }: Books, code: string | null) =>
  settings.allotments.find(({ id }) => settings.codes.some((one) => one.code === code && one.allotmentId === id))

export const offPlaces = ({ off }: Books): number => [...off.values()].reduce((sum, { quantity }) => sum + quantity, 0)

/** Places of an allotment that nobody has yet and the public may not have. */
export const keptFor = (books: Books, id: string, taken: readonly Taken[]): number => {
  const allotment = books.settings.allotments.find((one) => one.id === id)
  if (allotment === undefined || books.released.has(id)) return 0
  const used =
    count(taken, ({ seat, code }) => (seat === null ? opens(books, code)?.id === id : allotment.seats.includes(seat))) +
    count(books.off.values(), ({ seat }) => seat !== null && allotment.seats.includes(seat))
  return Math.max(0, allotment.seats.length + allotment.quantity - used)
}

export const keptInAll = (books: Books, taken: readonly Taken[]): number =>
  books.settings.allotments.reduce((sum, { id }) => sum + keptFor(books, id, taken), 0)

export const capacity = ({ settings, layout }: Books): number => {
  const planned =
    layout === null ? null : layout.seats.length + layout.areas.reduce((sum, area) => sum + area.capacity, 0)
  return Math.min(planned ?? Number.POSITIVE_INFINITY, settings.capacity ?? planned ?? 0)
}

/** Places that anyone could take; below zero where more is taken than there is. */
export const left = (books: Books, taken: readonly Taken[]): number =>
  capacity(books) - taken.length - offPlaces(books) - keptInAll(books, taken)

export const poolUse = ({ settings }: Books, pool: string, places: readonly Pick<Item, 'ticketTypeId'>[]): number => {
  const types = settings.ticketTypes.filter(({ pools }) => pools.includes(pool)).map(({ id }) => id)
  return count(places, ({ ticketTypeId }) => types.includes(ticketTypeId))
}

export const areaUse = (area: string, places: readonly Pick<Item, 'area'>[]): number =>
  count(places, (place) => place.area === area)
