import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { migrated } from './migrated.ts'
import { jsonOf, sdkSide } from './sdk-side.ts'

const BODY = '{}\n{"type":"event"}\n{"message":"boom"}'
let db: D1Database
let projects = 5000
const fresh = (change: Partial<IngestEnv> = {}) => sdkSide(String(++projects), change)

const outcomesOf = async (project: string) => {
  const rows = await db
    .prepare('SELECT category, reason, quantity FROM outcomes WHERE project_id = ?1 ORDER BY 1, 2')
    .bind(Number(project))
    .raw()
  return rows.map((row) => row.join(' '))
}

beforeAll(async () => {
  db = await migrated()
})

describe('project gate', () => {
  it('lets in what the quota allows and answers the rest with both headers', async () => {
    const side = await fresh()
    await side.gate.configure({ eventsPerHour: 3 })
    const statuses: number[] = []
    for (let sent = 0; sent < 5; sent += 1) statuses.push((await side.envelope(BODY)).status)
    expect(statuses).toEqual([200, 200, 200, 429, 429])
    const refused = await side.envelope(BODY)
    expect(refused.headers.get('x-sentry-rate-limits')).toMatch(
      /^\d+:error;default;security;attachment;feedback:organization:quota$/,
    )
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(refused.headers.get('access-control-expose-headers')).toContain('x-sentry-rate-limits')
    expect(side.kept).toHaveLength(3)
    await side.settled()
    await runDurableObjectAlarm(side.gate)
    expect(await outcomesOf(side.project)).toEqual(['error quota 3'])
  })

  it('counts what was not kept, once, whoever asks how often', async () => {
    const side = await fresh()
    const report = { discarded_events: [{ reason: 'before_send', category: 'error', quantity: 4 }] }
    const items = [
      '{"type":"session"}\n{}',
      '{"type":"session"}\n{}',
      '{"type":"strange"}\n{}',
      `{"type":"client_report"}\n${JSON.stringify(report)}`,
    ]
    await side.envelope(`{}\n${items.join('\n')}`)
    await side.settled()
    await runDurableObjectAlarm(side.gate)
    await side.envelope('{}\n{"type":"session"}\n{}')
    await side.settled()
    await runDurableObjectAlarm(side.gate)
    await runDurableObjectAlarm(side.gate)
    expect(await outcomesOf(side.project)).toEqual([
      'error client:before_send 4',
      'session not_stored 3',
      'unknown not_stored 1',
    ])
  })

  it('keeps outcomes while the database is away', async () => {
    const side = await fresh()
    await side.gate.lease({ used: 0, outcomes: [{ category: 'error', reason: 'too_large', quantity: 2 }] })
    await db.exec('ALTER TABLE outcomes RENAME TO outcomes_away')
    await runDurableObjectAlarm(side.gate)
    await db.exec('ALTER TABLE outcomes_away RENAME TO outcomes')
    await runDurableObjectAlarm(side.gate)
    expect(await outcomesOf(side.project)).toEqual(['error too_large 2'])
  })

  it('bounds how many reasons a sender can invent', async () => {
    const side = await fresh()
    const invented = Array.from({ length: 300 }, (_, index) => ({
      category: 'error',
      reason: `client:x${index}`,
      quantity: 1,
    }))
    for (const outcome of invented) await side.gate.lease({ used: 0, outcomes: [outcome] })
    await runDurableObjectAlarm(side.gate)
    const rows = await outcomesOf(side.project)
    expect(rows.length).toBeLessThan(210)
    expect(rows.reduce((sum, row) => sum + Number(row.split(' ')[2]), 0)).toBe(300)
  })

  it('stops a revoked key, lets it back, and stops a deleted project', async () => {
    const side = await fresh()
    await side.gate.revoke(1)
    expect(await side.gate.lease({ used: 0, outcomes: [] })).toMatchObject({ revoked: [1] })
    const refused = await side.envelope(BODY)
    expect([refused.status, (await jsonOf(refused)).detail]).toEqual([403, 'the DSN key was revoked'])
    await side.gate.restore(1)
    expect((await side.gate.lease({ used: 0, outcomes: [] })).revoked).toEqual([])

    const gone = await fresh()
    await gone.gate.remove()
    expect((await gone.envelope(BODY)).status).toBe(403)
  })

  it('is not needed: without an answer events are let in', async () => {
    const away = {
      idFromName: () => '',
      get: () => ({ lease: () => Promise.reject(new Error('away')) }),
    } as unknown as IngestEnv['PROJECT_GATE']
    const side = await fresh({ PROJECT_GATE: away })
    expect((await side.envelope(BODY)).status).toBe(200)
    const hanging = {
      idFromName: () => '',
      get: () => ({ lease: () => new Promise(() => undefined) }),
    } as unknown as IngestEnv['PROJECT_GATE']
    const other = await fresh({ PROJECT_GATE: hanging })
    expect((await other.envelope(BODY)).status).toBe(200)
    expect([side.kept.length, other.kept.length]).toEqual([1, 1])
  })

  it('is asked once for many events', async () => {
    let asked = 0
    const real = (env as Env).PROJECT_GATE
    const counting = {
      idFromName: (name: string) => real.idFromName(name),
      get(id: DurableObjectId) {
        asked += 1
        return real.get(id)
      },
    } as unknown as IngestEnv['PROJECT_GATE']
    const side = await fresh({ PROJECT_GATE: counting })
    for (let sent = 0; sent < 50; sent += 1) await side.envelope(BODY)
    expect([asked, side.kept.length]).toEqual([1, 50])
  })
})
