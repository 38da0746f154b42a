import type { AcceptedMessage } from '../contract/occurrences.ts'
import * as objects from '../durable-objects/index.ts'
import core from '../workers/core/index.ts'
import { type Counts, counted, noCounts } from './counted.ts'

/** What a run came to: the counts at the bindings, and what woke the worker. */
export interface Report extends Counts {
  requests: number
  queueBatches: number
  /** Messages acknowledged or put back. */
  digested: number
  databaseBytes: number
}

const counts = noCounts()
let requests = 0
let queueBatches = 0
let digested = 0
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
  const told = { ...counts, requests, queueBatches, digested, databaseBytes: meta.size_after }
  Object.assign(counts, noCounts())
  requests = 0
  queueBatches = 0
  digested = 0
  return told
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
  async queue(batch, env) {
    queueBatches += 1
    await core.queue(batch, counted(env, counts))
    digested += batch.messages.length
  },
} satisfies ExportedHandler<Env, AcceptedMessage>
