import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { commit, database } from '../../platform/db/commit.ts'
import { deleteSealed } from '../../platform/db/log-retention.ts'
import { sealClosedHours } from '../../platform/log-sealer.ts'
import { migrated } from './migrated.ts'
import { emptyLog, HOUR, HOUR_MS, LATER, logRows } from './sealed-log.ts'

const { BUCKET } = env as Env
const DAY_MS = 24 * HOUR_MS
let db: D1Database

beforeEach(async () => {
  db = await migrated()
  await emptyLog()
})

const positions = async () =>
  (await db.prepare('SELECT position FROM domain_events ORDER BY position').all<{ position: number }>()).results.map(
    ({ position }) => position,
  )
const reader = (name: string, cursor: number, state: 'running' | 'paused') =>
  db
    .prepare('INSERT INTO readers (name, cursor, state, created_at) VALUES (?1, ?2, ?3, 0)')
    .bind(name, cursor, state)
    .run()
const seal = () => sealClosedHours({ db, bucket: BUCKET }, LATER)

describe('events that are old', () => {
  it('leave the table when they are sealed, and not a day before', async () => {
    await logRows([{ subject: 'a' }, { organisationId: 'o2', subject: 'b' }, { subject: 'c', loggedAt: HOUR + DAY_MS }])
    expect(await deleteSealed(db, HOUR + 40 * DAY_MS)).toBe(0)
    await seal()
    expect(await deleteSealed(db, HOUR + 30 * DAY_MS)).toBe(0)
    expect(await deleteSealed(db, HOUR + 30 * DAY_MS + HOUR_MS)).toBe(2)
    expect(await positions()).toHaveLength(1)
  })

  it('leave the last sequence of each thing behind, so that counting goes on without a gap', async () => {
    const fact = (id: string, subject: string) => ({
      ...{ id, subject, organisationId: 'o1', type: 'organization.deleted' as const, actor: null, time: 1 },
      data: { organizationId: 'o1' },
    })
    await commit(database(db), [], [fact('n1', 'a'), fact('n2', 'a'), fact('n3', 'b')])
    await db.prepare('UPDATE domain_events SET logged_at = ?').bind(HOUR).run()
    await seal()
    expect(await deleteSealed(db, HOUR + 31 * DAY_MS)).toBe(3)
    const logged = await commit(database(db), [], [fact('n4', 'a'), fact('n5', 'b'), fact('n6', 'a')])
    expect(logged.map(({ sequence }) => sequence)).toEqual([3, 2, 4])
  })

  it('stay as long as a running reader or replay has not read them', async () => {
    await logRows([{}, {}, {}, {}])
    const all = await positions()
    await seal()
    await reader('kafka:main', all[2] ?? 0, 'running')
    await db
      .prepare(
        `INSERT INTO replays (id, organisation_id, reader, from_position, to_position, rate, status, total, cursor, created_by, created_at)
         VALUES ('r', 'o1', 'kafka:main', 0, 9, 1, 'running', 9, ?, 'u', 0)`,
      )
      .bind(all[1])
      .run()
    expect(await deleteSealed(db, HOUR + 400 * DAY_MS)).toBe(2)
    expect(await positions()).toEqual(all.slice(2))
    await db.prepare("UPDATE replays SET status = 'done'").run()
    expect(await deleteSealed(db, HOUR + 400 * DAY_MS)).toBe(1)
    expect(await positions()).toEqual(all.slice(3))
  })

  it('wait 60 days more for a reader that is paused, and then tell it what it will miss', async () => {
    await logRows([{}, {}])
    const all = await positions()
    await seal()
    await reader('kafka:main', all[0] ?? 0, 'paused')
    expect(await deleteSealed(db, HOUR + 89 * DAY_MS)).toBe(1)
    const reason = () => db.prepare('SELECT reason FROM readers').first<string>('reason')
    expect(await reason()).toBeNull()
    expect(await deleteSealed(db, HOUR + 91 * DAY_MS)).toBe(1)
    expect(await reason()).toContain(`events up to position ${all[1]}`)
  })

  it('leave in bounded batches', async () => {
    await logRows(Array.from({ length: 1200 }, () => ({})))
    await seal()
    expect(await deleteSealed(db, HOUR + 31 * DAY_MS)).toBe(1200)
  })

  it('stay where they say what was erased: verifying looks that up', async () => {
    await logRows([{ type: 'log.erased', subject: 'o1', data: { positions: [1] } }, {}])
    await seal()
    expect(await deleteSealed(db, HOUR + 31 * DAY_MS)).toBe(1)
    expect(await db.prepare('SELECT type FROM domain_events').first('type')).toBe('log.erased')
  })
})
