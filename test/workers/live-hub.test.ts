import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { LiveFrame } from '../../contract/live.ts'
import { commit, database, type Fact } from '../../platform/db/commit.ts'
import type { IssueActivity } from '../../platform/db/occurrences.ts'
import { type Client, hubOf, joined } from './live-socket.ts'
import { migrated } from './migrated.ts'

let db: D1Database
let organisation: string
let serial = 0

const factOf = (type: 'issue.created' | 'organization.deleted' = 'organization.deleted'): Fact => {
  serial += 1
  const about = { id: `f${serial}`, organisationId: organisation, subject: `s${serial}`, actor: null, time: 1 }
  if (type === 'organization.deleted') return { ...about, type, data: { organizationId: organisation } }
  const broken = { culprit: null, level: 'error', platform: null, shortId: 'S-1', title: 'Boom' }
  return { ...about, type, data: { issueId: about.subject, projectId: '1', ...broken } }
}
/** Logs facts one after the other in one batch. */
const log = (count: number, type?: Parameters<typeof factOf>[0]) =>
  commit(
    database(db),
    [],
    Array.from({ length: count }, () => factOf(type)),
  )
const wake = () => hubOf(organisation).wake()
const positionsOf = async () => {
  const { results } = await db
    .prepare('SELECT position FROM domain_events WHERE organisation_id = ? ORDER BY position')
    .bind(organisation)
    .all<{ position: number }>()
  return results.map(({ position }) => position)
}
const find = <T extends LiveFrame['type']>({ frames }: Client, type: T) =>
  frames.filter((frame): frame is Extract<LiveFrame, { type: T }> => frame.type === type)

/** Says of the sockets of some people how much piled up; undefined lets the runtime say it again. */
const pileUp = (bytes: number | undefined, user = 'slow') =>
  runInDurableObject(hubOf(organisation), (_, state) => {
    for (const socket of state.getWebSockets(`user:${user}`)) {
      if (bytes === undefined) Reflect.deleteProperty(socket, 'bufferedAmount')
      else Object.defineProperty(socket, 'bufferedAmount', { configurable: true, value: bytes })
    }
  })

/** An alarm asks who may still listen: those that a test lets it find are keys that work. */
const standing = (...keys: string[]) =>
  db.batch([
    db.prepare("INSERT INTO organisations (id, name, created_at) VALUES (?, 'Hub', 0)").bind(organisation),
    ...keys.map((key) =>
      db
        .prepare(
          `INSERT OR REPLACE INTO api_keys (id, organisation_id, name, hash, start, end, scopes, created_by, created_at)
           VALUES (?1, ?2, '', ?1, '', '', '[]', '', 0)`,
        )
        .bind(key, organisation),
    ),
  ])

beforeEach(async () => {
  db = await migrated()
  serial += 1
  organisation = `hub${serial}`
})

