import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { counted, noCounts } from '../../bench/counted.ts'
import { type EventPlan, planned, sdkEvent } from '../../bench/events.ts'
import type { AcceptedMessage } from '../../contract/occurrences.ts'
import { digestOccurrences } from '../../workers/core/consumers/occurrences.ts'
import { migrated } from './migrated.ts'

const EVENTS = 100
const ISSUES = 8
const USERS = 20
const ROW_BUDGET = 260

let db: D1Database
let run = 0

beforeEach(async () => {
  db = await migrated()
  run += 1
})

describe('what a batch costs', () => {
  it('100 events over 8 known issues write at most 260 rows, in one R2 put', async () => {
    await deliver(batch(`first ${run}`))
    const { counts, fates } = await deliver(batch(`steady ${run}`))
    expect(fates.explicitAcks).toHaveLength(EVENTS)
    expect(counts.rowsWritten).toBeGreaterThanOrEqual(EVENTS)
    expect(counts.rowsWritten).toBeLessThanOrEqual(ROW_BUDGET)
    expect(counts.r2Puts).toBe(1)
    expect(counts.r2Gets).toBe(0)
  })

  it('rows do not multiply with events of the same issue beyond the two of each occurrence', async () => {
    await deliver(batch(`first ${run}`))
    const fewer = await deliver(batch(`fewer ${run}`).slice(0, 80))
    const all = await deliver(batch(`all ${run}`))
    expect(all.counts.rowsWritten - fewer.counts.rowsWritten).toBe(2 * (EVENTS - 80))
  })

  it('a batch delivered again adds to no counter and leaves no segment behind', async () => {
    const messages = batch(`again ${run}`)
    await deliver(messages)
    const before = await state()
    const { counts, fates } = await deliver(messages)
    expect(fates.explicitAcks).toHaveLength(EVENTS)
    expect(counts.rowsWritten).toBe(0)
    expect(await state()).toEqual(before)
    expect(before.counted).toBe(before.occurrences)
  })

  it('a batch of which half came before counts the other half alone', async () => {
    const messages = batch(`half ${run}`)
    await deliver(messages.slice(0, EVENTS / 2))
    const before = await state()
    await deliver(messages)
    const after = await state()
    expect(after.occurrences - before.occurrences).toBe(EVENTS / 2)
    expect(after.counted - before.counted).toBe(EVENTS / 2)
    expect(after.hours - before.hours).toBe(EVENTS / 2)
    expect(after.segments - before.segments).toBe(1)
  })
})

/** Every pair of issue and user comes within the first 40, so that a second batch meets none for the first time. */
function batch(name: string): AcceptedMessage[] {
  return Array.from({ length: EVENTS }, (_, index) =>
    message({ ...planned(name, index, { groups: ISSUES, users: USERS }), user: index % USERS }),
  )
}

/** As ingest keeps it: the compressed body, and where in it the event lies. */
function message(plan: EventPlan): AcceptedMessage {
  const now = Date.now()
  const bytes = new TextEncoder().encode(JSON.stringify(sdkEvent(plan, 8, now)))
  return {
    meta: {
      v: 1,
      project: '1',
      keyNumber: 1,
      kind: 'event',
      eventId: plan.id,
      receivedAt: now,
      encoding: 'gzip',
      range: { start: 0, end: bytes.length },
    },
    body: new Uint8Array(gzipSync(bytes)),
  }
}

async function deliver(messages: AcceptedMessage[]) {
  const counts = noCounts()
  const delivered = createMessageBatch<AcceptedMessage>(
    'signalbox-occurrences',
    messages.map((body, index) => ({ id: String(index), timestamp: new Date(), attempts: 1, body })),
  )
  await digestOccurrences(delivered, counted(env as Env, counts))
  return { counts, fates: await getQueueResult(delivered, createExecutionContext()) }
}

async function state() {
  const row = await db
    .prepare(
      `SELECT (SELECT count(*) FROM occurrences) AS occurrences, (SELECT sum(count) FROM issues) AS counted,
        (SELECT sum(users) FROM issues) AS users, (SELECT count(*) FROM issue_users) AS userRows,
        (SELECT sum(count) FROM issue_hours) AS hours, (SELECT count(*) FROM domain_events) AS events,
        (SELECT group_concat(tags) FROM issue_tags) AS tags`,
    )
    .first<{ occurrences: number; counted: number; hours: number }>()
  const { objects } = await (env as Env).BUCKET.list({ prefix: 'segments/' })
  return { occurrences: 0, counted: 0, hours: 0, ...row, segments: objects.length }
}
