import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import type { DeadLetter } from '../../contract/dead-letters.ts'
import type { EventStream } from '../../contract/event-streams.ts'
import type { Page } from '../../contract/page.ts'
import type { Problem } from '../../contract/problem.ts'
import type { Reader as Shown } from '../../contract/readers.ts'
import { commit, database, type Fact } from '../../platform/db/commit.ts'
import { deleteExpired } from '../../platform/db/expired.ts'
import { wakeAll } from '../../workers/core/consumers/domain-events.ts'
import type { Reader } from '../../workers/core/readers/reader.ts'
import { streams } from '../../workers/core/readers/streams.ts'
import { call, read } from './client.ts'
import { migrated } from './migrated.ts'
import { personIn } from './walk-fixtures.ts'

const HOUR_MS = 3_600_000
let db: D1Database
let admin: string
let member: string
let organisationId: string
let serial = 0

beforeEach(async () => {
  db = await migrated()
  await db.batch(['domain_events', 'readers', 'event_hours', 'dead_letters'].map((t) => db.prepare(`DELETE FROM ${t}`)))
  serial += 1
  organisationId = `readers-${serial}`
  await db.prepare('INSERT INTO organisations (id, name, created_at) VALUES (?, ?, 1)').bind(organisationId, 'R').run()
  const person = async (id: string, role: 'owner' | 'member', platformRole: 'ADMIN' | 'USER') =>
    (await personIn([{ organisationId, role }], { id: `${id}-${serial}`, platformRole })).token
  admin = await person('admin', 'owner', 'ADMIN')
  member = await person('member', 'member', 'USER')
})

const log = (count: number, organisation = organisationId) => {
  const facts = Array.from({ length: count }, (): Fact => {
    serial += 1
    const about = { id: `e${serial}`, organisationId: organisation, subject: `s${serial}`, actor: null, time: 1 }
    return { ...about, type: 'organization.deleted', data: { organizationId: organisation } }
  })
  return commit(database(db), [], facts)
}

const list = async (token = member) => (await read<Page<Shown>>(200, call('GET', '/api/v1/readers', { token }))).data
const order = (name: string, verb: string, body?: unknown) =>
  call('POST', `/api/v1/readers/${name}/${verb}`, { token: admin, ...(body !== undefined && { body }) })
const facts = async () =>
  (await db.prepare("SELECT type, data FROM domain_events WHERE type GLOB 'reader.*' ORDER BY position").all()).results
const counted = () => db.prepare('SELECT sum(count) AS n FROM event_hours').first<number>('n')
const logged = () => db.prepare('SELECT count(*) AS n FROM domain_events').first<number>('n')

/** A reader that keeps what it was told, and does something more with it. */
const telling = (more: (ids: string[]) => unknown = () => undefined): Reader & { seen: string[] } => {
  const seen: string[] = []
  return {
    name: 'telling',
    start: 'oldest',
    seen,
    async read(_, events) {
      const ids = events.map(({ id }) => id)
      await more(ids)
      seen.push(...ids)
      return { outcome: { done: events.length } }
    },
  }
}

