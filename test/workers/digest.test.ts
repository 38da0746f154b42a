import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Accepted, AcceptedMessage } from '../../contract/occurrences.ts'
import { digest } from '../../domain/errors/digest.ts'
import { digestDeps } from '../../platform/digest.ts'
import { readMember } from '../../platform/segments.ts'
import { migrated } from './migrated.ts'

const { BUCKET } = env as Env
let db: D1Database
let serial = 0

interface Wish {
  type?: string
  user?: string
  tags?: Record<string, string>
  receivedAt?: number
  eventId?: string
}

function message({ type = 'Error', user = '1', tags = {}, receivedAt = Date.now(), eventId }: Wish): AcceptedMessage {
  serial += 1
  const meta: Accepted = {
    v: 1,
    project: '1',
    keyNumber: 1,
    kind: 'event',
    eventId: eventId ?? serial.toString(16).padStart(32, '0'),
    receivedAt,
    encoding: 'identity',
  }
  const event = { exception: { values: [{ type, value: 'went wrong' }] }, user: { id: user }, tags }
  return { meta, body: new TextEncoder().encode(JSON.stringify(event)) }
}

const one = <Row>(sql: string, ...values: unknown[]) =>
  db
    .prepare(sql)
    .bind(...values)
    .first<Row>()

async function counters() {
  return one<Record<string, number>>(`SELECT
    (SELECT count(*) FROM occurrences) AS occurrences,
    (SELECT coalesce(sum(count), 0) FROM issues) AS counted,
    (SELECT coalesce(sum(users), 0) FROM issues) AS users,
    (SELECT count(*) FROM issue_users) AS userRows,
    (SELECT coalesce(sum(count), 0) FROM issue_hours) AS hours,
    (SELECT count(*) FROM issues) AS issues,
    (SELECT coalesce(sum(f.value), 0) FROM issue_tags AS t, json_each(t.tags) AS f WHERE f.key LIKE 'colour=%') AS tagged,
    (SELECT count(*) FROM domain_events) AS events`)
}

beforeAll(async () => {
  db = await migrated()
})

