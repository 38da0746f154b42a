/** The parts of a JSON Schema (2020-12) that a form is made of. */
export interface JsonSchema {
  type?: string | string[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  enum?: unknown[]
  const?: unknown
  format?: string
  description?: string
  items?: JsonSchema
  anyOf?: JsonSchema[]
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
}

export type FieldKind = 'text' | 'number' | 'integer' | 'boolean' | 'choice' | 'json'

/** One input of the form, for the value at `name` in the data. */
export interface SchemaField {
  name: string
  kind: FieldKind
  required: boolean
  nullable: boolean
  options: readonly string[]
  schema: JsonSchema
}

/** The schema of a value that may be null as well. */
function unwrapped(schema: JsonSchema): { schema: JsonSchema; nullable: boolean } {
  const rest = schema.anyOf?.filter(({ type }) => type !== 'null') ?? []
  const [only] = rest
  if (only !== undefined && rest.length === 1) return { schema: { ...only, ...described(schema) }, nullable: true }
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter((type) => type !== 'null')
    const [type] = types
    if (type !== undefined && types.length === 1) return { schema: { ...schema, type }, nullable: true }
  }
  return { schema, nullable: false }
}

const described = ({ description }: JsonSchema) => (description === undefined ? {} : { description })

function kindOf(schema: JsonSchema): FieldKind {
  if (schema.enum !== undefined) return 'choice'
  if (schema.type === 'string') return 'text'
  if (schema.type === 'integer' || schema.type === 'number' || schema.type === 'boolean') return schema.type
  return 'json'
}

/** The inputs of a form for an object of this schema; what has no input of its own is written as JSON. */
export const fieldsOf = ({ properties = {}, required = [] }: JsonSchema): SchemaField[] =>
  Object.entries(properties).map(([name, property]) => {
    const { schema, nullable } = unwrapped(property)
    const options = schema.enum?.map(String) ?? []
    return { name, kind: kindOf(schema), required: required.includes(name), nullable, options, schema }
  })

/** What stands in an input for a value. */
export function shownValue(value: unknown, kind: FieldKind): string {
  if (value === undefined || value === null) return ''
  return kind === 'json' ? JSON.stringify(value, null, 2) : String(value)
}

/** The value that an input stands for; nothing where it is empty, the text itself where it is no value of its kind. */
export function typedValue(text: string, { kind }: Pick<SchemaField, 'kind'>): unknown {
  if (text === '') return undefined
  if (kind === 'number' || kind === 'integer') return Number.isNaN(Number(text)) ? text : Number(text)
  if (kind === 'boolean') return text === 'true'
  return kind === 'json' ? (parsed(text)?.value ?? text) : text
}

/** A text as JSON; null where it is none. */
export function parsed(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return null
  }
}
