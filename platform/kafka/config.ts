import { ALIASES } from '../../contract/domain-events.ts'
import {
  isTopic,
  type TopicOverride,
  type TopicRules,
  VALUE_FORMATS,
  type ValueFormat,
} from '../../domain/events/kafka.ts'
import { failed, ok, type Result } from '../../domain/result.ts'

/** How a broker is signed in to. */
export interface Sasl {
  mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'
  username: string
  password: string
}

/** Where records go: to brokers over the protocol of Kafka itself, or to a proxy over HTTP. */
export type Destination = WireDestination | RestDestination

export interface WireDestination {
  kind: 'wire'
  brokers: string[]
  tls: boolean
  sasl?: Sasl
}

/** `v3` has headers, as Confluent's proxy does; `v2` has none. */
export interface RestDestination {
  kind: 'v2' | 'v3'
  url: string
  username?: string
  password?: string
}

export interface KafkaConfig {
  destination: Destination
  topics: TopicRules
}

/** Variables named KAFKA_*, as the environment has them; an empty one counts as absent. */
export type KafkaVars = Readonly<Record<string, unknown>>

const DEFAULT_TEMPLATE = 'signalbox.<aggregate>.v1'
const DEFAULT_PORT = 9092

/**
 * workerd takes no authority and no client certificate of ours, and says nothing: it must not look as if it did.
 * @see https://developers.cloudflare.com/workers/runtime-apis/nodejs/tls/
 */
const NEVER = /^KAFKA_(SSL_|TLS_)?(CA|CERT|KEY|CLIENT|KEYSTORE|TRUSTSTORE|PFX|PASSPHRASE|REJECT_UNAUTHORIZED)(_|$)/

/** Reads what the bridge is told; the error is one line for the person who runs it. */
export function kafkaConfig(all: KafkaVars): Result<KafkaConfig, string> {
  const vars = setVars(all)
  const never = [...vars.keys()].find((name) => NEVER.test(name))
  if (never !== undefined)
    return failed(`${never}: a private authority or a client certificate is not possible here; leave it out`)
  const destination = vars.has('KAFKA_REST_URL') ? restOf(vars) : wireOf(vars)
  if (!destination.ok) return destination
  const topics = topicsOf(vars, destination.value.kind !== 'v2')
  return topics.ok ? ok({ destination: destination.value, topics: topics.value }) : topics
}

function setVars(all: KafkaVars): Map<string, string> {
  const entries = Object.entries(all).filter(
    (entry): entry is [string, string] =>
      entry[0].startsWith('KAFKA_') && typeof entry[1] === 'string' && entry[1].trim() !== '',
  )
  return new Map(entries)
}

type Vars = ReadonlyMap<string, string>

function wireOf(vars: Vars): Result<Destination, string> {
  const brokers = (vars.get('KAFKA_BROKERS') ?? '').split(',').flatMap((part) => part.trim() || [])
  if (brokers.length === 0) return failed('KAFKA_BROKERS: no broker is named, such as broker.example.com:9092')
  const wrong = brokers.find((broker) => !isBroker(broker))
  if (wrong !== undefined)
    return failed(`KAFKA_BROKERS: ${shown(wrong, brokers)} is no host and port, such as broker.example.com:9092`)
  const tls = { '1': true, true: true, on: true, '0': false, false: false, off: false }[vars.get('KAFKA_TLS') ?? 'off']
  if (tls === undefined) return failed('KAFKA_TLS: true or false')
  const sasl = saslOf(vars)
  if (!sasl.ok) return sasl
  const addresses = brokers.map((broker) => (/:\d+$/.test(broker) ? broker : `${broker}:${DEFAULT_PORT}`))
  return ok({ kind: 'wire', brokers: addresses, tls, ...(sasl.value && { sasl: sasl.value }) })
}

// Some write a password in front of a host, commas in it or not; and everybody who may see readers sees why one stands.
const shown = (broker: string, brokers: readonly string[]): string =>
  brokers.some((one) => one.includes('@')) ? 'a name and password with a host' : broker

const isBroker = (broker: string): boolean => {
  const [, port = DEFAULT_PORT] = /^(?:\[[\da-f:]+\]|[\w.-]+)(?::(\d+))?$/i.exec(broker) ?? [null, 0]
  return Number(port) > 0 && Number(port) < 65_536
}

