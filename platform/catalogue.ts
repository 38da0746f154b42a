import { dataSchema } from '../contract/catalogue/json-schema.ts'
import { ALIASES, CATALOGUE, entryOf } from '../contract/domain-events.ts'
import type { FieldError } from '../contract/problem.ts'
import { markedPaths, masked, type PersonalShape, schemaShape } from '../domain/events/personal.ts'

/** @returns data of an event of this type as someone may see it who may not see what it says of people. */
export const withoutPersonal = (type: string, data: unknown): unknown =>
  masked(data, personalShape(type), aggregateOf(type))

/** @returns the fields of a type that its schema marks as personal, such as `email` or `contact.phone`. */
export const personalPaths = (type: string): string[] => markedPaths(personalShape(type))

/** @returns what of the data of a type is personal; of a type that others made up, the names of fields say it. */
export const personalShape = (type: string): PersonalShape => {
  const entry = entryOf(type)
  if (entry === undefined) return 'open'
  const ours = ALIASES.get(type) ?? type
  // Made when it is first asked for: a Worker that starts should not have to describe every type there is.
  const shape = shapes.get(ours) ?? schemaShape(dataSchema(entry, 'draft-2020-12'))
  shapes.set(ours, shape)
  return shape
}

/** @returns the kind of thing that events of a type happen to; `custom` where a made-up name does not say. */
export const aggregateOf = (type: string): string => {
  const entry = entryOf(type)
  if (entry !== undefined) return entry.aggregate
  const dot = type.indexOf('.')
  return dot > 0 ? type.slice(0, dot) : 'custom'
}

/** @returns whether the database counts events of a type within their thing, as no room does it for that kind of thing. */
export const isCounted = (type: string): boolean => !COUNTED_BY_ROOMS.has(aggregateOf(type))

/** @returns what is wrong with the data of a type of the catalogue, as JSON pointers into the data. */
export const faultsOf = (type: string, data: unknown): FieldError[] => {
  const read = entryOf(type)?.data.safeParse(data)
  return (read?.error?.issues ?? []).map(({ path, code, message }) => ({
    pointer: path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    code,
    detail: message,
  }))
}

const shapes = new Map<string, PersonalShape>()

const COUNTED_BY_ROOMS: ReadonlySet<string> = new Set(
  Object.values(CATALOGUE).flatMap(({ owner, aggregate }) => (owner === 'room' ? aggregate : [])),
)
