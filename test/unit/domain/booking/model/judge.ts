import type { NewHold } from '../../../../../contract/holds.ts'
import type { LayoutSeat } from '../../../../../contract/layout.ts'
import type { Asker, Item, Refusal, RoomTicketType } from '../../../../../contract/room.ts'
import { allotmentOfSeat, areaUse, type Books, count, keptFor, left, opens, poolUse, takenPlaces } from './books.ts'

/** What someone asked for, as the books see it: before the step, with what they would give up for it. */
export interface Asked {
  books: Books
  wish: NewHold
  asker: Asker
  instead: readonly Item[]
  /** What is kept beside it. */
  beside?: readonly Item[]
  /** For a booking: the code that it was made with counts as long as it is good, and is no hindrance after. */
  ofBooking?: boolean
  /** The code of what is given up. */
  before?: string | null
}

const lasts = (from: number | null, until: number | null, now: number) =>
  (from === null || from <= now) && (until === null || now < until)

export const isClosed = ({ settings: { status, saleStartsAt, saleEndsAt, endsAt }, now }: Books): boolean =>
  !(status === 'ON_SALE' || (status === 'SCHEDULED' && saleStartsAt !== null)) ||
  !lasts(saleStartsAt, Math.min(saleEndsAt ?? endsAt, endsAt), now)

const codeOf = ({ books: { settings, now }, wish }: Asked) =>
  settings.codes.find(({ code, startsAt, endsAt }) => code === wish.code && lasts(startsAt, endsAt, now)) ?? null

const codeUsed = ({ books }: Asked, code: string) => count(takenPlaces(books), (place) => place.code === code)

export const typesOnSale = (
  { settings, now }: Pick<Books, 'settings' | 'now'>,
  { opened, organiser }: { opened: readonly string[]; organiser: boolean },
): RoomTicketType[] =>
  settings.ticketTypes.filter(
    ({ id, active, hidden, saleStartsAt, saleEndsAt }) =>
      active && (!hidden || organiser || opened.includes(id)) && lasts(saleStartsAt, saleEndsAt, now),
  )

const onSale = (asked: Asked) =>
  typesOnSale(asked.books, { opened: codeOf(asked)?.ticketTypes ?? [], organiser: asked.asker.organiser })

export const suits = ({ categories }: RoomTicketType, category: string | null): boolean =>
  categories === null || category === null || categories.includes(category)

export const categoryOf = ({ layout }: Books, { seat, area }: Pick<Item, 'seat' | 'area'>): string | null =>
  layout?.seats.find(({ guid }) => guid === seat)?.category ??
  layout?.areas.find(({ id }) => id === area)?.category ??
  null

/** Whether a seat can be had by who asks. */
export const isFree = (asked: Asked, guid: string): boolean => {
  const { books, instead } = asked
  if (instead.some(({ seat }) => seat === guid)) return true
  if (takenPlaces(books).some(({ seat }) => seat === guid)) return false
  if ([...books.off.values()].some(({ seat }) => seat === guid)) return false
  const allotment = allotmentOfSeat(books, guid)
  return allotment === undefined || opens(books, codeOf(asked)?.code ?? null) === allotment
}

/** Seats for anyone: neither accessible nor kept for who comes along. */
const freeSeats = (asked: Asked): LayoutSeat[] =>
  (asked.books.layout?.seats ?? []).filter(({ guid, category, accessible, companion }) => {
    const { category: one, ticketTypeId } = asked.wish
    const wanted =
      one === undefined ? asked.books.settings.ticketTypes.find(({ id }) => id === ticketTypeId) : undefined
    const fits = one === undefined ? wanted === undefined || suits(wanted, category) : category === one
    return !accessible && !companion && fits && isFree(asked, guid)
  })

const hasRun = (seats: readonly LayoutSeat[], length: number): boolean =>
  seats.some(({ row, at }) =>
    Array.from({ length }, (_, n) => seats.some((seat) => seat.row === row && seat.at === at + n)).every(Boolean),
  )

const sizeOf = ({ seats, bestAvailable, quantity, units }: NewHold): number =>
  seats?.length ?? bestAvailable ?? quantity ?? units?.reduce((sum, unit) => sum + unit.quantity, 0) ?? 0

const own = (asked: Asked) => {
  const allotment = opens(asked.books, codeOf(asked)?.code ?? null)
  return allotment === undefined ? 0 : keptFor(asked.books, allotment.id, takenPlaces(asked.books))
}

const overFull = (asked: Asked, wanted: number): boolean =>
  wanted > asked.instead.length &&
  wanted > left(asked.books, takenPlaces(asked.books)) + own(asked) + asked.instead.length

