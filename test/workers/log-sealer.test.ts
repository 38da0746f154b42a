import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { hourOf } from '../../domain/events/log-chain.ts'
import { sealClosedHours } from '../../platform/log-sealer.ts'
import { verifyLog } from '../../platform/log-verification.ts'
import { readPart } from '../../platform/sealed-log.ts'
import { migrated } from './migrated.ts'
import { emptyLog, failing, HOUR, HOUR_MS, LATER, logRows, sealedRows } from './sealed-log.ts'

const { BUCKET } = env as Env
let db: D1Database

beforeEach(async () => {
  db = await migrated()
  await emptyLog()
})

const seal = (bucket = BUCKET) => sealClosedHours({ db, bucket }, LATER)

describe('the sealer', () => {
  it('moves closed hours to R2, each organisation its own, in the order of the log', async () => {
    await logRows([
      { organisationId: 'o1', subject: 'a' },
      { organisationId: 'o2', subject: 'b' },
      { organisationId: 'o1', subject: 'c' },
      { organisationId: 'o1', subject: 'd', loggedAt: HOUR + HOUR_MS },
    ])
    expect(await seal()).toBe(3)
    const rows = await sealedRows('o1')
    expect(rows.map(({ key, entries }) => [key, entries])).toEqual([
      [`log/o1/${hourOf(HOUR)}-${rows[0]?.firstPosition}.ndjson.gz`, 2],
      [`log/o1/${hourOf(HOUR) + 1}-${rows[1]?.firstPosition}.ndjson.gz`, 1],
    ])
    expect(rows[1]?.previous).toBe(rows[0]?.digest)
    const part = await readPart(BUCKET, rows[0]?.key ?? '')
    expect(part?.entries.map(({ event }) => event.subject)).toEqual(['a', 'c'])
    expect(await seal()).toBe(0)
  })

  it('leaves an hour alone that is open, or has only just closed', async () => {
    await logRows([{ organisationId: 'o1', subject: 'a' }])
    for (const now of [HOUR + 1, HOUR + HOUR_MS, HOUR + HOUR_MS + 4 * 60_000])
      expect(await sealClosedHours({ db, bucket: BUCKET }, now)).toBe(0)
    expect(await sealClosedHours({ db, bucket: BUCKET }, HOUR + HOUR_MS + 5 * 60_000)).toBe(1)
  })

  it('makes one chain, whichever of several that run at once is first', async () => {
    await logRows(Array.from({ length: 40 }, (_, index) => ({ loggedAt: HOUR + Math.floor(index / 4) * HOUR_MS })))
    const runs = await Promise.all([1, 2, 3, 4].map(() => seal()))
    expect(runs.reduce((sum, count) => sum + count, 0)).toBe(10)
    await whole('o1', 40)
    const { objects } = await BUCKET.list({ prefix: 'log/' })
    expect(objects.map(({ key }) => key).sort()).toEqual((await sealedRows('o1')).map(({ key }) => key).sort())
  })

  it('goes on where it was killed, after whichever call that was', async () => {
    await logRows(Array.from({ length: 9 }, (_, index) => ({ loggedAt: HOUR + Math.floor(index / 3) * HOUR_MS })))
    for (let calls = 1; calls < 40; calls += 1) {
      const { db: dying, bucket } = failing({ db, bucket: BUCKET }, calls)
      const sealed = await sealClosedHours({ db: dying, bucket }, LATER).catch(() => 0)
      if (sealed === 0 && (await sealedRows('o1')).length === 3) break
    }
    await whole('o1', 9)
    expect((await BUCKET.list({ prefix: 'log/' })).objects).toHaveLength(3)
  })

  it('takes what a killed run left, and leaves alone what says something else', async () => {
    await logRows([{ subject: 'a', data: { userId: 'a', email: 'a@example.com' } }])
    const stop = (bucket: R2Bucket) => ({ db: withoutInserts(), bucket })
    const withoutInserts = () =>
      new Proxy(db, {
        get: (of, name) =>
          name === 'prepare'
            ? (sql: string) => db.prepare(sql.includes('INSERT INTO sealed_hours') ? 'SELECT no_such_column' : sql)
            : Reflect.get(of, name, of).bind?.(of),
      })
    expect(await sealClosedHours(stop(BUCKET), LATER)).toBe(0)
    const [left] = (await BUCKET.list({ prefix: 'log/' })).objects
    expect(await seal()).toBe(1)
    expect((await BUCKET.head(left?.key ?? ''))?.etag).toBe(left?.etag)
    await whole('o1', 1)

    await db.batch([
      db.prepare('DELETE FROM sealed_hours'),
      db.prepare(`UPDATE domain_events SET data = '{"userId":"a"}'`),
    ])
    expect(await seal()).toBe(1)
    await whole('o1', 1)
    const objects = (await BUCKET.list({ prefix: 'log/' })).objects.map(({ key }) => key)
    expect(objects).toEqual((await sealedRows('o1')).map(({ key }) => key))
    expect(objects).not.toContain(left?.key)
  })

  it('seals thousands of events in bounded parts', async () => {
    const note = 'x'.repeat(2000)
    await logRows(Array.from({ length: 3000 }, (_, index) => ({ data: { userId: `u${index}`, actionType: note } })))
    await seal()
    const rows = await sealedRows('o1')
    expect(rows.length).toBeGreaterThan(1)
    expect(Math.max(...rows.map(({ entries }) => entries))).toBeLessThanOrEqual(5000)
    await whole('o1', 3000)
  })

  it('keeps the logs of others going where one cannot be sealed', async () => {
    await logRows([{ organisationId: 'a' }, { organisationId: 'b' }])
    await db.prepare("UPDATE domain_events SET data = 'no JSON' WHERE organisation_id = 'a'").run()
    expect(await seal()).toBe(1)
    expect(await sealedRows('b')).toHaveLength(1)
  })
})

const whole = async (organisation: string, entries: number) => {
  const found = await verifyLog({ db, bucket: BUCKET }, { organisation, after: 0, fromHour: 0, toHour: LATER })
  expect(found).toMatchObject({ firstBroken: null, next: null, entries })
}
