import { z } from 'zod'
import { ALIASES, CATALOGUE, entryOf } from '../contract/domain-events.ts'
import type { FieldError } from '../contract/problem.ts'
import { eitherShape, markedPaths, masked, type PersonalShape } from '../domain/events/personal.ts'

/** @returns data of an event of this type as someone may see it who may not see what it says of people. */
export const withoutPersonal = (type: string, data: unknown): unknown =>
  masked(data, personalShape(type), aggregateOf(type))

/** @returns the fields of a type that its schema marks as personal, such as `email` or `contact.phone`. */
export const personalPaths = (type: string): string[] => markedPaths(personalShape(type))

/** @returns what of the data of a type is personal; of a type that others made up, the names of fields say it. */
export const personalShape = (type: string): PersonalShape => SHAPES.get(ALIASES.get(type) ?? type) ?? 'open'

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

const shapeOfSchema = (schema: z.core.$ZodType): PersonalShape => {
  if (z.globalRegistry.get(schema)?.personal === true) return 'personal'
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return shapeOfSchema(schema.unwrap())
  if (schema instanceof z.ZodObject) {
    const shape: Record<string, z.core.$ZodType> = schema.shape
    return {
      fields: new Map(Object.entries(shape).map(([name, field]) => [name, shapeOfSchema(field)])),
      items: 'plain',
    }
  }
  if (schema instanceof z.ZodArray) return { fields: new Map(), items: shapeOfSchema(schema.element) }
  if (schema instanceof z.ZodUnion) return schema.options.map(shapeOfSchema).reduce(eitherShape)
  return schema instanceof z.ZodRecord || schema instanceof z.ZodUnknown || schema instanceof z.ZodAny
    ? 'open'
    : 'plain'
}

const SHAPES: ReadonlyMap<string, PersonalShape> = new Map(
  Object.entries(CATALOGUE).map(([type, { data }]) => [type, shapeOfSchema(data)]),
)

const COUNTED_BY_ROOMS: ReadonlySet<string> = new Set(
  Object.values(CATALOGUE).flatMap(({ owner, aggregate }) => (owner === 'room' ? aggregate : [])),
)