/** Whether no way to place these in the areas is left, whatever else is. */
const areasFull = (asked: Asked): boolean => {
  const { books, wish } = asked
  const taken = takenPlaces(books)
  const room = (id: string, places: number) => places - areaUse(id, taken) + areaUse(id, asked.instead)
  const units = wish.units ?? [{ ticketTypeId: wish.ticketTypeId, quantity: wish.quantity ?? 0, area: wish.area }]
  const areas = books.layout?.areas ?? []
  const types = onSale(asked)
  // Places that others leave: an area is full for a unit where it, and all that the same wish takes of it, has no room.
  return units.some((unit) => {
    const type = types.find(({ id }) => id === unit.ticketTypeId) ?? types[0]
    const may = areas.filter(({ id, category }) =>
      unit.area === undefined ? type === undefined || suits(type, category) : id === unit.area,
    )
    const others = sizeOf(wish) - unit.quantity
    const free = may.reduce((sum, area) => sum + Math.max(0, room(area.id, area.capacity)), 0)
    return unit.quantity + others > free
  })
}

/** Places that were offered to who asks in the same step, after what they asked for was decided. */
const offeredNow = ({ books, asker }: Asked): number =>
  [...books.holds.values()]
    .filter(({ kind, owner, placedAt }) => kind === 'offer' && asker.owners.includes(owner) && placedAt === books.now)
    .reduce((sum, { items }) => sum + items.length, 0)

const tooMany = ({ books, asker, instead, wish }: Asked, later = 0): boolean => {
  const { maxPerBuyer } = books.settings
  const has = count(takenPlaces(books), ({ owner }) => owner !== undefined && asker.owners.includes(owner))
  return !asker.organiser && has - later - instead.length + sizeOf(wish) > (maxPerBuyer ?? 100)
}

/** How many places of which ticket type are asked for; who names none gets the first, which takes every place. */
const perType = ({ wish }: Asked): { ticketTypeId: string }[] => {
  const units = wish.units ?? [{ ticketTypeId: wish.ticketTypeId ?? 'tt_any', quantity: sizeOf(wish) }]
  return units.flatMap(({ ticketTypeId, quantity }) => Array.from({ length: quantity }, () => ({ ticketTypeId })))
}

/** Whether a ticket type is not sold in such a number, or not without another. */
export const isWrongNumber = ({ settings }: Books, places: readonly { ticketTypeId: string }[]): boolean => {
  const many = (id: string) => count(places, ({ ticketTypeId }) => ticketTypeId === id)
  return settings.ticketTypes.some(
    ({ id, minQuantity, maxQuantity, accompaniedBy = [] }) =>
      many(id) > 0 &&
      (many(id) < (minQuantity ?? 0) ||
        many(id) > (maxQuantity ?? many(id)) ||
        (accompaniedBy.length > 0 && accompaniedBy.every((other) => many(other) === 0))),
  )
}

const quotaFull = (asked: Asked): boolean => {
  const { books, instead } = asked
  const taken = takenPlaces(books)
  return books.settings.pools.some(({ id, size }) => {
    const wanted = poolUse(books, id, perType(asked))
    return size !== null && poolUse(books, id, taken) - poolUse(books, id, instead) + wanted > size
  })
}

const wantedTypes = ({ wish }: Asked) => [
  wish.ticketTypeId,
  ...(wish.units ?? []).map(({ ticketTypeId }) => ticketTypeId),
]

const noneOnSale = (asked: Asked): boolean => {
  const types = onSale(asked)
  const wanted = wantedTypes(asked)
  const places = (asked.wish.seats ?? []).map((seat) => categoryOf(asked.books, { seat, area: null }))
  return (
    isClosed(asked.books) ||
    wanted.some((id) => id !== undefined && types.every((type) => type.id !== id)) ||
    [null, ...places, asked.wish.category ?? null].some((category) => !types.some((type) => suits(type, category)))
  )
}

const misfit = (asked: Asked): boolean => {
  const { books, wish } = asked
  const known = new Set(books.layout?.seats.map(({ guid }) => guid))
  const type = books.settings.ticketTypes.find(({ id }) => id === wish.ticketTypeId)
  const categories = [
    ...(wish.seats ?? []).map((seat) => categoryOf(books, { seat, area: null })),
    categoryOf(books, { seat: null, area: wish.area ?? null }),
    wish.category ?? null,
    ...(wish.units ?? []).map(({ area }) => categoryOf(books, { seat: null, area: area ?? null })),
  ]
  const areas = [wish.area, ...(wish.units ?? []).map(({ area }) => area)].filter((area) => area !== undefined)
  const hidden = wantedTypes(asked).some((id) => books.settings.ticketTypes.some((one) => one.id === id && one.hidden))
  return (
    (wish.seats ?? []).some((seat) => !known.has(seat)) ||
    areas.some((area) => !books.layout?.areas.some(({ id }) => id === area)) ||
    (wish.bestAvailable !== undefined && known.size === 0) ||
    hidden ||
    categories.some((category) => (type !== undefined || wish.units !== undefined) && misses(books, type, category))
  )
}

const misses = ({ settings }: Books, type: RoomTicketType | undefined, category: string | null) =>
  type === undefined ? settings.ticketTypes.some((one) => !suits(one, category)) : !suits(type, category)

