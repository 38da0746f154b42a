import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A record as a consumer would get it. */
export interface Written {
  topic: string
  key: string
  value: string
  headers: Record<string, string>
}

/** What the stub does with one record: its `error_code`, or nothing. */
export type Fate = (record: Written) => number | undefined

/** A stub of the REST proxies' documented contract: v3 of Confluent's, and v2 that Redpanda and Karapace share. */
export interface RestProxy {
  url: string
  /** What was written, in its order. */
  written: Written[]
  requests: { path: string; type: string; chunked: boolean; authorization: string; records: number }[]
  /** Decides over records until it is taken back. */
  fate(decide: Fate | null): void
  /** Answers every request so, until it is taken back. */
  answer(status: number | null): void
  stop(): Promise<void>
}

export async function startRestProxy(): Promise<RestProxy> {
  const written: Written[] = []
  const requests: RestProxy['requests'] = []
  let decide: Fate | null = null
  let refusal: number | null = null

  const write = (record: Written): number | undefined => {
    const code = decide?.(record)
    if (code === undefined) written.push(record)
    return code
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? ''
    const text = await textOf(request)
    const chunked = request.headers['transfer-encoding'] === 'chunked'
    const v3 = /^\/kafka\/v3\/clusters\/[^/]+\/topics\/([^/]+)\/records$/.exec(path)?.[1]
    const v2 = /^\/topics\/([^/]+)$/.exec(path)?.[1]
    const records = v3 ? readV3(v3, text, chunked) : v2 ? readV2(v2, text) : []
    const { authorization = '', 'content-type': type = '' } = request.headers
    requests.push({ path, type, chunked, authorization, records: records.length })
    const status = refusal ?? (v3 || v2 ? 200 : 404)
    if (status !== 200) return void response.writeHead(status).end(JSON.stringify({ error_code: status }))
    const codes = records.map(write)
    response.writeHead(200, { 'content-type': v3 ? 'application/json' : 'application/vnd.kafka.v2+json' })
    response.end(v3 ? answerV3(v3, codes) : answerV2(codes))
  }

  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    written,
    requests,
    fate: (next) => {
      decide = next
    },
    answer: (status) => {
      refusal = status
    },
    stop: () => new Promise((closed) => server.close(() => closed())),
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

interface RecordV3 {
  key: { type: string; data: string }
  value: { type: string; data: string }
  headers: { name: string; value: string }[]
}

/** Records follow each other; of a body that does not come in chunks, only the first is taken. */
function readV3(topic: string, text: string, chunked: boolean): Written[] {
  const all = text.split('\n').map((line) => JSON.parse(line) as RecordV3)
  return (chunked ? all : all.slice(0, 1)).map(({ key, value, headers }) => ({
    topic,
    key: bytes(key),
    value: bytes(value),
    headers: Object.fromEntries(headers.map((header) => [header.name, fromBase64(header.value)])),
  }))
}

function bytes({ type, data }: RecordV3['key']): string {
  if (type !== 'BINARY') throw new Error(`The stub takes BINARY, not ${type}`)
  return fromBase64(data)
}

function readV2(topic: string, text: string): Written[] {
  const { records } = JSON.parse(text) as { records: { key: string; value: string }[] }
  return records.map(({ key, value }) => ({ topic, key: fromBase64(key), value: fromBase64(value), headers: {} }))
}

const fromBase64 = (data: string): string => Buffer.from(data, 'base64').toString()

const answerV3 = (topic: string, codes: (number | undefined)[]): string =>
  codes
    .map((code, offset) =>
      JSON.stringify(
        code === undefined
          ? { error_code: 200, cluster_id: 'lkc-1', topic_name: topic, partition_id: 0, offset }
          : { error_code: code, message: 'refused by the stub' },
      ),
    )
    .join('\r\n')

const answerV2 = (codes: (number | undefined)[]): string =>
  JSON.stringify({
    offsets: codes.map((code, offset) =>
      code === undefined
        ? { partition: 0, offset, error_code: null, error: null }
        : { partition: null, offset: null, error_code: code, error: 'refused by the stub' },
    ),
    key_schema_id: null,
    value_schema_id: null,
  })