describe('a socket', () => {
  it('hears where the log ends, and then each event once and in order', async () => {
    const [, known] = await log(2)
    const client = await joined(organisation)
    const logged = await log(3)
    await Promise.all([wake(), wake(), wake()])
    await expect.poll(client.positions).toEqual(logged.map(({ position }) => position))
    expect(client.frames[0]).toEqual({ type: 'hello', position: known?.position })
    const [first] = find(client, 'event')
    expect(first).toMatchObject({ topic: 'activity', data: { id: logged[0]?.id, type: 'organization.deleted' } })
  })

  it('hears what was logged while it came in, though nobody wakes the hub for it', async () => {
    const { DB } = env as Env
    const prepare = DB.prepare.bind(DB)
    let late: Promise<unknown> | undefined
    const spy = vi.spyOn(DB, 'prepare').mockImplementation((sql) => {
      const statement = prepare(sql)
      if (!sql.includes('AS missed')) return statement
      const bind = statement.bind.bind(statement)
      const first = async (bound: D1PreparedStatement) => {
        const found = await bound.first()
        late = log(1)
        await late
        return found
      }
      return Object.assign(statement, {
        bind: (...values: unknown[]) =>
          Object.assign(Object.create(bind(...values)), { first: () => first(bind(...values)) }),
      })
    })
    const client = await joined(organisation)
    spy.mockRestore()
    expect(late).toBeDefined()
    await expect.poll(client.positions).toEqual(await positionsOf())
  })

  it('goes on behind the position it read last, over as many looks at the log as it takes', async () => {
    const logged = await log(700)
    const client = await joined(organisation, { since: String(logged[9]?.position) })
    await expect.poll(() => client.positions().length).toBe(690)
    expect(client.positions()).toEqual(logged.slice(10).map(({ position }) => position))
  })

  it('that was away too long, or read what is not there, reads the lists again', async () => {
    const logged = await log(1001)
    const head = logged.at(-1)?.position ?? 0
    for (const since of [0, head + 1]) {
      const client = await joined(organisation, { since: String(since) })
      await expect.poll(() => find(client, 'resync')).toEqual([{ type: 'resync', position: head }])
      const [next] = await log(1)
      await wake()
      await expect.poll(client.positions).toEqual([next?.position])
      await db.prepare('DELETE FROM domain_events WHERE position = ?').bind(next?.position).run()
    }
    const client = await joined(organisation, { since: String(logged[0]?.position) })
    await expect.poll(() => client.positions().length).toBe(1000)
  })

  it('that read up to what has left for sealed hours reads the lists again, a later one goes on', async () => {
    const [gone, last, kept] = (await log(3)).map(({ position }) => position)
    await db
      .prepare(
        `INSERT INTO sealed_hours (organisation_id, first_position, last_position, hour, key, entries, bytes, first_time, last_time, previous, digest, sealed_at)
         VALUES (?1, ?2, ?3, 1, 'k', 2, 1, 1, 1, '', '', 1)`,
      )
      .bind(organisation, gone, last)
      .run()
    const before = await joined(organisation, { since: String(gone) })
    await expect.poll(before.positions).toEqual([last, kept])
    await db
      .prepare('DELETE FROM domain_events WHERE organisation_id = ? AND position <= ?')
      .bind(organisation, last)
      .run()
    const [early, late] = [
      await joined(organisation, { since: String(gone) }),
      await joined(organisation, { since: String(last) }),
    ]
    await expect.poll(late.positions).toEqual([kept])
    expect(find(early, 'resync')).toEqual([{ type: 'resync', position: kept }])
    expect(early.positions()).toEqual([])
  })

  it('goes on where it was after the hub has slept', async () => {
    const client = await joined(organisation)
    const before = await log(2)
    await wake()
    await expect.poll(() => client.positions().length).toBe(2)
    client.say({ subscribe: ['activity'] })
    await expect.poll(() => find(client, 'subscribed').length).toBe(1)
    await evictDurableObject(hubOf(organisation))
    const after = await log(2)
    await log(1, 'issue.created')
    await wake()
    const last = await log(1)
    await wake()
    await expect.poll(client.positions).toEqual([...before, ...after, ...last].map(({ position }) => position))
  })

  it('is caught up by the next alarm where the log could not be read', async () => {
    await standing('u1')
    const client = await joined(organisation)
    await expect.poll(() => find(client, 'presence').length).toBe(1)
    const { DB } = env as Env
    const broken = vi.spyOn(DB, 'prepare').mockImplementation(() => {
      throw new Error('away')
    })
    await wake()
    await expect.poll(() => broken.mock.calls.length).toBe(1)
    broken.mockRestore()
    const logged = await log(1)
    await expect
      .poll(() => runInDurableObject(hubOf(organisation), (_, { storage }) => storage.getAlarm()))
      .toBeLessThan(Date.now() + 1100)
    expect(client.positions()).toEqual([])
    await runDurableObjectAlarm(hubOf(organisation))
    await expect.poll(client.positions).toEqual(logged.map(({ position }) => position))
  })
})

describe('topics', () => {
  it('are all that the listener may hear, until they choose', async () => {
    const viewer = await joined(organisation, { allowed: 'issues,bookings' })
    const member = await joined(organisation, { allowed: 'issues,activity' })
    await log(1)
    const [issue] = await log(1, 'issue.created')
    await wake()
    await expect.poll(() => member.positions().length).toBe(2)
    expect(viewer.positions()).toEqual([issue?.position])
    member.say({ subscribe: ['issues'] })
    await expect.poll(() => find(member, 'subscribed').length).toBe(1)
    await log(1)
    const [next] = await log(1, 'issue.created')
    await wake()
    await expect.poll(() => member.positions().at(-1)).toBe(next?.position)
    expect(member.positions()).toHaveLength(3)
  })

  it('that are unknown or not allowed are refused by name, with the reason', async () => {
    const client = await joined(organisation, { allowed: 'issues', topics: 'issues,activity,weather' })
    const refused = [
      { topic: 'activity', reason: 'forbidden' },
      { topic: 'weather', reason: 'unknown' },
    ]
    await expect
      .poll(() => find(client, 'subscribed'))
      .toEqual([{ type: 'subscribed', topics: ['issues'], replay: false, refused }])
    client.say({ subscribe: ['activity', 'activity'], replay: true })
    await expect
      .poll(() => find(client, 'subscribed')[1])
      .toEqual({ type: 'subscribed', topics: [], replay: true, refused: refused.slice(0, 1) })
  })

  it('are all there is to talk about', async () => {
    const client = await joined(organisation)
    client.say('hello?')
    expect(await client.closed).toBe(1008)
  })
})

describe('what events say of people', () => {
  it('is heard by those alone who may', async () => {
    const data = { userId: 'u9', email: 'ada@example.com' }
    const fact = { ...factOf(), type: 'user.registered', subject: 'u9', data } as Fact
    const [open, masked] = [await joined(organisation, { personal: 'yes' }), await joined(organisation)]
    await commit(database(db), [], [fact])
    await wake()
    await expect
      .poll(() => [open, masked].map((client) => find(client, 'event')[0]?.data.data))
      .toEqual([data, { userId: 'u9', email: '[personal]' }])
  })
})

