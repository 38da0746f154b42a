import type { LoggedEvent } from '../../contract/domain-events.ts'
import { cloudEvent } from './cloudevent.ts'

/**
 * How an event becomes the value of a record: `binary` and `structured` as the CloudEvents binding for Kafka has them,
 * `plain` as data alone, under the field names that earlier systems used.
 */
export const VALUE_FORMATS = ['binary', 'structured', 'plain'] as const
export type ValueFormat = (typeof VALUE_FORMATS)[number]

/** Where events of some types go, and in which form; what is not said is as for every other event. */
export interface TopicOverride {
  /** A type, a glob over types, or an aggregate. */
  match: string
  /** The name of the type that whoever reads `plain` knows. */
  earlierName?: string
  topic?: string
  format?: ValueFormat
}

/** Which topic an event belongs to. */
export interface TopicRules {
  /** Holds `<aggregate>` or `<type>` where topics differ by it. */
  template: string
  /** The first that matches counts. */
  overrides: readonly TopicOverride[]
  /** Whether records have headers where they go; without them a CloudEvent can only be structured. */
  headers: boolean
}

/** A record for Kafka, before it is on any wire. `timestamp` in milliseconds since 1970. */
export interface KafkaRecord {
  topic: string
  key: string
  value: string
  headers: Record<string, string>
  timestamp: number
}

/** What Kafka allows as the name of a topic (org.apache.kafka.common.internals.Topic). */
export const isTopic = (name: string): boolean => /^(?!\.{1,2}$)[\w.-]{1,249}$/.test(name)

/**
 * The record of an event: its key is the partition key, so that what happens to one thing keeps its order; the header
 * `ce_organization` and `ce_id` are there in every form, for consumers to drop what they know. The time is when the log took it: one that a
 * sender made up could be refused, or be past its retention at once.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
 */
export function kafkaRecord(event: LoggedEvent, rules: TopicRules, { replay = false } = {}): KafkaRecord {
  const { topic, format, name } = routeOf(event, rules)
  const form = { binary, structured, plain }[format](event, replay, name)
  return { topic, key: event.partitionKey, timestamp: event.loggedAt, ...form }
}

/** @returns the topic of an event, the form of its value there, and the name of its type in the form `plain`. */
export function routeOf({ type, aggregate }: Pick<LoggedEvent, 'type' | 'aggregate'>, rules: TopicRules): Route {
  const override = rules.overrides.find(({ match }) => matches(match, type, aggregate))
  const topic = override?.topic ?? rules.template
  const filled = topic.replaceAll('<aggregate>', aggregate).replaceAll('<type>', type)
  const format = override?.format ?? 'binary'
  const possible = format === 'binary' && !rules.headers ? 'structured' : format
  return { topic: filled, format: possible, name: override?.earlierName ?? type }
}

/**
 * @param types everything that is known to happen
 * @returns the topics that whoever set up the bridge could foresee: of these types, and those that the rules name. Any
 * other is one that an event's type made up.
 */
export function foreseenTopics(types: Iterable<Parameters<typeof routeOf>[0]>, rules: TopicRules): Set<string> {
  const named = rules.overrides.flatMap(({ topic }) => (topic === undefined || topic.includes('<') ? [] : topic))
  return new Set([...named, ...Array.from(types, (type) => routeOf(type, rules).topic)])
}

interface Route {
  topic: string
  format: ValueFormat
  name: string
}

function matches(pattern: string, type: string, aggregate: string): boolean {
  if (pattern === type || pattern === aggregate) return true
  if (!pattern.includes('*')) return false
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(type)
}

type Form = Pick<KafkaRecord, 'value' | 'headers'>

function binary(event: LoggedEvent, replay: boolean): Form {
  // The data goes as it lies in the log: no need to read it here.
  const { data: _, datacontenttype, ...attributes } = placed({ ...event, data: 'null' }, replay)
  const named = Object.entries(attributes).map(([name, value]) => [`ce_${name}`, text(value)])
  return { value: event.data, headers: { 'content-type': datacontenttype, ...Object.fromEntries(named) } }
}

function structured(event: LoggedEvent, replay: boolean): Form {
  return {
    value: JSON.stringify(placed(event, replay)),
    headers: { 'content-type': 'application/cloudevents+json; charset=UTF-8', ...marks(event, replay) },
  }
}

function plain(event: LoggedEvent, replay: boolean, name: string): Form {
  const headers = { 'content-type': 'application/json', ...marks(event, replay), ce_type: name }
  const data: unknown = JSON.parse(event.data)
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return { value: event.data, headers }
  return { value: JSON.stringify({ timestamp: new Date(event.time).toISOString(), ...data }), headers }
}

/** Topics carry all organisations, and an id is unique within one: so each record names whose it is. */
const placed = (event: LoggedEvent, replay: boolean) => ({
  ...cloudEvent(event, { replay }),
  organization: event.organisationId,
})

const marks = ({ id, organisationId }: LoggedEvent, replay: boolean): Record<string, string> => ({
  ce_id: id,
  ce_organization: organisationId,
  ...(replay && { ce_replay: 'true' }),
})

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** @returns about how many bytes a record takes in a batch that is not compressed. */
export function recordBytes({ key, value, headers }: KafkaRecord): number {
  let bytes = RECORD_OVERHEAD + utf8Bytes(key) + utf8Bytes(value)
  for (const name in headers) bytes += name.length + utf8Bytes(headers[name] ?? '') + HEADER_OVERHEAD
  return bytes
}

/** Lengths, deltas and attributes of a record and of a header, as varints at their longest. */
const RECORD_OVERHEAD = 32
const HEADER_OVERHEAD = 6

function utf8Bytes(string: string): number {
  let bytes = string.length
  for (let index = 0; index < string.length; index += 1) {
    const unit = string.charCodeAt(index)
    // Half a pair of surrogates counts two, and so the pair four.
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit & 0xf800) !== 0xd800 ? 2 : 1
  }
  return bytes
}

/** @returns how many of these records, from the front, fit into so many bytes; one at least, whatever its size. */
export function fitting(records: readonly KafkaRecord[], bytes: number): number {
  let sum = 0
  const over = records.findIndex((record) => {
    sum += recordBytes(record)
    return sum > bytes
  })
  return over < 0 ? records.length : Math.max(1, over)
}

/** @returns how many of these records, from the front, are all of different things. */
export function oneOfEachKey(records: readonly KafkaRecord[]): number {
  const seen = new Set<string>()
  const again = records.findIndex(({ topic, key }) => seen.size === seen.add(`${topic} ${key}`).size)
  return again < 0 ? records.length : again
}

/** @returns the records of each topic, in their order. */
export const byTopic = (records: readonly KafkaRecord[]): Map<string, KafkaRecord[]> =>
  Map.groupBy(records, ({ topic }) => topic)
