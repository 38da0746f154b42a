import type { z } from 'zod'
import { BOOKING } from './catalogue/booking.ts'
import type { CatalogueEntry } from './catalogue/entry.ts'
import { ERRORS } from './catalogue/errors.ts'
import { EVENTS } from './catalogue/events.ts'
import { IDENTITY } from './catalogue/identity.ts'
import { NOTIFICATIONS } from './catalogue/notifications.ts'
import { PAYMENTS } from './catalogue/payments.ts'
import { PLANS } from './catalogue/plans.ts'
import { PROSPECTS } from './catalogue/prospects.ts'
import { SPINE } from './catalogue/spine.ts'
import { WAITLIST } from './catalogue/waitlist.ts'

/** Every type of event there is: the one source of the AsyncAPI document, the publish form, the docs and their tests. */
export const CATALOGUE = {
  ...IDENTITY,
  ...ERRORS,
  ...EVENTS,
  ...PLANS,
  ...BOOKING,
  ...WAITLIST,
  ...PAYMENTS,
  ...NOTIFICATIONS,
  ...PROSPECTS,
  ...SPINE,
} as const

export type EventType = keyof typeof CATALOGUE

/** What an event of this type says of what happened. */
export type DataOf<T extends EventType> = z.input<(typeof CATALOGUE)[T]['data']>

/** @returns the entry of a type, an earlier system's name of it included; undefined for one that others made up. */
export const entryOf = (type: string): CatalogueEntry | undefined => {
  const ours = ALIASES.get(type) ?? type
  return Object.hasOwn(CATALOGUE, ours) ? CATALOGUE[ours as EventType] : undefined
}

/** Our type of each name that an earlier system used. */
export const ALIASES: ReadonlyMap<string, EventType> = new Map(
  (Object.entries(CATALOGUE) as [EventType, CatalogueEntry][]).flatMap(([type, { aliases = [] }]) =>
    aliases.map((alias) => [alias, type] as const),
  ),
)

/** A fact that happened, in the CloudEvents 1.0 JSON format (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md). */
export interface CloudEvent {
  specversion: '1.0'
  id: string
  source: string
  type: string
  subject: string
  /** RFC 3339. */
  time: string
  datacontenttype: 'application/json'
  /** What keeps its order: the id of the thing it happened to (extension `partitioning`). */
  partitionkey: string
  /** Counts within one thing from 1, padded so that text sorts as numbers do (extension `sequence`). */
  sequence?: string
  /** Who did it: a person's or an API key's id. */
  actor?: string
  /** W3C Trace Context (extension `distributed tracing`). */
  traceparent?: string
  /** Of one request or one event from outside, and all that came of it. */
  correlationid?: string
  /** Id of the event that this one came of. */
  causationid?: string
  /** Where a reader is told of it again, on demand. */
  replay?: true
  data: unknown
  [extension: string]: unknown
}

/** A row of the log, as stored. Times in milliseconds since 1970, `data` and `extensions` as JSON text. */
export interface LoggedEvent {
  position: number
  id: string
  organisationId: string
  type: string
  aggregate: string
  partitionKey: string
  sequence: number | null
  source: string | null
  subject: string
  actor: string | null
  time: number
  loggedAt: number
  correlationId: string | null
  causationId: string | null
  traceparent: string | null
  extensions: string | null
  data: string
}

/** What the queue `domain-events` says: that the log has come this far. Whoever reads it goes on from its own cursor. */
export interface WakeUp {
  head: number
}
