import type { Booking, Hold, Item } from '../../../../../contract/room.ts'
import type { Entry, EntryStatus } from '../../../../../contract/waitlist.ts'
import {
  areaUse,
  type Books,
  capacity,
  count,
  hasPlace,
  keptInAll,
  left,
  offPlaces,
  poolUse,
  takenPlaces,
  waits,
} from './books.ts'
import type { Heard, Rows, Seen } from './room-under-test.ts'

/** What must never be so. */
export class Broken extends Error {}

export const insist = (holds: boolean, what: string, detail?: unknown): void => {
  if (!holds) throw new Broken(detail === undefined ? what : `${what}: ${JSON.stringify(detail)}`)
}

const place = ({ seat, area, ticketTypeId }: Pick<Item, 'seat' | 'area' | 'ticketTypeId'>) =>
  `${seat ?? area ?? '-'} ${ticketTypeId}`
const placesOf = (items: readonly Item[]) => items.map(place).sort().join()

const holdLine = ({ id, owner, kind, items, expiresAt, bookingId }: Hold) =>
  `${id} ${owner} ${kind} ${expiresAt} ${bookingId} ${placesOf(items)}`
const bookingLine = ({ id, owners, status, tickets, expiresAt, total }: Booking) =>
  `${id} ${owners} ${status} ${expiresAt} ${total} ${tickets.map((one) => `${one.id} ${one.status} ${place(one)}`)}`

const same = <T>(what: string, [ours, theirs]: [Iterable<T>, Iterable<T>], line: (thing: T) => string): void => {
  const [one, other] = [[...ours].map(line).sort(), [...theirs].map(line).sort()]
  if (one.length === other.length && one.every((each, n) => each === other[n])) return
  throw new Broken(`the ${what} differ: books ${JSON.stringify(one)}, room ${JSON.stringify(other)}`)
}

/** What is kept is what clients were told, no more and no less. */
export const agrees = (books: Books, rows: Rows): void => {
  same('holds', [books.holds.values(), rows.holds.values()], holdLine)
  same('bookings', [books.bookings.values(), rows.bookings.values()], bookingLine)
  same('blocks', [books.off.values(), rows.blocks.values()], ({ id, seat, quantity }) => `${id} ${seat} ${quantity}`)
}

/** I1: a seat is in one hand at most. */
export const soldOnce = (books: Books): void => {
  const seats = [
    ...takenPlaces(books).flatMap(({ seat }) => seat ?? []),
    ...[...books.off.values()].flatMap(({ seat }) => seat ?? []),
  ]
  insist(new Set(seats).size === seats.length, 'I1: a seat is in two hands', seats)
}

/** How much is taken of each thing that has a size. */
export const sizes = (books: Books): { name: string; size: number | null; used: number }[] => {
  const taken = takenPlaces(books)
  return [
    { name: 'the event', size: capacity(books), used: taken.length },
    ...books.settings.pools.map(({ id, size }) => ({ name: id, size, used: poolUse(books, id, taken) })),
    ...books.settings.codes.map(({ code, maxUses }) => ({
      name: `the code ${code}`,
      size: maxUses,
      used: count(taken, (one) => one.code === code),
    })),
    ...(books.layout?.areas ?? []).map(({ id, capacity: size }) => ({ name: id, size, used: areaUse(id, taken) })),
  ]
}

/** I2: nothing that has a size becomes fuller than that, unless an organiser goes beyond it or makes it smaller. */
export const neverFuller = (before: ReturnType<typeof sizes>, books: Books): void => {
  for (const { name, size, used } of sizes(books)) {
    const was = before.find((one) => one.name === name)?.used ?? 0
    insist(size === null || used <= size || used <= was, 'I2: more is taken than there is', { name, size, was, used })
  }
}

/** I4: tickets are good just with a booking that stands, and a booking that waits has the places of its hold. */
export const ticketsStand = (books: Books): void => {
  for (const booking of books.bookings.values()) {
    const stands = booking.status === 'CONFIRMED' || booking.status === 'REDEEMED'
    insist(stands || !booking.tickets.some(hasPlace), 'I4: a ticket is good without its booking', booking)
    insist(!stands || !booking.tickets.some(({ status }) => status === 'HELD'), 'I4: a ticket waits', booking)
    if (!waits(booking)) continue
    const hold = books.holds.get(booking.holdId)
    const live = booking.tickets.filter(({ status }) => status === 'HELD')
    insist(hold?.bookingId === booking.id, 'I4: a booking waits without hold', booking)
    insist(placesOf(hold?.items ?? []) === placesOf(live), 'I4: a booking has other places than its hold', booking)
  }
}

/** I7: what the clock ended is gone. */
export const nothingExpired = ({ holds, now }: Books): void => {
  const over = [...holds.values()].filter(({ expiresAt }) => expiresAt <= now)
  insist(over.length === 0, 'I7: an expired hold is there', over)
}

