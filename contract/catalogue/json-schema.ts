import { z } from 'zod'
import type { CatalogueEntry } from './entry.ts'

/** A JSON Schema of an object. */
export interface ObjectSchema {
  type?: string
  properties?: Record<string, { type?: string; anyOf?: { type?: string }[]; description?: string; enum?: unknown[] }>
  required?: string[]
  [keyword: string]: unknown
}

/**
 * @returns the JSON Schema of a type's data. It says what is there, and takes more: a later version may add fields, so
 * whoever checks an event by it must not refuse what it does not know. Personal fields say `x-personal`.
 * @param target draft 7 is what AsyncAPI 3.0 speaks; the newer one is for everybody else
 */
export const dataSchema = ({ data }: CatalogueEntry, target: 'draft-7' | 'draft-2020-12'): ObjectSchema => {
  const schema = z.toJSONSchema(data, {
    target,
    io: 'input',
    override: ({ jsonSchema }) => {
      if (!('personal' in jsonSchema)) return
      delete jsonSchema.personal
      jsonSchema['x-personal'] = true
    },
  })
  return schema as ObjectSchema
}
