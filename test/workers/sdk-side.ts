import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { gunzipSync } from 'node:zlib'
import type { AcceptedMessage } from '../../contract/occurrences.ts'
import { macKeys, mintPublicKey } from '../../platform/keys.ts'
import { ingest } from '../../workers/ingest/ingest.ts'

const core = env as Env

/** The SDK side with real objects and a queue that only remembers. Each has a project and a key of its own. */
export async function sdkSide(project: string, change: Partial<IngestEnv> = {}) {
  const kept: AcceptedMessage[] = []
  const queue = {
    send: async (message: AcceptedMessage) => kept.push(message),
    sendBatch: async (batch: { body: AcceptedMessage }[]) => kept.push(...batch.map(({ body }) => body)),
  }
  const bindings = { ...core, OCCURRENCE_STORE: 'queue', OCCURRENCES: queue, ...change } as unknown as IngestEnv
  const publicKey = mintPublicKey(await macKeys(core), project, 1)
  const contexts: ExecutionContext[] = []
  const send = (path: string, init: RequestInit = {}) => {
    const context = createExecutionContext()
    contexts.push(context)
    return ingest(new Request(`https://errors.example${path}`, { method: 'POST', ...init }), bindings, context)
  }
  return {
    project,
    publicKey,
    kept,
    gate: core.PROJECT_GATE.get(core.PROJECT_GATE.idFromName(project)),
    dsn: `https://${publicKey}@errors.example/${project}`,
    auth: { 'x-sentry-auth': `Sentry sentry_version=7, sentry_key=${publicKey}, sentry_client=test/1` },
    send,
    envelope: (body: BodyInit, headers: Record<string, string> = {}) =>
      send(`/api/${project}/envelope/?sentry_key=${publicKey}&sentry_version=7`, { body, headers }),
    /** What requests left to do behind their answers. */
    settled: () => Promise.all(contexts.splice(0).map(waitOnExecutionContext)),
  }
}

/** The event that a message carries, as the digest will read it. */
export function eventOf({ meta, body }: AcceptedMessage): unknown {
  const decoded = meta.encoding === 'gzip' ? gunzipSync(body ?? new Uint8Array()) : (body ?? new Uint8Array())
  const { start, end } = meta.range ?? { start: 0, end: decoded.length }
  return JSON.parse(new TextDecoder().decode(decoded.subarray(start, end)))
}

export const jsonOf = async (response: Response): Promise<Record<string, unknown>> => response.json()
