import { isJsonObject, type JsonObject } from '../json-object.ts'
import { readInstant } from './attributes.ts'

/**
 * What an earlier system sent under a name of its own, as we have it: ids were numbers there, and the moment stood in the
 * data, with or without a zone, or in milliseconds.
 * @returns the data without its moment, and the moment as RFC 3339 where it can be read; else it stays in the data
 */
export const fromEarlier = (data: unknown): { data: unknown; time: string | null } => {
  if (!isJsonObject(data)) return { data, time: null }
  const { timestamp, ...rest } = data
  const time = timestamp === undefined ? null : momentOf(timestamp)
  const kept: JsonObject = time === null ? data : rest
  const ids = Object.entries(kept).map(([name, value]) => [name, isId(name, value) ? String(value) : value])
  return { data: Object.fromEntries(ids), time }
}

const isId = (name: string, value: unknown): boolean => name.endsWith('Id') && Number.isSafeInteger(value)

const momentOf = (timestamp: unknown): string | null => {
  if (typeof timestamp === 'number') {
    const moment = new Date(timestamp)
    return Number.isNaN(moment.getTime()) ? null : moment.toISOString()
  }
  if (typeof timestamp !== 'string') return null
  return [timestamp, `${timestamp}Z`].find((given) => readInstant(given) !== null) ?? null
}

/** Names of fields that say which type it is, or hold its data, in what the earlier publisher was sent. */
const ENVELOPE = new Set(['eventType', 'type', 'payload', 'data', 'id', 'eventId', 'source', 'subject', 'time'])
const CHANNELS = new Set(['EMAIL', 'SMS', 'PUSH'])

/**
 * An event as the earlier publisher was sent it: `{type | eventType, data | payload}`, or the fields of the data beside
 * the type, or without it, for `type` is also the channel of a notification.
 * @param notificationId given to a notification that has none
 * @returns it as an event that can be published; what cannot be told is left as it came
 */
export const fromPublisher = (body: unknown, notificationId: string): unknown => {
  if (!isJsonObject(body)) return body
  const type = typeOf(body)
  const { id, eventId, source, subject, time } = body
  const attributes = { id: id ?? eventId ?? null, source: source ?? null, subject: subject ?? null, time: time ?? null }
  const held = body.data ?? body.payload ?? besideType(body)
  const notification = type === 'NotificationTriggered' && isJsonObject(held) && held.notificationId === undefined
  return { ...attributes, type, data: notification ? { notificationId, ...held } : held }
}

const typeOf = ({ eventType, type, actionType }: JsonObject): unknown => {
  if (eventType !== undefined) return eventType
  if (typeof type === 'string' && CHANNELS.has(type)) return 'NotificationTriggered'
  return type === undefined && actionType !== undefined ? 'UserActionPerformed' : type
}

const besideType = (body: JsonObject): JsonObject => {
  const channel = typeof body.type === 'string' && CHANNELS.has(body.type) ? { type: body.type } : {}
  return { ...Object.fromEntries(Object.entries(body).filter(([name]) => !ENVELOPE.has(name))), ...channel }
}