describe('readers', () => {
  it('are shown with how far they are behind, for everybody and for the organisation that asks', async () => {
    await wakeAll(env as Env, [streams])
    await log(3)
    const last = (await log(2, 'another')).at(-1)?.position
    expect(await list()).toMatchObject([
      { name: 'streams', state: 'running', head: last, lag: { all: 5, organization: 3 }, attempts: 0, reason: null },
    ])
    await wakeAll(env as Env, [streams])
    expect(await list()).toMatchObject([{ cursor: last, lag: { all: 0, organization: 0 } }])
  })

  it('show why they stand, and since when', async () => {
    await log(1)
    const broken = telling(() => Promise.reject(new TypeError('about somebody')))
    await wakeAll(env as Env, [broken])
    const [shown] = await list()
    expect(shown).toMatchObject({ name: 'telling', attempts: 1, reason: 'TypeError', lag: { all: 1 } })
    expect(Date.parse(shown?.failingSince ?? '')).toBeLessThanOrEqual(Date.parse(shown?.retryAt ?? ''))
  })

  it('stop and go on when they are told, and the log says by whom, once', async () => {
    await wakeAll(env as Env, [streams])
    expect(await read<Shown>(200, order('streams', 'pause'))).toMatchObject({ state: 'paused' })
    expect((await order('streams', 'pause')).status).toBe(200)
    await wakeAll(env as Env, [streams])
    expect(await counted()).toBeNull()
    expect(await read<Shown>(200, order('streams', 'resume'))).toMatchObject({ state: 'running' })
    await wakeAll(env as Env, [streams])
    expect(await counted()).toBe(await logged())
    expect((await facts()).map(({ type }) => type)).toEqual(['reader.paused', 'reader.resumed'])
  })

  it('read again what comes after a position, or from a moment on', async () => {
    const events = await log(5)
    const reader = telling()
    await wakeAll(env as Env, [reader])
    await read(200, order('telling', 'rewind', { position: events[2]?.position }))
    await wakeAll(env as Env, [reader])
    expect(reader.seen.slice(5, 7)).toEqual([events[3]?.id, events[4]?.id])
    const moment = Date.parse('2027-01-01T00:00:00.000Z')
    for (const [index, { position }] of events.entries())
      await db
        .prepare('UPDATE domain_events SET logged_at = ? WHERE position = ?')
        .bind(moment + index * HOUR_MS, position)
        .run()
    await db
      .prepare('UPDATE domain_events SET logged_at = ? WHERE position > ?')
      .bind(moment + 9 * HOUR_MS, events[4]?.position)
      .run()
    const time = new Date(moment + HOUR_MS).toISOString()
    expect(await read<Shown>(200, order('telling', 'rewind', { time }))).toMatchObject({ cursor: events[0]?.position })
    expect(await facts()).toMatchObject([{ type: 'reader.rewound' }, { type: 'reader.rewound' }])
  })

  it('are not sent ahead, where they would skip what nobody saw', async () => {
    await log(2)
    await wakeAll(env as Env, [streams])
    const head = (await list())[0]?.cursor ?? 0
    const refused = await order('streams', 'rewind', { position: head + 1 })
    expect([refused.status, ((await refused.json()) as Problem).errors?.[0]?.pointer]).toEqual([422, '/position'])
    expect((await order('nobody', 'rewind', { position: 0 })).status).toBe(404)
    expect((await order('streams', 'rewind', {})).status).toBe(422)
  })

  it('are not moved on by a batch that was read before somebody rewound them', async () => {
    await log(3)
    let rewound = false
    const reader = telling(async () => {
      if (rewound) return
      rewound = true
      await read(200, order('telling', 'rewind', { position: 0 }))
    })
    await wakeAll(env as Env, [reader])
    expect(reader.seen.slice(0, 6)).toEqual([...reader.seen.slice(0, 3), ...reader.seen.slice(0, 3)])
    expect((await list())[0]).toMatchObject({ lag: { all: 0 } })
  })

  it('count nothing twice when they are rewound, even in the middle of a batch', async () => {
    await log(120)
    await wakeAll(env as Env, [streams])
    const [answer] = await Promise.all([
      order('streams', 'rewind', { position: 0 }),
      wakeAll(env as Env, [streams]),
      log(30),
    ])
    expect(answer.status).toBe(200)
    await wakeAll(env as Env, [streams])
    expect(await counted()).toBe(await logged())
  })
})

