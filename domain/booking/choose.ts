import type { NewHold } from '../../contract/holds.ts'
import type { Asker, Item, Refusal, RoomCode, RoomTicketType } from '../../contract/room.ts'
import { failed, ok, type Result } from '../result.ts'
import { openedBy } from './apply.ts'
import { bestAvailable } from './best-available.ts'
import { allotmentOf, type Room, stateOf } from './room.ts'
import { fits, onSale, priceOf } from './sale.ts'
import { strands } from './stranded.ts'

/** Who asks for which places, and what they may give up for them. */
export interface Choosing {
  wish: NewHold
  asker: Asker
  code: RoomCode | null
  /** Places of the same buyer that these take the place of. */
  instead: readonly Item[]
  now: number
  random: number
}

/** @returns the places of a wish with ticket type and price, all of them free for who asks; nothing is taken yet. */
export const choose = (room: Room, choosing: Choosing): Result<Item[], Refusal> => {
  const { wish } = choosing
  if (wish.seats !== undefined) return named(room, choosing, wish.seats)
  if (wish.bestAvailable !== undefined) return best(room, choosing, wish.bestAvailable)
  const units = wish.units ?? [{ ticketTypeId: wish.ticketTypeId, quantity: wish.quantity ?? 1, area: wish.area }]
  // A house of seats alone has no places without names: who asks for a number of them gets good ones.
  const onlySeats = room.layout !== null && room.areas.size === 0
  if (onlySeats && wish.quantity !== undefined) return best(room, choosing, wish.quantity)
  return unnamed(room, choosing, units)
}

/** @returns whether this buyer could take a seat: it is free, or their own, or kept for their code. */
export const isFreeFor = (room: Room, { code, instead }: Pick<Choosing, 'code' | 'instead'>, guid: string): boolean => {
  const state = stateOf(room, guid)
  if (state === 'free' || instead.some(({ seat }) => seat === guid)) return true
  const allotment = allotmentOf(room, guid)
  return !room.taken.has(guid) && allotment !== null && code !== null && openedBy(room, code.code) === allotment
}

const named = (room: Room, choosing: Choosing, guids: readonly string[]): Result<Item[], Refusal> => {
  const unknown = guids.filter((guid) => !room.seats.has(guid))
  if (unknown.length > 0)
    return failed({ reason: 'invalid_places', detail: 'The plan has no such seats', seats: unknown })
  const gone = guids.filter((guid) => !isFreeFor(room, choosing, guid))
  if (gone.length > 0) return failed({ reason: 'unavailable', detail: 'Someone has these seats', seats: gone })
  const single = leftSingle(room, choosing, guids)
  if (single.length > 0)
    return failed({ reason: 'single_seats', detail: 'These seats would be left single', seats: single })
  return typed(room, choosing, guids)
}

const leftSingle = (room: Room, { asker, instead }: Choosing, guids: readonly string[]): string[] => {
  const { index, layout } = room
  if (index === null || layout === null || !room.settings.noSingleSeats || asker.organiser) return []
  const own = new Set(instead.flatMap(({ seat }) => index.byGuid.get(seat ?? '') ?? []))
  const chosen = guids.flatMap((guid) => index.byGuid.get(guid) ?? [])
  const free = (seat: number) => room.open[seat] === 1 || own.has(seat)
  return strands(index, free, chosen).flatMap((seat) => layout.seats[seat]?.guid ?? [])
}

const best = (room: Room, choosing: Choosing, quantity: number): Result<Item[], Refusal> => {
  const { wish } = choosing
  const seats = bestSeats(room, choosing, {
    quantity,
    categories: wish.category === undefined ? categoriesOf(room, choosing) : [wish.category],
    apart: wish.together === false || wish.quantity !== undefined,
    besides: [],
  })
  return seats.ok ? typed(room, choosing, seats.value) : seats
}

interface Seats {
  quantity: number
  /** Null for all. */
  categories: string[] | null
  /** Whether they need not be side by side. */
  apart: boolean
  /** Places that were chosen in the same step. */
  besides: readonly Item[]
}