function saslOf(vars: Vars): Result<Sasl | null, string> {
  const mechanism = vars.get('KAFKA_SASL_MECHANISM')?.toLowerCase()
  const username = vars.get('KAFKA_USERNAME')
  const password = vars.get('KAFKA_PASSWORD')
  if (mechanism === undefined) {
    const unused = username !== undefined || password !== undefined
    return unused ? failed('KAFKA_SASL_MECHANISM: plain, scram-sha-256 or scram-sha-512, for KAFKA_USERNAME') : ok(null)
  }
  if (mechanism !== 'plain' && mechanism !== 'scram-sha-256' && mechanism !== 'scram-sha-512')
    return failed('KAFKA_SASL_MECHANISM: plain, scram-sha-256 or scram-sha-512')
  if (username === undefined) return failed('KAFKA_USERNAME: missing, with KAFKA_SASL_MECHANISM set')
  if (password === undefined) return failed('KAFKA_PASSWORD: missing, with KAFKA_SASL_MECHANISM set')
  return ok({ mechanism, username, password })
}

function restOf(vars: Vars): Result<Destination, string> {
  if (vars.has('KAFKA_BROKERS')) return failed('KAFKA_REST_URL: not together with KAFKA_BROKERS')
  const kind = vars.get('KAFKA_REST_KIND') ?? 'v3'
  if (kind !== 'v2' && kind !== 'v3') return failed('KAFKA_REST_KIND: v3 or v2')
  const given = vars.get('KAFKA_REST_URL') ?? ''
  const url = URL.parse(given)
  if (url === null || !/^https?:$/.test(url.protocol)) return failed('KAFKA_REST_URL: an http or https address')
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return failed('KAFKA_REST_URL: only an address; who signs in is KAFKA_USERNAME and KAFKA_PASSWORD')
  const username = vars.get('KAFKA_USERNAME')
  const password = vars.get('KAFKA_PASSWORD')
  if ((username === undefined) !== (password === undefined))
    return failed('KAFKA_USERNAME and KAFKA_PASSWORD: both, or neither')
  return ok({ kind, url: given.replace(/\/+$/, ''), ...(username && password && { username, password }) })
}

/** Reads to which topics events go, wherever the brokers are; the error is one line for the person who runs it. */
export const topicRules = (all: KafkaVars): Result<TopicRules, string> => topicsOf(setVars(all), true)

function topicsOf(vars: Vars, headers: boolean): Result<TopicRules, string> {
  const template = vars.get('KAFKA_TOPIC_TEMPLATE') ?? DEFAULT_TEMPLATE
  if (!isTopic(filled(template))) return failed(`KAFKA_TOPIC_TEMPLATE: ${template} makes no name that Kafka allows`)
  const overrides = overridesOf(vars.get('KAFKA_TOPICS') ?? '{}')
  return overrides.ok ? ok({ template, overrides: overrides.value, headers }) : overrides
}

const filled = (template: string): string => template.replaceAll('<aggregate>', 'a').replaceAll('<type>', 'a.b')

function overridesOf(json: string): Result<TopicOverride[], string> {
  const told = parsed(json)
  if (told === null) return failed('KAFKA_TOPICS: a JSON object such as {"user.*":{"topic":"users","format":"plain"}}')
  const overrides = Object.entries(told).map(([name, value]) => overrideOf(name, value))
  const wrong = overrides.find((override) => !override.ok)
  if (wrong && !wrong.ok) return wrong
  return ok(overrides.flatMap((override) => (override.ok ? override.value : [])))
}

function overrideOf(name: string, value: unknown): Result<TopicOverride, string> {
  const { topic, format, ...rest } = (typeof value === 'object' && value !== null ? value : { none: true }) as Record<
    string,
    unknown
  >
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) return failed(`KAFKA_TOPICS: ${name} has topic and format, and nothing else`)
  if (topic !== undefined && (typeof topic !== 'string' || !isTopic(filled(topic))))
    return failed(`KAFKA_TOPICS: the topic of ${name} is no name that Kafka allows`)
  if (format !== undefined && !isFormat(format)) return failed(`KAFKA_TOPICS: ${name} is ${VALUE_FORMATS.join(', ')}`)
  const match = ALIASES.get(name)
  const types = match === undefined ? { match: name } : { match, earlierName: name }
  return ok({ ...types, ...(topic !== undefined && { topic }), ...(format !== undefined && { format }) })
}

const isFormat = (format: unknown): format is ValueFormat => VALUE_FORMATS.some((known) => known === format)

function parsed(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
