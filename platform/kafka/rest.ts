import { Buffer } from 'node:buffer'
import { fitting, type KafkaRecord, oneOfEachKey } from '../../domain/events/kafka.ts'
import { judgeProxyStatus, type KafkaVerdict } from '../../domain/events/kafka-fault.ts'
import type { RestDestination } from './config.ts'
import type { Sink } from './sink.ts'

/** Proxies take 10 MiB and more; what a topic takes at most is told for each record. */
const REQUEST_BYTES = 1_000_000
const ANSWER_MS = 20_000

/** What a proxy says of one record: null where it is safe. */
type Said = KafkaVerdict | null

/**
 * Sends to a REST proxy: Confluent's API v3, with headers, or v2 as Redpanda and Karapace have it, without. A proxy may
 * take some records of a request and refuse others, so a request holds one record of each key at most: what is sent
 * again can then never come behind what follows it. Keys and values go as bytes, so that they are the very ones that the
 * protocol of Kafka would carry, and fall into the same partition.
 */
export function restSink(destination: RestDestination): Sink {
  const ask = { v2: askV2, v3: askV3 }[destination.kind]
  return {
    async send(records) {
      let done = 0
      while (done < records.length) {
        const rest = records.slice(done)
        const part = rest.slice(0, Math.min(oneOfEachKey(rest), fitting(rest, REQUEST_BYTES)))
        const said = await askForTopics(part, (topic, theirs) => ask(destination, topic, theirs))
        const refused = said.findIndex((verdict) => verdict !== null)
        if (refused >= 0) return { done: done + refused, stopped: said[refused] ?? UNCLEAR }
        done += part.length
      }
      return { done }
    },
    lost: () => 0,
    close: async () => undefined,
  }
}

type Ask = (topic: string, records: readonly KafkaRecord[]) => Promise<Said[]>

/** @returns what was said of each record, topic by topic; what was not sent any more counts as refused. */
async function askForTopics(records: readonly KafkaRecord[], ask: Ask): Promise<Said[]> {
  const said = new Map<KafkaRecord, Said>()
  for (const [topic, theirs] of Map.groupBy(records, (record) => record.topic)) {
    const answers = await ask(topic, theirs)
    for (const [index, record] of theirs.entries()) said.set(record, answers[index] ?? null)
    if (answers.some((verdict) => verdict !== null)) break
  }
  return records.map((record) => said.get(record) ?? (said.has(record) ? null : UNCLEAR))
}

const UNCLEAR: KafkaVerdict = { why: 'unavailable', reason: 'the REST proxy did not answer for every record' }

/** @see https://docs.confluent.io/platform/current/kafka-rest/api.html#records-v3 */
async function askV3(destination: RestDestination, topic: string, records: readonly KafkaRecord[]): Promise<Said[]> {
  const answer = await post(destination, {
    path: `/topics/${topic}/records`,
    type: 'application/json',
    body: inPieces(records.map((record) => JSON.stringify(recordV3(record))).join('\n')),
  })
  if (!answer.ok) return records.map(() => answer.said)
  const reports = concatenated(answer.text)
  return records.map((_, index) => {
    const { error_code: code } = (reports[index] ?? {}) as { error_code?: unknown }
    if (typeof code !== 'number') return UNCLEAR
    return code === 200 ? null : judgeProxyStatus(code, topic)
  })
}

const recordV3 = ({ key, value, headers, timestamp }: KafkaRecord) => ({
  key: { type: 'BINARY', data: base64(key) },
  value: { type: 'BINARY', data: base64(value) },
  headers: Object.entries(headers).map(([name, text]) => ({ name, value: base64(text) })),
  timestamp: new Date(timestamp).toISOString(),
})

/** Of several records in one request, v3 takes all only where the body comes in chunks. */
function inPieces(text: string): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  // An answer may come before the end of the request; then nobody reads on.
  void writer.write(new TextEncoder().encode(text)).catch(() => undefined)
  void writer.close().catch(() => undefined)
  return readable
}

/** @returns the JSON objects that follow each other in a text, on lines of their own or not. */
function concatenated(text: string): unknown[] {
  const pieces = text
    .replace(/\}\s*\{/g, '}\n{')
    .split('\n')
    .filter((piece) => piece.trim() !== '')
  try {
    return pieces.map((piece) => JSON.parse(piece) as unknown)
  } catch {
    return []
  }
}

/** @see https://docs.confluent.io/platform/current/kafka-rest/api.html#produce-messages-to-a-topic */
async function askV2(destination: RestDestination, topic: string, records: readonly KafkaRecord[]): Promise<Said[]> {
  const answer = await post(destination, {
    path: `/topics/${topic}`,
    type: 'application/vnd.kafka.binary.v2+json',
    body: JSON.stringify({ records: records.map(({ key, value }) => ({ key: base64(key), value: base64(value) })) }),
  })
  if (!answer.ok) return records.map(() => answer.said)
  const { offsets } = (concatenated(answer.text)[0] ?? {}) as { offsets?: { offset?: unknown; error_code?: unknown }[] }
  return records.map((_, index) => {
    const { offset, error_code: code } = offsets?.[index] ?? {}
    if (typeof code === 'number' && code !== 0) return judgeV2(code)
    return typeof offset === 'number' && offset >= 0 ? null : UNCLEAR
  })
}

/** 2 is an error that may pass; what the others mean differs between proxies. */
const judgeV2 = (code: number): KafkaVerdict => ({
  why: code === 2 ? 'unavailable' : 'failed',
  reason: `the REST proxy could not write the record (error_code ${code})`,
})

interface Post {
  path: string
  type: string
  body: string | ReadableStream<Uint8Array>
}

type Answer = { ok: true; text: string } | { ok: false; said: KafkaVerdict }

async function post(destination: RestDestination, { path, type, body }: Post): Promise<Answer> {
  try {
    const answer = await fetch(`${destination.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': type, accept: acceptOf(destination), ...signedIn(destination) },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    const text = await answer.text()
    if (answer.ok) return { ok: true, text }
    return { ok: false, said: judgeProxyStatus(answer.status, path.split('/')[2] ?? '') }
  } catch {
    return { ok: false, said: { why: 'unavailable', reason: 'the REST proxy cannot be reached, or does not answer' } }
  }
}

const acceptOf = ({ kind }: RestDestination) => (kind === 'v3' ? 'application/json' : 'application/vnd.kafka.v2+json')

const signedIn = ({ username, password }: RestDestination): Record<string, string> =>
  username === undefined ? {} : { authorization: `Basic ${base64(`${username}:${password}`)}` }

const base64 = (text: string): string => Buffer.from(text).toString('base64')