/** The numbers and the map that the public sees are what the books say. */
export const seenRight = (books: Books, seen: Seen): void => {
  const taken = takenPlaces(books)
  const many = (as: string) => count(taken, (one) => one.as === as)
  const free = Math.max(0, left(books, taken))
  const blocked = offPlaces(books) + keptInAll(books, taken)
  const told = { free, held: many('held'), offered: many('offered'), booked: many('booked'), blocked }
  for (const [name, number] of Object.entries(told))
    insist(seen[name as keyof typeof told] === number, `the public sees another number ${name}`, { told, seen })
  const states = new Map(taken.flatMap(({ seat, as }) => (seat === null ? [] : [[seat, as] as const])))
  const off = new Set([...books.off.values()].flatMap(({ seat }) => seat ?? []))
  for (const { guid } of books.layout?.seats ?? []) {
    const kept = books.settings.allotments.some(({ id, seats }) => !books.released.has(id) && seats.includes(guid))
    const state = states.get(guid) ?? (off.has(guid) || kept ? 'blocked' : 'free')
    insist(seen.seats[guid] === state, 'the public sees another seat', { guid, state, seen: seen.seats[guid] })
  }
}

const NEXT: Record<EntryStatus, readonly EntryStatus[]> = {
  WAITING: ['WAITING', 'OFFERED', 'CLAIMED', 'DECLINED', 'LEFT', 'REVOKED'],
  OFFERED: ['OFFERED', 'WAITING', 'LAPSED', 'CLAIMED', 'DECLINED', 'LEFT', 'REVOKED'],
  CLAIMED: ['CLAIMED'],
  LAPSED: ['LAPSED'],
  DECLINED: ['DECLINED'],
  LEFT: ['LEFT'],
  REVOKED: ['REVOKED'],
}

/** An entry goes only where it may go, and who is offered something has it. */
export const entriesMove = (books: Books, rows: Rows): void => {
  for (const [id, entry] of rows.entries) {
    const was = books.entries.get(id)
    insist(was === undefined || NEXT[was.status].includes(entry.status), 'an entry goes where it may not', {
      was,
      entry,
    })
    insist((entry.status === 'OFFERED') === (entry.offer !== null), 'an offer without status', entry)
    const hold = rows.holds.get(entry.offer?.holdId ?? '')
    insist(entry.offer === null || hold?.entryId === id, 'an offer without places', entry)
  }
  for (const hold of rows.holds.values()) {
    const entry = rows.entries.get(hold.entryId ?? '')
    if (hold.kind === 'offer') insist(entry?.offer?.holdId === hold.id, 'places are kept for nobody', hold)
    if (hold.kind === 'gathered') insist(entry?.status === 'WAITING', 'places are gathered for nobody', hold)
  }
}

/** I9: what changed was told, what was told changed, and versions only grow. */
export const toldOnce = (
  [was, is]: [ReadonlyMap<string, Booking>, ReadonlyMap<string, Booking>],
  heard: readonly Heard[],
): void => {
  const about = heard.filter(({ type }) => type.startsWith('booking.')).map(({ subject }) => subject)
  insist(
    about.every((id) => is.has(id)),
    'I9: something was told of a booking that is not there',
    heard,
  )
  for (const [id, booking] of is) {
    const old = was.get(id)
    const changes = booking.version - (old?.version ?? 0)
    const told = count(about, (subject) => subject === id)
    // A booking that stands at once is told of once.
    const atOnce = old === undefined && told === 1
    insist(changes === told || atOnce, 'I9: told and done differ', { old, booking, heard })
  }
}

/** I9 for what is off sale: each seat and place is told of as it goes and as it comes back. */
export const blocksTold = (was: Books['off'], is: Rows['blocks'], heard: readonly Heard[]): void => {
  const told = (type: string) =>
    heard
      .filter((fact) => fact.type === type)
      .map(({ data }) => data as { seats: string[]; quantity: number })
      .reduce((sum, { seats, quantity }) => sum + seats.length + quantity, 0)
  const differ = (one: ReadonlyMap<string, { quantity: number }>, other: ReadonlyMap<string, unknown>) =>
    [...one].reduce((sum, [id, { quantity }]) => sum + (other.has(id) ? 0 : quantity), 0)
  insist(differ(is, was) === told('availability.blocked'), 'I9: places off sale are not those told of', heard)
  insist(differ(was, is) === told('availability.unblocked'), 'I9: places on sale again are not those told of', heard)
}

/** I9 for who waits: each change of status is told once. */
export const entriesTold = (was: ReadonlyMap<string, Entry>, rows: Rows, heard: readonly Heard[]): void => {
  for (const [id, entry] of rows.entries) {
    const old = was.get(id)
    if (old?.status === entry.status) continue
    const about = heard.filter(({ subject }) => subject === id)
    insist(about.length > 0, 'I9: a change of an entry was not told', { old, entry })
  }
}
