import type { AcceptedMessage } from '../contract/occurrences.ts'
import * as objects from '../durable-objects/index.ts'
import core from '../workers/core/index.ts'
import { type Counts, counted, forward, noCounts } from './counted.ts'

/** What a run came to: the counts at the bindings, and what woke the worker. */
export interface Report extends Counts {
  requests: number
  queueBatches: number
  /** Messages acknowledged. */
  digested: number
  /** Messages put back, which a run of the bench has no reason to. */
  retried: number
  databaseBytes: number
}

const counts = noCounts()
let requests = 0
let queueBatches = 0
let digested = 0
let retried = 0
const cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = []

/** The rows that Durable Objects write themselves. A cursor knows its sum only when it is read to the end. */
function countObjectRows(storage: DurableObjectStorage): void {
  const sql: SqlStorage = Object.getPrototypeOf(storage.sql)
  const exec = Reflect.get(sql, 'exec')
  if (Reflect.get(exec, 'counted')) return
  const counting = function (this: SqlStorage, ...args: unknown[]) {
    const cursor = Reflect.apply(exec, this, args)
    cursors.push(cursor)
    return cursor
  }
  Reflect.set(counting, 'counted', true)
  Reflect.set(sql, 'exec', counting)
}

export class ProjectGate extends objects.ProjectGate {
  constructor(state: DurableObjectState, env: Env) {
    countObjectRows(state.storage)
    super(state, counted(env, counts))
  }
}
export { AttemptWindow, KeyRing, LiveHub, Spool } from '../durable-objects/index.ts'

async function report(env: Env): Promise<Report> {
  for (const { rowsWritten, rowsRead } of cursors.splice(0)) {
    counts.rowsWritten += rowsWritten
    counts.rowsRead += rowsRead
  }
  const { meta } = await env.DB.prepare('SELECT 1').all()
  const told = { ...counts, requests, queueBatches, digested, retried, databaseBytes: meta.size_after }
  Object.assign(counts, noCounts())
  requests = 0
  queueBatches = 0
  digested = 0
  retried = 0
  return told
}

function watched(message: Message<AcceptedMessage>): Message<AcceptedMessage> {
  return forward(message, {
    ack: () => {
      digested += 1
      message.ack()
    },
    retry: (options?: QueueRetryOptions) => {
      retried += 1
      message.retry(options)
    },
  })
}

/** The core worker, with everything counted that it does for events. */
export default {
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url)
    if (pathname === '/report') return Response.json(await report(env))
    if (!pathname.endsWith('/envelope/')) return core.fetch(request, env, context)
    requests += 1
    return core.fetch(request, counted(env, counts), context)
  },
  queue(batch, env) {
    queueBatches += 1
    return core.queue(forward(batch, { messages: batch.messages.map(watched) }), counted(env, counts))
  },
} satisfies ExportedHandler<Env, AcceptedMessage>
