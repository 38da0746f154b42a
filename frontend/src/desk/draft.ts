import type { TicketType } from '../api/events.ts'
import type { NewHold } from '../api/holds.ts'
import type { FieldProblem } from '../api/problem.ts'

export type Way = 'best' | 'seats' | 'numbers'

/** What somebody at the desk asks for, as the fields show it. */
export interface DeskDraft {
  way: Way
  /** How many of each ticket type, by its id. */
  numbers: Readonly<Record<string, string>>
  area: string
  seats: readonly string[]
  /** Ticket types of seats, by guid; the others get the first that is for them. */
  seatTypes: Readonly<Record<string, string>>
  accessible: string
  together: boolean
  code: string
  override: boolean
  complimentary: boolean
  reason: string
}

export const blankDesk = (way: Way): DeskDraft => ({
  way,
  numbers: {},
  area: '',
  seats: [],
  seatTypes: {},
  accessible: '',
  together: true,
  code: '',
  override: false,
  complimentary: false,
  reason: '',
})

/** How many of which ticket type. */
export interface Unit {
  ticketTypeId: string
  quantity: number
}

/** @param first what the room is asked for. @param units of best seats: which ticket types these seats get then */
export interface DeskWish {
  first: NewHold
  units: Unit[]
}

type SoldType = Pick<TicketType, 'id' | 'categories' | 'restrictions'>

/** @returns the ticket types that are for a seat of a category */
export const typesFor = <Type extends SoldType>(types: readonly Type[], category: string | undefined): Type[] =>
  types.filter(({ categories }) => categories === null || category === undefined || categories.includes(category))

/**
 * What the API is asked for a draft.
 * @param categoryOf the category of a seat
 * @returns also what could not be read, by its field; nothing is asked then
 */
export function deskWish(
  draft: DeskDraft,
  { types, categoryOf }: { types: readonly SoldType[]; categoryOf(guid: string): string | undefined },
): { wish: DeskWish; faults: FieldProblem[] } {
  const faults: FieldProblem[] = []
  const complain = (pointer: string, code: string) => faults.push({ pointer, code, detail: '' })
  const number = (pointer: string, text: string): number => {
    const n = text.trim() === '' ? 0 : Number(text)
    if (!Number.isInteger(n) || n < 0) complain(pointer, 'not_a_number')
    return n
  }
  const { override, complimentary } = draft
  const reason = draft.reason.trim()
  if ((override || complimentary) && reason === '') complain('/reason', 'required')
  const more: NewHold = {
    ...(draft.code.trim() !== '' && { code: draft.code.trim() }),
    ...(override && { override }),
    ...(complimentary && { complimentary }),
    ...((override || complimentary) && { reason }),
  }
  if (draft.way === 'seats') {
    if (draft.seats.length === 0) complain('/seats', 'required')
    const typeOf = (guid: string) => draft.seatTypes[guid] ?? typesFor(types, categoryOf(guid))[0]?.id
    const ticketTypes = Object.fromEntries(
      draft.seats.flatMap((guid) => [[guid, typeOf(guid)] as const]).flatMap(named),
    )
    return { wish: { first: { seats: [...draft.seats], ticketTypes, ...more }, units: [] }, faults }
  }
  const units = types
    .map(({ id }) => ({ ticketTypeId: id, quantity: number(`/units/${id}`, draft.numbers[id] ?? '') }))
    .filter(({ quantity }) => quantity > 0)
  if (units.length === 0) complain('/units', 'required')
  if (draft.way === 'numbers') {
    const placed = units.map((unit) => (draft.area === '' ? unit : { ...unit, area: draft.area }))
    return { wish: { first: { units: placed, ...more }, units: [] }, faults }
  }
  const accessible = number('/accessible', draft.accessible)
  const first: NewHold = {
    bestAvailable: units.reduce((sum, { quantity }) => sum + quantity, 0),
    ticketTypeId: leading(units, types),
    ...(accessible > 0 && { accessible }),
    ...(!draft.together && { together: false }),
    ...more,
  }
  return { wish: { first, units: units.length > 1 ? units : [] }, faults }
}

const named = ([guid, id]: readonly [string, string | undefined]): [string, string][] =>
  id === undefined ? [] : [[guid, id]]

/** The ticket type that all best seats are asked for as, before each gets its own: one that is sold alone, of which are most. */
function leading(units: readonly Unit[], types: readonly SoldType[]): string {
  const alone = new Set(types.filter(({ restrictions }) => !restrictions?.accompaniedBy?.length).map(({ id }) => id))
  const score = ({ ticketTypeId, quantity }: Unit) => quantity + (alone.has(ticketTypeId) ? 1000 : 0)
  return units.toSorted((a, b) => score(b) - score(a))[0]?.ticketTypeId ?? ''
}

/** Which of these seats gets which ticket type, in their order. */
export function spread(seats: readonly string[], units: readonly Unit[]): Record<string, string> {
  const types = units.flatMap(({ ticketTypeId, quantity }) => Array<string>(quantity).fill(ticketTypeId))
  return Object.fromEntries(seats.flatMap((guid, n) => named([guid, types[n]])))
}

export type DeskField = 'code' | 'places' | 'override'

const FIELDS: Record<string, DeskField> = {
  code_not_valid: 'code',
  unavailable: 'places',
  single_seats: 'places',
  capacity: 'places',
  no_block: 'places',
  quota: 'places',
  limit: 'places',
  invalid_places: 'places',
  closed: 'override',
}

/** The field that a refusal is about; null for the form as a whole. */
export const deskFieldOf = (code: string): DeskField | null => FIELDS[code] ?? null
