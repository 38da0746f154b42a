import { isJsonObject, type JsonObject } from '../json-object.ts'

/**
 * What of some data says something of a person: all of it, nothing of it, whatever the names of its fields say, or field
 * by field. A field that the schema does not know is judged by its name.
 */
export type PersonalShape = 'personal' | 'plain' | 'open' | PersonalFields

interface PersonalFields {
  fields: ReadonlyMap<string, PersonalShape>
  items: PersonalShape
}

/** What stands in the place of what says something of a person. */
export const MASK = '[personal]'

/**
 * @param whose what the data as a whole is about, such as the aggregate of its event: a `name` of a customer is personal
 * @returns the data with every personal value masked; what is missing or null stays so
 */
export const masked = (data: unknown, shape: PersonalShape, whose = ''): unknown => {
  if (shape === 'plain' || data === null || data === undefined) return data
  if (shape === 'personal') return MASK
  if (Array.isArray(data)) return data.map((item) => masked(item, itemsOf(shape), whose))
  if (!isJsonObject(data)) return data
  // A name may be `__proto__`, which entries keep and assignments do not.
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, masked(value, shapeOf(shape, name, whose), name)]),
  )
}

/** @returns the paths of the fields a schema marks, steps joined by dots and `*` for the items of a list. */
export const markedPaths = (shape: PersonalShape, path: readonly string[] = []): string[] => {
  if (shape === 'personal') return [path.join('.')]
  if (typeof shape === 'string') return []
  const fields = [...shape.fields].flatMap(([name, field]) => markedPaths(field, [...path, name]))
  return [...fields, ...markedPaths(shape.items, [...path, '*'])]
}

/** @returns one shape for data that may have either: what one of them masks is masked. */
export const eitherShape = (one: PersonalShape, other: PersonalShape): PersonalShape => {
  if (one === 'personal' || other === 'personal') return 'personal'
  if (one === 'plain') return other
  if (other === 'plain') return one
  if (one === 'open' || other === 'open') return 'open'
  const fields = new Map(one.fields)
  for (const [name, shape] of other.fields) fields.set(name, eitherShape(fields.get(name) ?? 'plain', shape))
  return { fields, items: eitherShape(one.items, other.items) }
}

/** @returns what of some data is personal by its JSON Schema, in which `x-personal` marks it. */
export const schemaShape = (schema: unknown): PersonalShape => {
  if (!isJsonObject(schema)) return 'open'
  if (schema['x-personal'] === true) return 'personal'
  const { type, properties, items } = schema
  const either = [schema.anyOf, schema.oneOf, schema.allOf].filter(Array.isArray).flat()
  if (either.length > 0) return either.map(schemaShape).reduce(eitherShape)
  if (isJsonObject(properties))
    return {
      fields: new Map(Object.entries(properties).map(([name, field]) => [name, schemaShape(field)])),
      items: 'plain',
    }
  if (type === 'array') return { fields: new Map(), items: schemaShape(items) }
  // Whatever it does not say, or says elsewhere, is judged by names.
  return type === undefined || type === 'object' ? openUnlessFixed(schema) : 'plain'
}

const openUnlessFixed = (schema: JsonObject): PersonalShape =>
  schema.const !== undefined || schema.enum !== undefined ? 'plain' : 'open'

const itemsOf = (shape: 'open' | PersonalFields): PersonalShape => (shape === 'open' ? 'open' : shape.items)

const shapeOf = (shape: 'open' | PersonalFields, name: string, whose: string): PersonalShape => {
  const known = shape === 'open' ? undefined : shape.fields.get(name)
  return known ?? (isPersonalName(name, whose) ? 'personal' : 'open')
}

const PERSONAL_WORDS = new Set(
  'email emails mail phone phones mobile telephone recipient recipients address addresses ip surname username birthday emailaddress phonenumber ipaddress firstname lastname fullname givenname familyname displayname'.split(
    ' ',
  ),
)
const PERSONAL_NAMES = new Set('first last full given family middle display user nick birth'.split(' '))
const PEOPLE = new Set(
  'user users person people customer contact buyer guest guests attendee attendees member prospect prospects sender author owner employee participant holder'.split(
    ' ',
  ),
)

/**
 * @param whose the name of what holds the field, or the kind of thing that all the data is about
 * @returns whether the name of a field that nobody described says that it tells something of a person
 */
export const isPersonalName = (name: string, whose = ''): boolean => {
  const words = wordsOf(name)
  if (words.some((word) => PERSONAL_WORDS.has(word))) return true
  if (words.at(-1) !== 'name') return false
  const before = words.at(-2)
  return before === undefined
    ? wordsOf(whose).some((word) => PEOPLE.has(word))
    : PERSONAL_NAMES.has(before) || PEOPLE.has(before)
}

// `userEmail`, `user_email`, `user-email` and `User Email` are two words each, `userIP` too.
const wordsOf = (name: string): string[] =>
  name
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '')