describe('the dead letter of a reader', () => {
  const letters = async (token = member) =>
    (await read<Page<DeadLetter>>(200, call('GET', '/api/v1/dead-letters', { token }))).data
  const redrive = (id: string) => call('POST', `/api/v1/dead-letters/${id}/redrive`, { token: admin })

  it('is shown to its organisation alone, is taken again where it is sent again, and is gone then', async () => {
    const [, poison, last] = await log(3)
    let broken = true
    const seen: string[] = []
    const picky: Reader = {
      name: 'kafka:picky',
      start: 'oldest',
      async read(_, events) {
        const at = broken ? events.findIndex(({ id }) => id === poison?.id) : -1
        seen.push(...events.slice(0, at < 0 ? events.length : at).map(({ id }) => id))
        return at < 0
          ? { outcome: { done: events.length } }
          : { outcome: { done: at, stopped: { why: 'poison', reason: 'too large' } } }
      },
    }
    await wakeAll(env as Env, [picky])
    const [letter] = await letters()
    expect(letter).toMatchObject({
      projectId: null,
      position: poison?.position,
      source: 'reader:kafka:picky',
      reason: 'reader_failed',
      detail: 'too large',
      redrivenAt: null,
    })
    const id = letter?.id ?? ''

    expect((await redrive(id)).status).toBe(200)
    await wakeAll(env as Env, [picky])
    const [again] = await letters()
    expect(again?.redrivenAt?.localeCompare(again.createdAt)).toBe(-1)

    broken = false
    expect((await redrive(id)).status).toBe(200)
    await wakeAll(env as Env, [picky])
    expect(await letters()).toEqual([])
    expect(seen.filter((one) => one === poison?.id)).toHaveLength(1)
    expect(seen).toContain(last?.id)
  })

  it('is not there for another organisation, nor sent again once its event has left the database', async () => {
    const [foreign] = await log(1, 'another')
    const [own] = await log(1)
    const letter = db.prepare(
      `INSERT INTO dead_letters (id, source, organisation_id, position, reason, detail, meta, created_at)
       VALUES (?1, 'reader:live', ?2, ?3, 'reader_failed', '', '{}', 1)`,
    )
    await letter.bind('live-foreign', 'another', foreign?.position).run()
    await letter.bind('live-own', organisationId, own?.position).run()
    expect((await letters()).map(({ id }) => id)).toEqual(['live-own'])
    expect((await redrive('live-foreign')).status).toBe(404)
    await db.prepare('DELETE FROM domain_events WHERE position = ?').bind(own?.position).run()
    const refused = await redrive('live-own')
    expect([refused.status, ((await refused.json()) as Problem).code]).toEqual([409, 'body_gone'])
  })
})

describe('streams', () => {
  it('tell for each type how many there were, hour by hour, quiet hours included', async () => {
    const now = Math.floor(Date.now() / HOUR_MS)
    const row = db.prepare('INSERT INTO event_hours VALUES (?, ?, ?, ?, ?)')
    await db.batch([
      row.bind(organisationId, 'issue.created', now, 2, now * HOUR_MS),
      row.bind(organisationId, 'issue.created', now - 2, 1, (now - 2) * HOUR_MS),
      row.bind(organisationId, 'issue.resolved', now - 1, 7, (now - 1) * HOUR_MS),
      row.bind(organisationId, 'issue.ignored', now - 3, 9, 1),
      row.bind('another', 'issue.created', now, 100, 1),
    ])
    const { data } = await read<Page<EventStream>>(
      200,
      call('GET', '/api/v1/domain-events/streams?hours=3', { token: member }),
    )
    expect(data.map(({ type, count, hours }) => [type, count, hours.map((hour) => hour.count)])).toEqual([
      ['issue.resolved', 7, [0, 7, 0]],
      ['issue.created', 3, [1, 0, 2]],
    ])
    expect(data[1]?.lastTime).toBe(new Date(now * HOUR_MS).toISOString())
    expect((await call('GET', '/api/v1/domain-events/streams?hours=0', { token: member })).status).toBe(422)
  })

  it('are told of for the most frequent types alone, and are forgotten in time, whatever anybody makes up', async () => {
    const now = Math.floor(Date.now() / HOUR_MS)
    await db
      .prepare(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
         INSERT INTO event_hours SELECT ?1, 'made.up' || i, ?2, i, 1 FROM n`,
      )
      .bind(organisationId, now)
      .run()
    const { data } = await read<Page<EventStream>>(200, call('GET', '/api/v1/domain-events/streams', { token: member }))
    expect(data.map(({ count }) => count)).toEqual(Array.from({ length: 200 }, (_, index) => 300 - index))
    await deleteExpired(db, (now + 90 * 24) * HOUR_MS)
    const left = () => db.prepare('SELECT count(*) AS n FROM event_hours').first<number>('n')
    expect(await left()).toBe(300)
    await deleteExpired(db, (now + 90 * 24 + 1) * HOUR_MS)
    expect(await left()).toBe(0)
  })
})