const bestSeats = (
  room: Room,
  choosing: Choosing,
  { quantity, categories, apart, besides }: Seats,
): Result<string[], Refusal> => {
  const { wish } = choosing
  const { layout, index } = room
  if (layout === null || index === null)
    return failed({ reason: 'invalid_places', detail: 'The event has no seats; ask for a quantity' })
  const plain = choosing.code?.allotmentId == null && choosing.instead.length === 0 && besides.length === 0
  const gone = new Set(besides.map(({ seat }) => seat))
  const isFree = (guid: string) => !gone.has(guid) && isFreeFor(room, choosing, guid)
  const free = plain
    ? (seat: number) => room.open[seat] === 1
    : (seat: number) => isFree(layout.seats[seat]?.guid ?? '')
  const found = bestAvailable(index, free, {
    quantity,
    categories,
    accessible: Math.min(quantity, besides.length > 0 ? 0 : Number(wish.accessible ?? 0)),
    together: apart ? 'preferred' : 'required',
    spread: choosing.random,
    sold: (seat) => SOLD.has(room.taken.get(layout.seats[seat]?.guid ?? '')?.state),
  })
  if (found === 'capacity') return failed({ reason: 'capacity', detail: 'Not as many seats are left' })
  if (found === 'no_block') return failed({ reason: 'no_block', detail: 'Not as many seats are left side by side' })
  return ok(found.seats.map((seat) => layout.seats[seat]?.guid ?? ''))
}

// Held seats may come back, and those of an allotment are not sold: neither opens the seats that are kept for a need.
const SOLD = new Set<string | undefined>(['booked', 'blocked'])

/** @returns the categories for which this buyer can get a ticket, or null for all. */
const categoriesOf = (room: Room, choosing: Choosing): string[] | null => {
  const { ticketTypeId } = choosing.wish
  const types = onSale(room, choosing).filter(({ id }) => ticketTypeId === undefined || id === ticketTypeId)
  // Without any, the choice of a ticket type says why.
  if (types.length === 0 || types.some(({ categories }) => categories === null)) return null
  return types.flatMap(({ categories }) => categories ?? [])
}

const typed = (room: Room, choosing: Choosing, guids: readonly string[]): Result<Item[], Refusal> => {
  const { wish } = choosing
  const items: Item[] = []
  for (const guid of guids) {
    const category = room.seats.get(guid)?.category ?? null
    const type = typeFor(room, choosing, { id: wish.ticketTypes?.[guid] ?? wish.ticketTypeId, category })
    if (!type.ok) return type
    items.push(itemOf(type.value, choosing, { seat: guid, area: null }))
  }
  return ok(items)
}

interface Unit {
  ticketTypeId: string | undefined
  quantity: number
  area?: string | undefined
}

/**
 * A number of places: in areas, where the plan has one for the ticket type; else seats, and people of one wish who may sit
 * in the same categories sit together. Every place of an event with a plan is one of the plan: what is only counted would
 * be sold beside all seats.
 */
const unnamed = (room: Room, choosing: Choosing, units: readonly Unit[]): Result<Item[], Refusal> => {
  const items: Item[] = []
  const seated: { type: RoomTicketType; quantity: number }[] = []
  for (const { ticketTypeId, quantity, area: chosen } of units) {
    const area = chosen === undefined ? null : room.areas.get(chosen)
    if (area === undefined) return failed({ reason: 'invalid_places', detail: 'The plan has no such area' })
    const type = unitType(room, choosing, { id: ticketTypeId, category: area?.category ?? null })
    if (!type.ok) return type
    const wanted = { type: type.value, quantity, items, instead: choosing.instead }
    const areas = area === null ? areasFor(room, wanted) : Array<string>(quantity).fill(area.id)
    if (areas === null) seated.push({ type: type.value, quantity })
    else items.push(...areas.map((one) => itemOf(type.value, choosing, { seat: null, area: one })))
  }
  return seatedTogether(room, choosing, { items, seated })
}

