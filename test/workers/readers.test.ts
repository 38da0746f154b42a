import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { commit, database, type Fact } from '../../platform/db/commit.ts'
import { wakeAll } from '../../workers/core/consumers/domain-events.ts'
import { live } from '../../workers/core/readers/live.ts'
import type { Read, Reader } from '../../workers/core/readers/reader.ts'
import { streams } from '../../workers/core/readers/streams.ts'
import { migrated } from './migrated.ts'

let db: D1Database
let serial = 0

const log = (count: number) => {
  const facts = Array.from({ length: count }, (): Fact => {
    serial += 1
    const about = { id: `e${serial}`, organisationId: 'o1', subject: `s${serial}`, actor: null, time: 1 }
    return { ...about, type: 'organization.deleted', data: { organizationId: 'o1' } }
  })
  return commit(database(db), [], facts)
}
const readerOf = (name: string) => db.prepare('SELECT * FROM readers WHERE name = ?').bind(name).first()
const counted = () => db.prepare('SELECT sum(count) AS n FROM event_hours').first<number>('n')
/** Lets a reader that failed try again now. */
const patient = () => db.prepare('UPDATE readers SET retry_at = NULL').run()

const reading = (name: string, read: (ids: string[]) => Read): Reader & { seen: string[] } => {
  const seen: string[] = []
  return {
    name,
    start: 'oldest',
    seen,
    async read(_, events) {
      const ids = events.map(({ id }) => id)
      const what = read(ids)
      seen.push(...ids.slice(0, what.outcome.done))
      return what
    },
  }
}

beforeEach(async () => {
  db = await migrated()
  await db.batch(['domain_events', 'readers', 'event_hours', 'dead_letters'].map((t) => db.prepare(`DELETE FROM ${t}`)))
})

describe('readers of the log', () => {
  it('are told of everything in the order of the log, over as many batches as it takes', async () => {
    const logged = await log(230)
    const all = reading('all', (ids) => ({ outcome: { done: ids.length } }))
    await wakeAll(env as Env, [all])
    expect(all.seen).toEqual(logged.map(({ id }) => id))
    expect(await readerOf('all')).toMatchObject({ cursor: logged.at(-1)?.position, attempts: 0 })
  })

  it('count each event once, however many wake them at once', async () => {
    await log(150)
    await Promise.all([1, 2, 3, 4].map(() => wakeAll(env as Env, [streams])))
    await log(7)
    await Promise.all([1, 2, 3].map(() => wakeAll(env as Env, [streams])))
    expect(await counted()).toBe(157)
  })

  it('hold up only themselves', async () => {
    await log(3)
    const broken = reading('broken', () => {
      throw new Error('a bug')
    })
    const away = reading('away', () => ({ outcome: { done: 1, stopped: { why: 'unavailable', reason: 'no broker' } } }))
    await wakeAll(env as Env, [broken, away, streams])
    expect(await counted()).toBe(3)
    expect(await readerOf('broken')).toMatchObject({ attempts: 1, reason: 'Error' })
    expect(await readerOf('away')).toMatchObject({ attempts: 1, reason: 'no broker' })
    expect(away.seen).toHaveLength(1)
  })

  it('leave what they cannot take to the dead letters, with the reason, and go on behind it', async () => {
    const logged = await log(5)
    const poison = logged[2]?.id
    const picky = reading('picky', (ids) => {
      const at = ids.indexOf(poison ?? '')
      return at < 0
        ? { outcome: { done: ids.length } }
        : { outcome: { done: at, stopped: { why: 'poison', reason: 'too large' } } }
    })
    await wakeAll(env as Env, [picky])
    expect(picky.seen).toEqual(logged.filter(({ id }) => id !== poison).map(({ id }) => id))
    expect(await db.prepare('SELECT source, organisation_id, position, detail FROM dead_letters').all()).toMatchObject({
      results: [{ source: 'reader:picky', organisation_id: 'o1', position: logged[2]?.position, detail: 'too large' }],
    })
  })

  it('try five times what fails for no known reason, and lose nothing around it', async () => {
    const logged = await log(3)
    const poison = logged[1]?.id ?? ''
    const fragile = reading('fragile', (ids) => {
      if (ids.includes(poison)) throw new TypeError('of a payload')
      return { outcome: { done: ids.length } }
    })
    for (let tries = 0; tries < 12; tries += 1) {
      await wakeAll(env as Env, [fragile])
      await patient()
    }
    expect(fragile.seen).toEqual([logged[0]?.id, logged[2]?.id])
    expect(await db.prepare('SELECT detail FROM dead_letters').all()).toMatchObject({
      results: [{ detail: 'TypeError' }],
    })
  })

  it('give no event up because a live feed is away', async () => {
    const logged = await log(3)
    await db.prepare("INSERT INTO readers (name, cursor, state, created_at) VALUES ('live', 0, 'running', 0)").run()
    const gone = { idFromName: () => null, get: () => ({ wake: () => Promise.reject(new Error('overloaded')) }) }
    const away = { ...(env as Env), LIVE_HUB: gone as unknown as Env['LIVE_HUB'] }
    for (let tries = 0; tries < 12; tries += 1) {
      await wakeAll(away, [live])
      await patient()
    }
    expect(await readerOf('live')).toMatchObject({ cursor: 0, attempts: 12, reason: 'A live hub did not answer' })
    expect(await db.prepare('SELECT count(*) AS n FROM dead_letters').first('n')).toBe(0)
    await wakeAll(env as Env, [live])
    expect(await readerOf('live')).toMatchObject({ cursor: logged.at(-1)?.position, attempts: 0, reason: null })
  })

  it('do nothing while they are paused or must wait', async () => {
    await log(1)
    const all = reading('still', (ids) => ({ outcome: { done: ids.length } }))
    await wakeAll(env as Env, [all])
    await log(1)
    await db.prepare("UPDATE readers SET state = 'paused'").run()
    await wakeAll(env as Env, [all])
    await db
      .prepare("UPDATE readers SET state = 'running', retry_at = ?")
      .bind(Date.now() + 60_000)
      .run()
    await wakeAll(env as Env, [all])
    expect(all.seen).toHaveLength(1)
    await patient()
    await wakeAll(env as Env, [all])
    expect(all.seen).toHaveLength(2)
  })
})
