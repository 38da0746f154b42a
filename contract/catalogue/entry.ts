import type { ZodType } from 'zod'

/** What one type of event is: the schema and an example of its data, and what it happens to. */
export interface CatalogueEntry {
  /** One line for people: what has happened when this event is there. */
  summary: string
  /** The kind of thing it happens to; with the partition key it names the thing, within which `sequence` counts. */
  aggregate: string
  /** Who counts: the room of an event for what it decides, the database for the rest. */
  owner: 'database' | 'room'
  data: ZodType
  example: Record<string, unknown>
  /** What earlier systems called it. */
  aliases?: readonly string[]
}

/** Marks a field that says something of a person: masked for who may not see it, and erased on demand. */
export const PERSONAL = { personal: true } as const