describe('digest into D1 and R2', () => {
  it('counters equal rows, also when every message is delivered twice and regrouped', async () => {
    const messages = Array.from({ length: 40 }, (_, index) =>
      message({ type: `Kind${'ABCD'[index % 4]}`, user: `${index % 7}`, tags: { colour: index % 2 ? 'red' : 'blue' } }),
    )
    await digest(digestDeps(env as Env), messages)
    const first = await counters()
    expect(first).toMatchObject({ occurrences: 40, counted: 40, hours: 40, issues: 4, tagged: 40, events: 4 })
    expect(first?.users).toBe(first?.userRows)

    await digest(digestDeps(env as Env), [...messages.slice(20), ...messages.slice(0, 20)])
    await digest(
      digestDeps(env as Env),
      messages.filter((_, index) => index % 3 === 0),
    )
    expect(await counters()).toEqual(first)
  })

  it('counts an event once that stands twice in one batch', async () => {
    const twice = message({ type: 'Twice' })
    await digest(digestDeps(env as Env), [twice, twice])
    expect(await one('SELECT count FROM issues WHERE title LIKE ?1', 'Twice%')).toEqual({ count: 1 })
  })

  it('lets no busy tag hide the others, and counts the values past the first thirty together', async () => {
    const batch = (from: number) =>
      Array.from({ length: 60 }, (_, index) => message({ type: 'Noisy', tags: { request: `${from + index}` } }))
    await digest(digestDeps(env as Env), batch(0))
    await digest(digestDeps(env as Env), batch(60))
    await digest(digestDeps(env as Env), [message({ type: 'Noisy', tags: { late: 'yes' } })])
    const row = await one<{ tags: string }>(
      "SELECT t.tags FROM issue_tags AS t JOIN issues AS i ON i.id = t.issue_id WHERE i.title LIKE 'Noisy%'",
    )
    const tags = JSON.parse(row?.tags ?? '{}') as Record<string, number>
    expect(Object.keys(tags).filter((facet) => facet.startsWith('request='))).toHaveLength(60)
    expect(tags).toMatchObject({ request: 60, 'late=yes': 1, 'level=error': 121 })
  })

  it('leaves no segment behind to which nothing refers', async () => {
    const lonely = message({ type: 'Lonely' })
    await digest(digestDeps(env as Env), [lonely])
    const before = (await BUCKET.list({ prefix: 'segments/' })).objects.length
    await digest(digestDeps(env as Env), [lonely])
    expect((await BUCKET.list({ prefix: 'segments/' })).objects.length).toBe(before)
  })

  it('makes no issue of an event id that is known, whatever the content', async () => {
    const known = message({ type: 'Known' })
    await digest(digestDeps(env as Env), [known])
    const issues = (await counters())?.issues
    const other = message({ type: 'SomethingElse', eventId: known.meta.eventId })
    await digest(digestDeps(env as Env), [other])
    expect((await counters())?.issues).toBe(issues)
  })

  it('gives back each occurrence by one range read', async () => {
    const wanted = message({ type: 'Wanted', tags: { row: '12' } })
    await digest(digestDeps(env as Env), [message({ type: 'Before' }), wanted, message({ type: 'After' })])
    const place = await one<{ segment: string; offset: number; length: number }>(
      'SELECT segment, offset, length FROM occurrences WHERE project_id = 1 AND event_id = ?1',
      wanted.meta.eventId,
    )
    if (!place) throw new Error('the occurrence has no row')
    const stored = await readMember(BUCKET, place)
    expect(stored).toMatchObject({
      id: wanted.meta.eventId,
      title: 'Wanted: went wrong',
      payload: { tags: { row: '12' } },
    })
  })

  it('reopens a resolved issue that is met again, once, and says so in the log', async () => {
    await digest(digestDeps(env as Env), [message({ type: 'Back' })])
    await db
      .prepare("UPDATE issues SET status = 'resolved', status_changed_at = ?1 WHERE title LIKE 'Back%'")
      .bind(Date.now())
      .run()
    const later = Date.now() + 60_000
    await digest(digestDeps(env as Env), [
      message({ type: 'Back', receivedAt: later }),
      message({ type: 'Back', receivedAt: later }),
    ])
    expect(await one("SELECT status, regressions FROM issues WHERE title LIKE 'Back%'")).toEqual({
      status: 'unresolved',
      regressions: 1,
    })
    expect(await one("SELECT count(*) AS n FROM domain_events WHERE type = 'issue.regressed'")).toEqual({ n: 1 })
  })

  it('leaves a resolved issue alone when what arrives was sent before it was resolved', async () => {
    await digest(digestDeps(env as Env), [message({ type: 'Late' })])
    await db
      .prepare("UPDATE issues SET status = 'resolved', status_changed_at = ?1 WHERE title LIKE 'Late%'")
      .bind(Date.now())
      .run()
    await digest(digestDeps(env as Env), [message({ type: 'Late', receivedAt: Date.now() - 60_000 })])
    expect(await one("SELECT status, count FROM issues WHERE title LIKE 'Late%'")).toEqual({
      status: 'resolved',
      count: 2,
    })
  })

  it('sabotaged twin: without the guard of the segment, redelivery is counted again', async () => {
    const careless = new Proxy(env as Env, {
      get: (target, name) => (name === 'DB' ? withoutGuard(target.DB) : Reflect.get(target, name)),
    })
    const again = message({ type: 'Sabotaged' })
    await digest(digestDeps(careless), [again])
    await digest(digestDeps(careless), [again])
    expect(await one("SELECT count FROM issues WHERE title LIKE 'Sabotaged%'")).toEqual({ count: 2 })
  })
})

/** The same database, whose statements no longer ask which rows this segment inserted. */
function withoutGuard(database: D1Database): D1Database {
  const prepare = (sql: string) => database.prepare(sql.replace(/o\.segment = (\?\d)/g, '(o.segment = $1 OR true)'))
  return { prepare, batch: database.batch.bind(database) } as unknown as D1Database
}