const seatedTogether = (
  room: Room,
  choosing: Choosing,
  { items, seated }: { items: readonly Item[]; seated: readonly { type: RoomTicketType; quantity: number }[] },
): Result<Item[], Refusal> => {
  const all = [...items]
  for (const group of Map.groupBy(seated, ({ type }) => JSON.stringify(type.categories)).values()) {
    const types = group.flatMap(({ type, quantity }) => Array<RoomTicketType>(quantity).fill(type))
    const wanted = { quantity: types.length, categories: types[0]?.categories ?? null, apart: true, besides: all }
    const seats = bestSeats(room, choosing, wanted)
    if (!seats.ok) return seats
    types.forEach((type, n) => {
      all.push(itemOf(type, choosing, { seat: seats.value[n] ?? null, area: null }))
    })
  }
  return ok(all)
}

// Who does not say which ticket gets one for an area, where there are areas.
const unitType = (
  room: Room,
  choosing: Choosing,
  { id, category }: { id: string | undefined; category: string | null },
): Result<RoomTicketType, Refusal> => {
  const areas = [...room.areas.values()]
  const first =
    id === undefined && category === null
      ? onSale(room, choosing).find((type) => areas.some((area) => fits(type, area.category)))
      : undefined
  return typeFor(room, choosing, { id: first?.id ?? id, category })
}

/**
 * @returns an area for each place, all in one where one has room for all; nulls for an event without a plan, and null
 * where no area of the plan is for this ticket, or they have not as many and there are seats for it
 */
const areasFor = (
  room: Room,
  {
    type,
    quantity,
    items,
    instead,
  }: { type: RoomTicketType; quantity: number; items: readonly Item[]; instead: readonly Item[] },
): (string | null)[] | null => {
  if (room.layout === null) return Array<null>(quantity).fill(null)
  const left = [...room.areas.values()]
    .filter(({ category }) => fits(type, category))
    .map(({ id, capacity }) => {
      const own = instead.filter(({ area }) => area === id).length
      const taken = (room.counts.areas.get(id) ?? 0) - own + items.filter(({ area }) => area === id).length
      return { id, left: Math.max(0, capacity - taken) }
    })
  const whole = left.find((area) => area.left >= quantity)
  const pick = whole === undefined ? left.flatMap(({ id, left: n }) => Array<string>(n).fill(id)) : []
  const enough = whole !== undefined || pick.length >= quantity
  const seated = [...room.seats.values()].some(({ category }) => fits(type, category))
  if (!enough && seated) return null
  // Where there are too few, the count of what is left says so.
  const rest = whole?.id ?? left[0]?.id
  return rest === undefined ? null : [...pick, ...Array<string>(quantity).fill(rest)].slice(0, quantity)
}

/** @returns the ticket type asked for, or the first that is on sale for such a place. */
const typeFor = (
  room: Room,
  choosing: Choosing,
  { id, category }: { id: string | undefined; category: string | null },
): Result<RoomTicketType, Refusal> => {
  const offered = onSale(room, choosing)
  if (id === undefined) {
    const first = offered.find((type) => fits(type, category))
    return first === undefined ? failed({ reason: 'closed', detail: 'No ticket is on sale for this place' }) : ok(first)
  }
  const type = room.types.get(id)
  if (type === undefined || (type.hidden && !offered.includes(type)))
    return failed({ reason: 'invalid_places', detail: 'There is no such ticket type' })
  if (!offered.includes(type)) return failed({ reason: 'closed', detail: `${type.name} is not on sale now` })
  return fits(type, category)
    ? ok(type)
    : failed({ reason: 'invalid_places', detail: `${type.name} is not for this place` })
}

const itemOf = (type: RoomTicketType, { code }: Pick<Choosing, 'code'>, place: Pick<Item, 'seat' | 'area'>): Item => ({
  ...place,
  ticketTypeId: type.id,
  price: priceOf(type, code),
})
