import type { RoomTicketType } from '../../../../../contract/room.ts'
import type { Entry } from '../../../../../contract/waitlist.ts'
import { allotmentOfSeat, areaUse, type Books, left, poolUse, takenPlaces } from './books.ts'
import { isClosed, suits, typesOnSale } from './judge.ts'

export const inLine = ({ entries }: Books): Entry[] =>
  [...entries.values()]
    .filter(({ status }) => status === 'WAITING')
    .sort((a, b) => b.priority - a.priority || a.rank - b.rank)

/** Whether nothing is offered any more. */
export const waitlistOver = ({ settings: { waitlist, saleEndsAt, endsAt }, now }: Books): boolean =>
  now >= Math.min(waitlist.closesAt ?? Number.POSITIVE_INFINITY, saleEndsAt ?? endsAt, endsAt)

const isOffering = (books: Books): boolean =>
  books.settings.waitlist.enabled && !isClosed(books) && !waitlistOver(books) && left(books, takenPlaces(books)) >= 0

/** Places of a ticket type that anyone could take now; never more than there are. */
const freeFor = (books: Books, type: RoomTicketType): number => {
  const taken = takenPlaces(books)
  const pools = books.settings.pools.flatMap(({ id, size }) =>
    size === null || !type.pools.includes(id) ? [] : size - poolUse(books, id, taken),
  )
  return Math.min(left(books, taken), ...pools, placesOf(books, type))
}

const placesOf = (books: Books, type: RoomTicketType): number => {
  const { layout, off } = books
  if (layout === null) return Number.POSITIVE_INFINITY
  const taken = takenPlaces(books)
  const seats = layout.seats.filter(
    ({ guid, category, accessible, companion }) =>
      !accessible &&
      !companion &&
      suits(type, category) &&
      allotmentOfSeat(books, guid) === undefined &&
      !taken.some(({ seat }) => seat === guid) &&
      ![...off.values()].some(({ seat }) => seat === guid),
  ).length
  const areas = layout.areas.reduce(
    (sum, { id, category, capacity }) => sum + (suits(type, category) ? Math.max(0, capacity - areaUse(id, taken)) : 0),
    0,
  )
  // A group is not divided between seats and areas.
  return Math.max(seats, areas)
}

/** Whether someone who waits could have all they wait for; where the books are not sure, they say no. */
const fitsNow = (
  books: Books,
  { quantity, ticketTypeId, accessible }: Pick<Entry, 'quantity' | 'ticketTypeId' | 'accessible'>,
): boolean => {
  if (accessible > 0) return false
  const types = typesOnSale(books, { opened: [], organiser: false })
  const wanted = types.filter(({ id }) => id === ticketTypeId)
  const alone = types.filter(({ accompaniedBy = [] }) => accompaniedBy.length === 0)
  return (wanted.length > 0 ? wanted : alone).some(
    (type) =>
      quantity >= (type.minQuantity ?? 0) &&
      quantity <= (type.maxQuantity ?? quantity) &&
      quantity <= freeFor(books, type),
  )
}

/**
 * Who has to be offered places before anyone else hears of them: the first of the line where they fit, and where groups
 * may be passed, anyone who fits, as long as nobody was passed yet.
 */
export const due = (books: Books): Entry | null => {
  if (!isOffering(books)) return null
  const line = inLine(books)
  const strict = books.settings.waitlist.fit === 'STRICT' || line.some(({ passedSince }) => passedSince !== null)
  for (const entry of line) {
    if (fitsNow(books, entry)) return entry
    if (strict || mayFit(books, entry)) return null
  }
  return null
}

/** Whether someone may get something of what is left, for all that the books are sure of. */
const mayFit = (books: Books, { quantity, allowPartial }: Entry): boolean =>
  quantity <= left(books, takenPlaces(books)) || (books.settings.waitlist.fit === 'PARTIAL' && allowPartial)

/** Who is first of the line, and how many places anyone could take, in all and with the ticket for all: before a step. */
export const lineNow = (books: Books) => {
  const type = books.settings.ticketTypes.find(({ id }) => id === 'tt_any')
  return {
    first: inLine(books)[0]?.id,
    onSale: Math.max(0, left(books, takenPlaces(books))),
    forAll: type === undefined ? 0 : Math.max(0, freeFor(books, type)),
  }
}

/**
 * Whether a strict event without seats lets the public have places that came free while the first was saving up for them.
 * What was on sale before may be bought, and who saved up in vain is passed.
 */
export const leaks = (books: Books, before: ReturnType<typeof lineNow>): boolean => {
  const [first] = inLine(books)
  if (books.layout !== null || books.settings.waitlist.fit !== 'STRICT' || first?.id !== before.first) return false
  if (first === undefined || first.ticketTypeId !== null || !isOffering(books) || !couldFit(books, first)) return false
  const { passedSince } = first
  if (passedSince !== null && books.now < passedSince + books.settings.waitlist.offerSeconds * 1000) return false
  // As many as they wait for are enough, though their tickets may not be had yet for another reason.
  const saved = [...books.holds.values()].find(({ kind, entryId }) => kind === 'gathered' && entryId === first.id)
  if (saved !== undefined && saved.items.length >= first.quantity) return false
  const now = lineNow(books)
  return now.onSale > before.onSale && now.forAll > before.forAll
}

/** Whether the ticket for all would do for someone, were nothing taken. */
const couldFit = ({ settings: { capacity, ticketTypes, pools } }: Books, { quantity }: Entry): boolean => {
  const type = ticketTypes.find(({ id, active }) => id === 'tt_any' && active)
  return (
    type !== undefined &&
    quantity <= (capacity ?? 0) &&
    pools.every(({ id, size }) => size === null || !type.pools.includes(id) || quantity <= size)
  )
}