describe('counters', () => {
  const activity = (id: string, count: number): IssueActivity => ({
    id,
    projectId: 1,
    organisationId: organisation,
    count,
    users: 1,
    lastSeen: 0,
  })

  it('come some moments later, of each issue the newest, to those who hear of issues', async () => {
    const client = await joined(organisation)
    const deaf = await joined(organisation, { allowed: 'activity' })
    for (const count of [1, 3, 2]) await hubOf(organisation).wake([activity('a', count)])
    await hubOf(organisation).wake([activity('b', 1)])
    await expect.poll(() => find(client, 'activity').length).toBe(1)
    const [frame] = find(client, 'activity')
    expect(frame?.issues.map(({ id, projectId, count }) => [id, projectId, count])).toEqual([
      ['a', '1', 3],
      ['b', '1', 1],
    ])
    expect(find(deaf, 'activity')).toEqual([])
  })

  it('that passed by a socket that was full are read again', async () => {
    await standing('slow', 'u1')
    const client = await joined(organisation, { user: 'slow' })
    await expect.poll(() => find(client, 'presence').length).toBe(1)
    await pileUp(1_000_000)
    await hubOf(organisation).wake([activity('a', 1)])
    await expect
      .poll(() =>
        runInDurableObject(hubOf(organisation), (_, state) => state.getWebSockets()[0]?.deserializeAttachment().missed),
      )
      .toBe(true)
    await pileUp(undefined)
    await wake()
    await expect.poll(() => find(client, 'resync').length).toBe(1)
    expect(find(client, 'activity')).toEqual([])
  })
})

describe('a socket that is not read', () => {
  it('holds up nobody, and misses nothing once it is read again', async () => {
    await standing('slow', 'u1')
    const [slow, quick] = [await joined(organisation, { user: 'slow' }), await joined(organisation)]
    await pileUp(1_000_000)
    const logged = (await log(5)).map(({ position }) => position)
    await wake()
    await expect.poll(quick.positions).toEqual(logged)
    expect(slow.positions()).toEqual([])
    await pileUp(undefined)
    await runDurableObjectAlarm(hubOf(organisation))
    await expect.poll(slow.positions).toEqual(logged)
    expect(quick.positions()).toEqual(logged)
  })

  it('that says what it reads is sent a quarter of a megabyte ahead, and the rest as it reads', async () => {
    await standing('slow', 'u1')
    const [slow, quick] = [await joined(organisation, { user: 'slow' }), await joined(organisation)]
    slow.say({ read: 0 })
    const actionDetails = 'x'.repeat(60_000)
    const facts = Array.from({ length: 12 }, (): Fact => {
      const { id, organisationId, actor, time } = factOf()
      const data = { userId: 'u9', actionType: 'WRITE', actionDetails }
      return { id, organisationId, actor, time, subject: 'u9', type: 'user.action_performed', data }
    })
    await expect
      .poll(() =>
        runInDurableObject(hubOf(organisation), (_, state) =>
          state.getWebSockets('user:slow').map((socket) => socket.deserializeAttachment().unread),
        ),
      )
      .toEqual([0])
    const logged = (await commit(database(db), [], facts)).map(({ position }) => position)
    await wake()
    await expect.poll(quick.positions).toEqual(logged)
    expect(slow.positions()).toEqual(logged.slice(0, 5))
    for (let words = 0; words < 3; words += 1) slow.say({ read: 300_000 })
    await expect.poll(slow.positions).toEqual(logged)
  })

  it('is closed when it was not read for too long', async () => {
    await standing('slow', 'u1')
    const slow = await joined(organisation, { user: 'slow' })
    await pileUp(1_000_000)
    await log(1)
    await wake()
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 11_000)
    await expect.poll(() => wake().then(() => Promise.race([slow.closed, null]))).toBe(1013)
    clock.mockRestore()
  })
})

describe('presence', () => {
  it('counts people, not their sockets, and no programs', async () => {
    const first = await joined(organisation, { user: 'ada' })
    const told = () => find(first, 'presence').map(({ listeners }) => listeners)
    await expect.poll(told).toEqual([1])
    const second = await joined(organisation, { user: 'ada' })
    const others = [
      await joined(organisation, { user: 'bob' }),
      await joined(organisation, { user: 'key', person: '' }),
    ]
    await expect.poll(() => told().at(-1)).toBe(2)
    await expect.poll(() => find(second, 'presence').at(-1)?.listeners).toBe(2)
    for (const client of [second, ...others]) client.close()
    await expect.poll(() => told().at(-1)).toBe(1)
  })
})

describe('events that are told again', () => {
  it('reach those who asked for them, marked as such, and move nobody’s position', async () => {
    const logged = await log(3)
    const [asked, silent] = [await joined(organisation), await joined(organisation)]
    asked.say({ replay: true })
    await expect.poll(() => find(asked, 'subscribed').length).toBe(1)
    await hubOf(organisation).replay(logged)
    await expect
      .poll(() => find(asked, 'replay').map(({ position, data }) => [position, data.replay]))
      .toEqual(logged.map(({ position }) => [position, true]))
    expect(find(silent, 'replay')).toEqual([])
    const [next] = await log(1)
    await wake()
    await expect.poll(asked.positions).toEqual([next?.position])
  })
})