/** Whether a refusal says what is so: a false "sold out" is a bug as much as a seat sold twice. */
export const isTrue = (asked: Asked, { reason, seats = [] }: Refusal): boolean => {
  const { books, wish, beside = [] } = asked
  const best =
    wish.bestAvailable ?? (wish.quantity !== undefined && wish.area === undefined ? wish.quantity : undefined)
  switch (reason) {
    case 'unavailable':
      return seats.length > 0 && (wish.seats ?? []).every((seat) => seats.includes(seat) === !isFree(asked, seat))
    case 'capacity':
      return (
        wish.accessible !== undefined ||
        overFull(asked, sizeOf(wish)) ||
        (best !== undefined &&
          freeSeats(asked).length < best &&
          (books.layout?.areas.length === 0 || wish.bestAvailable !== undefined)) ||
        (wish.seats === undefined && wish.bestAvailable === undefined && areasFull(asked))
      )
    case 'no_block':
      return (
        wish.accessible !== undefined ||
        (wish.together !== false && best !== undefined && !hasRun(freeSeats(asked), best))
      )
    case 'quota':
      return quotaFull(asked)
    case 'limit':
      return tooMany(asked) || isWrongNumber(books, [...beside, ...perType(asked)])
    case 'closed':
      return noneOnSale(asked)
    case 'code_not_valid':
      return wish.code !== undefined && isUsedUp(asked)
    case 'invalid_places':
      return misfit(asked)
    default:
      return false
  }
}

const isUsedUp = (asked: Asked): boolean => {
  const code = codeOf(asked)
  if (code === null) return asked.ofBooking !== true
  const again = asked.before === code.code ? asked.instead.length : 0
  return code.maxUses !== null && codeUsed(asked, code.code) + sizeOf(asked.wish) - again > code.maxUses
}

/** What is wrong with places that someone got, or null. */
export const whyWrong = (asked: Asked, items: readonly Item[]): string | null => {
  const { books, wish, instead, beside = [] } = asked
  const override = asked.asker.organiser && wish.override === true
  const named = items.flatMap(({ seat }) => seat ?? [])
  const taken = takenPlaces(books)
  const full = (area: { id: string; capacity: number }) =>
    areaUse(area.id, items) > areaUse(area.id, instead) &&
    areaUse(area.id, taken) - areaUse(area.id, instead) + areaUse(area.id, items) > area.capacity
  const spent = ({ id, size }: { id: string; size: number | null }) =>
    size !== null &&
    poolUse(books, id, items) > poolUse(books, id, instead) &&
    poolUse(books, id, taken) - poolUse(books, id, instead) + poolUse(books, id, items) > size
  const wrongs: [string, boolean][] = [
    ['another number of places than asked for', items.length !== sizeOf(wish)],
    [
      'other seats than asked for',
      wish.seats !== undefined && [...named].sort().join() !== [...wish.seats].sort().join(),
    ],
    [
      'a place that is nowhere',
      books.layout !== null && items.some(({ seat, area }) => seat === null && area === null),
    ],
    ['a seat that is not free', named.some((seat) => !isFree(asked, seat))],
    ['a seat twice', new Set(named).size !== named.length],
    ['a closed sale', !override && isClosed(books)],
    ['more than are left', !override && overFull(asked, items.length)],
    ['an area that is full', !override && (books.layout?.areas ?? []).some(full)],
    ['a pool that is spent', !override && books.settings.pools.some(spent)],
    ['more than a buyer may have', !override && tooMany(asked, offeredNow(asked))],
    ['a wrong number or no company', !override && isWrongNumber(books, [...beside, ...items])],
    ['a code used too often', wish.code !== undefined && isUsedUp(asked)],
    ['a ticket that is not on sale', items.some((item) => !onSale(asked).some(({ id }) => id === item.ticketTypeId))],
    ['a ticket not for this place', items.some((item) => !fitsItem(books, item))],
    ['a wrong price', items.some((item) => item.price !== priceOf(asked, item))],
    ['seats that are not together', needsRun(wish) && named.length > 0 && !isRun(books, named)],
  ]
  return wrongs.find(([, is]) => is)?.[0] ?? null
}

const fitsItem = (books: Books, item: Item): boolean => {
  const type = books.settings.ticketTypes.find(({ id }) => id === item.ticketTypeId)
  return type !== undefined && suits(type, categoryOf(books, item))
}

const priceOf = (asked: Asked, { ticketTypeId }: Item): number => {
  const price = asked.books.settings.ticketTypes.find(({ id }) => id === ticketTypeId)?.price ?? 0
  const discount = codeOf(asked)?.discount ?? null
  if (asked.wish.complimentary === true && asked.asker.organiser) return 0
  if (discount === null) return price
  return Math.max(
    0,
    'percent' in discount ? price - Math.round((price * discount.percent) / 100) : price - discount.amount,
  )
}

const needsRun = ({ bestAvailable, together, accessible }: NewHold) =>
  bestAvailable !== undefined && together !== false && accessible === undefined

const isRun = ({ layout }: Books, guids: readonly string[]): boolean => {
  const seats = (layout?.seats ?? []).filter(({ guid }) => guids.includes(guid)).sort((a, b) => a.at - b.at)
  // Kept seats go to anyone when all others are sold, wherever they are.
  if (seats.some(({ accessible, companion }) => accessible || companion)) return true
  return seats.every(({ row, at }, n) => row === seats[0]?.row && at === (seats[0]?.at ?? 0) + n)
}
