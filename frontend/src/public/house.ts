import type { PickerData } from '../../../contract/picker.ts'
import type { PlanMap } from '../../../contract/plan-map.ts'
import type { Stock } from './stock.ts'
import { money, say } from './words.ts'

/** What a seat is to who chooses. */
export type Look = 'free' | 'chosen' | 'own' | 'kept' | 'taken'

/** The house as the picker knows it: its plan, what is free, and what was chosen with which ticket. */
export interface House {
  data: PickerData
  map: PlanMap
  stock: Stock
  /** Indices of seats, and the ids of their ticket types. */
  chosen: Map<number, string>
  own: ReadonlySet<number>
  /** Kept for the code that is in use. */
  opened: ReadonlySet<number>
}

export const houseOf = (data: PickerData, map: PlanMap, stock: Stock): House => {
  const indices = new Map(map.seats.guid.map((guid, seat) => [guid, seat]))
  const among = (guids: readonly string[]) => new Set(guids.flatMap((guid) => indices.get(guid) ?? []))
  return { data, map, stock, chosen: new Map(), own: among(data.own), opened: among(data.opened) }
}

export type TicketType = PickerData['ticketTypes'][number]

/** @returns the tickets that a seat can be had with. */
export const typesFor = ({ data, map }: House, seat: number): TicketType[] => {
  const category = map.categories[map.seats.category[seat] ?? -1]?.name
  return data.ticketTypes.filter(
    ({ categories }) => categories === null || category === undefined || categories.includes(category),
  )
}

/** @returns whether a seat can be had by this reader: it is free, their own or kept for their code, and has a ticket. */
export const isFree = (house: House, seat: number): boolean => {
  const state = house.stock.seats[house.map.seats.guid[seat] ?? '']
  // To everyone else, what is kept looks blocked.
  const can = state === 'free' || house.own.has(seat) || (state === 'blocked' && house.opened.has(seat))
  return can && typesFor(house, seat).length > 0
}

export const lookOf = (house: House, seat: number): Look => {
  if (house.chosen.has(seat)) return 'chosen'
  if (house.own.has(seat)) return 'own'
  if (!isFree(house, seat)) return 'taken'
  return house.opened.has(seat) ? 'kept' : 'free'
}

/** @returns section, row and number of a seat. */
export const nameOf = ({ data, map }: House, seat: number): string => {
  const row = map.rows[map.seats.row[seat] ?? -1]
  const section = map.sections.length > 1 ? map.sections[row?.section ?? -1] : undefined
  return say(data.words.place, {
    section: section === undefined || section === '' ? '' : `${section}, `,
    row: row === undefined ? '' : rowName(data, row),
    number: map.seats.number[seat] ?? '',
  })
}

export const rowName = ({ words }: Pick<PickerData, 'words'>, { label, named }: PlanMap['rows'][number]): string =>
  named || label === '' ? label : say(words.rowName, { row: label })

/** @returns what a seat costs with a ticket, or from how much on. */
export const priceOf = (house: House, seat: number, typeId?: string): string => {
  const types = typesFor(house, seat)
  const type = types.find(({ id }) => id === typeId) ?? types.toSorted((a, b) => a.price - b.price)[0]
  return type === undefined ? '' : amountOf(house, type.price)
}

export const amountOf = ({ data }: Pick<House, 'data'>, amount: number): string =>
  amount === 0 ? data.words.gratis : money(data.language, amount, data.currency)

export const totalOf = (house: House): number =>
  [...house.chosen].reduce((sum, [seat, typeId]) => {
    const type = typesFor(house, seat).find(({ id }) => id === typeId)
    return sum + (type?.price ?? 0)
  }, 0)

/** @returns everything there is to say of a seat: name, category, what it is for, price, and whether it can be had. */
export const descriptionOf = (house: House, seat: number): string => {
  const { data, map } = house
  const { words } = data
  const look = lookOf(house, seat)
  const category = map.categories.length > 1 ? (map.categories[map.seats.category[seat] ?? -1]?.name ?? '') : ''
  const kind = ['', words.accessible, words.companion][map.seats.kind[seat] ?? 0] ?? ''
  const state = { free: '', chosen: words.chosen, own: words.own, kept: words.kept, taken: words.taken }[look]
  const price = look === 'taken' ? '' : priceOf(house, seat, house.chosen.get(seat))
  return [nameOf(house, seat), category, kind, price, state].filter((part) => part !== '').join(', ')
}
