import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Issue, IssueDetail, IssueTag, Occurrence, StatsPoint } from '../../contract/issues.ts'
import type { Page } from '../../contract/page.ts'
import type { Problem } from '../../contract/problem.ts'
import { compressMember, putSegment } from '../../platform/segments.ts'
import { call, projectOf, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

const HOUR_MS = 3_600_000
const NOW = Date.now()
let db: D1Database
let token: string
let organisation: string
let project: string
let serial = 0

beforeAll(async () => {
  db = await migrated()
  const person = await someone()
  token = person.accessToken
  organisation = person.organization.id
  project = (await projectOf(token, 'Demo')).id
})

async function issue(
  wish: Partial<{
    title: string
    level: string
    status: string
    count: number
    lastSeen: number
    project: string
  }> = {},
) {
  serial += 1
  const id = `issue${serial}`
  const {
    title = `Error ${serial}`,
    level = 'error',
    status = 'unresolved',
    count = 1,
    lastSeen = NOW - serial * 1000,
  } = wish
  await db
    .prepare(
      `INSERT INTO issues (id, project_id, number, title, culprit, level, platform, status, count, users, first_seen,
        last_seen, first_release, environment, regressions, version)
       VALUES (?, ?, ?, ?, 'main', ?, 'node', ?, ?, ?, ?, ?, 'app@1', 'production', 0, 1)`,
    )
    .bind(id, Number(wish.project ?? project), serial, title, level, status, count, count, lastSeen - HOUR_MS, lastSeen)
    .run()
  await db.prepare('INSERT INTO issue_groupings VALUES (?, ?)').bind(id, '{"algorithm":"v1"}').run()
  return id
}

async function occurrence(issueId: string, receivedAt: number) {
  serial += 1
  const id = serial.toString(16).padStart(32, '0')
  const timestamp = new Date(receivedAt).toISOString()
  const payload = {
    event_id: id,
    type: 'error',
    timestamp,
    received: timestamp,
    platform: 'node',
    level: 'error',
    tags: {},
  } as const
  const member = compressMember({ id, project, title: `Title ${id}`, culprit: '', payload })
  await putSegment((env as Env).BUCKET, `segments/${id}`, [member])
  await db
    .prepare('INSERT INTO occurrences VALUES (?, ?, ?, ?, ?, 0, ?)')
    .bind(Number(project), id, issueId, receivedAt, `segments/${id}`, member.byteLength)
    .run()
  return id
}

const list = async (query: string, as = token) =>
  read<Page<Issue>>(200, call('GET', `/api/v1/issues?${query}`, { token: as }))
const idsOf = async (query: string) => (await list(`project=${project}&${query}`)).data.map(({ id }) => id)
const code = async (answer: Promise<Response>) => ((await (await answer).json()) as Problem).code

describe('the list', () => {
  it('shows each issue with its short id and its last 24 hours', async () => {
    const id = await issue({ title: 'Sparkling' })
    const hour = Math.floor(Date.now() / HOUR_MS)
    await db
      .prepare('INSERT INTO issue_hours VALUES (?1, ?2, 3), (?1, ?2 - 2, 4), (?1, ?2 - 40, 9)')
      .bind(id, hour)
      .run()
    const [found] = (await list('query=Sparkling')).data
    expect(found).toMatchObject({ id, projectId: project, shortId: `DEMO-${serial}`, status: 'unresolved', count: 1 })
    expect(found?.sparkline).toHaveLength(24)
    expect(found?.sparkline.slice(-3)).toEqual([4, 0, 3])
  })

  it('goes on where it was while new issues come in, in every order', async () => {
    const { accessToken } = await someone()
    const own = (await projectOf(accessToken)).id
    const made: string[] = []
    for (let n = 0; n < 5; n += 1)
      made.push(await issue({ project: own, lastSeen: NOW - Math.floor(n / 2) * 1000, count: 9 - n }))
    for (const sort of ['lastSeen', 'firstSeen', 'count', 'users']) {
      const whole = (await list(`sort=${sort}`, accessToken)).data.map(({ id }) => id)
      const seen: string[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: Page<Issue> = await list(
          `sort=${sort}&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
          accessToken,
        )
        seen.push(...page.data.map(({ id }) => id))
        cursor = page.next
        if (seen.length === 2) await issue({ project: own, lastSeen: NOW + 99_000 + serial, count: 99 + serial })
      }
      expect(seen).toEqual(whole)
    }
  })

  it('refuses the cursor of another order', async () => {
    await issue()
    const { next } = await list('sort=count&limit=1')
    expect(await code(call('GET', `/api/v1/issues?sort=users&cursor=${next}`, { token }))).toBe('invalid_cursor')
  })

  it('shows what is unresolved unless something else is asked for', async () => {
    const [open, resolved] = [
      await issue({ title: 'Status one' }),
      await issue({ title: 'Status two', status: 'resolved' }),
    ]
    expect(await idsOf('query=Status')).toEqual([open])
    expect(await idsOf('query=Status+is:resolved')).toEqual([resolved])
    expect(await idsOf('query=Status&status=resolved')).toEqual([resolved])
    expect(await idsOf('query=Status&status=all')).toEqual([open, resolved])
  })

  it('searches text, fields, tags and people', async () => {
    const id = await issue({ title: '100% of_Zebra', level: 'fatal' })
    const eventId = await occurrence(id, NOW)
    await db.prepare('INSERT INTO issue_tags VALUES (?, ?)').bind(id, '{"browser":2,"browser=Fire \\"fox\\"":2}').run()
    await db.prepare("INSERT INTO issue_users VALUES (?, 'email:zoe@example.com', 's')").bind(id).run()
    const hits = [
      'zebra',
      '100%25',
      'of_',
      'level:fatal',
      'release:app@1',
      'environment:production',
      'has:browser',
      'platform:node',
    ]
    hits.push(
      `DEMO-${serial - 1}`,
      eventId,
      'user.email:zoe@example.com',
      'user:zoe@example.com',
      '!level:error',
      '!has:nothing',
    )
    for (const word of hits) expect(await idsOf(`query=zebra+${word}`), word).toEqual([id])
    for (const word of ['level:info', '!zebra', 'user.id:zoe@example.com', 'has:os', 'of-zebra', 'browser:Chrome']) {
      expect(await idsOf(`query=zebra+${word}`), word).toEqual([])
    }
    expect(await code(call('GET', '/api/v1/issues?query=is:open', { token }))).toBe('invalid_query')
  })

  it('shows nothing of another organisation', async () => {
    const id = await issue({ title: 'Secret' })
    const stranger = (await someone()).accessToken
    expect((await list(`status=all&project=${project}`, stranger)).data).toEqual([])
    for (const path of ['', '/tags', '/stats', '/occurrences', '/occurrences/latest']) {
      expect(await code(call('GET', `/api/v1/issues/${id}${path}`, { token: stranger }))).toBe('not_found')
    }
    expect(await code(call('POST', `/api/v1/issues/${id}/resolve`, { token: stranger }))).toBe('not_found')
    expect(await db.prepare('SELECT status FROM issues WHERE id = ?').bind(id).first('status')).toBe('unresolved')
  })
})

describe('a status', () => {
  const change = (id: string, verb: string, wish: Parameters<typeof call>[2] = {}) =>
    call('POST', `/api/v1/issues/${id}/${verb}`, { token, ...wish })

  it('changes once, with one fact', async () => {
    const id = await issue()
    for (const expected of [2, 2]) {
      const changed = await read<IssueDetail>(200, change(id, 'resolve'))
      expect(changed).toMatchObject({ status: 'resolved', version: expected, grouping: { algorithm: 'v1' } })
    }
    await read(200, change(id, 'unresolve'))
    await read(200, change(id, 'ignore'))
    const { results } = await db
      .prepare('SELECT type, organisation_id AS o, data FROM domain_events WHERE subject = ? ORDER BY position')
      .bind(id)
      .all<{ type: string; o: string; data: string }>()
    expect(results.map(({ type }) => type)).toEqual(['issue.resolved', 'issue.unresolved', 'issue.ignored'])
    expect(results.every(({ o }) => o === organisation)).toBe(true)
    expect(JSON.parse(results[0]?.data ?? '')).toMatchObject({ issueId: id, projectId: project })
  })

  it('changes also for an empty body, whatever type that is said to have', async () => {
    const id = await issue()
    for (const [verb, type] of Object.entries({ resolve: 'application/json', ignore: 'text/plain', unresolve: '' })) {
      await read(200, change(id, verb, { body: '', headers: { 'content-type': type } }))
    }
    const kind = { body: 'version 1', headers: { 'content-type': 'text/plain' } }
    expect(await code(change(id, 'resolve', kind))).toBe('unsupported_media_type')
  })

  it('is not changed on a stale version', async () => {
    const id = await issue()
    await read(200, change(id, 'resolve', { body: { version: 1 } }))
    expect(await code(change(id, 'ignore', { body: { version: 1 } }))).toBe('stale_version')
    expect(await code(change(id, 'ignore', { headers: { 'if-match': '"1"' } }))).toBe('stale_version')
    await read(200, change(id, 'ignore', { headers: { 'if-match': '"2"' } }))
  })
})

describe('occurrences', () => {
  it('are read from their segments, newest first, page by page, with their neighbours', async () => {
    const id = await issue()
    const ids: string[] = []
    for (const received of [NOW - 3000, NOW - 2000, NOW - 2000]) ids.push(await occurrence(id, received))
    const page = (query: string) =>
      read<Page<Occurrence>>(200, call('GET', `/api/v1/issues/${id}/occurrences?${query}`, { token }))
    const first = await page('limit=2')
    const second = await page(`limit=2&cursor=${first.next}`)
    expect([...first.data, ...second.data].map((one) => one.id)).toEqual(ids.toReversed())
    expect(first.data[0]).toMatchObject({ issueId: id, title: `Title ${ids[2]}`, payload: { event_id: ids[2] } })
    const one = (which: string) =>
      read<Record<string, unknown>>(200, call('GET', `/api/v1/issues/${id}/occurrences/${which}`, { token }))
    expect(await one('latest')).toMatchObject({ id: ids[2], previous: ids[1], next: null, attachments: [] })
    expect(await one('oldest')).toMatchObject({ id: ids[0], previous: null, next: ids[1] })
    expect(await one(ids[1] ?? '')).toMatchObject({ previous: ids[0], next: ids[2] })
  })

  it('say that a payload is gone, and still list the row', async () => {
    const id = await issue()
    const eventId = await occurrence(id, NOW)
    await (env as Env).BUCKET.delete(`segments/${eventId}`)
    expect(await code(call('GET', `/api/v1/issues/${id}/occurrences/latest`, { token }))).toBe('payload_gone')
    const { data } = await read<Page<Occurrence>>(200, call('GET', `/api/v1/issues/${id}/occurrences`, { token }))
    expect(data).toMatchObject([{ id: eventId, payload: {} }])
  })

  it('give their files as downloads that no browser opens', async () => {
    const id = await issue()
    const eventId = await occurrence(id, NOW)
    await (env as Env).BUCKET.put('files/1', '<script>alert(1)</script>')
    await db
      .prepare(
        "INSERT INTO attachments VALUES (?, ?, 'files/1', 'naïve \"page\".html', 'text/html', 'event.attachment', 25, 0)",
      )
      .bind(Number(project), eventId)
      .run()
    const { attachments } = await read<{ attachments: { url: string; name: string }[] }>(
      200,
      call('GET', `/api/v1/issues/${id}/occurrences/latest`, { token }),
    )
    const file = await call('GET', attachments[0]?.url ?? '', { token })
    expect(await file.text()).toBe('<script>alert(1)</script>')
    expect(file.headers.get('content-type')).toBe('application/octet-stream')
    expect(file.headers.get('x-content-type-options')).toBe('nosniff')
    expect(file.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''na%C3%AFve%20%22page%22.html")
    const stranger = (await someone()).accessToken
    expect(await code(call('GET', attachments[0]?.url ?? '', { token: stranger }))).toBe('not_found')
  })
})

describe('what an issue is made of', () => {
  it('is told by tags and by hours', async () => {
    const id = await issue()
    await db.prepare('INSERT INTO issue_tags VALUES (?, ?)').bind(id, '{"os=linux":2,"os=mac=os":3,"lang=fr":1}').run()
    const { data } = await read<Page<IssueTag>>(200, call('GET', `/api/v1/issues/${id}/tags`, { token }))
    expect(data).toEqual([
      {
        key: 'os',
        total: 5,
        values: [
          { value: 'mac=os', count: 3 },
          { value: 'linux', count: 2 },
        ],
      },
      { key: 'lang', total: 1, values: [{ value: 'fr', count: 1 }] },
    ])
    await db
      .prepare('INSERT INTO issue_hours VALUES (?, ?, 6)')
      .bind(id, Math.floor(Date.now() / HOUR_MS))
      .run()
    const stats = await read<Page<StatsPoint>>(200, call('GET', `/api/v1/issues/${id}/stats?period=14d`, { token }))
    expect(stats.data).toHaveLength(14 * 24)
    expect(stats.data.at(-1)?.count).toBe(6)
  })
})

describe('the earlier bug tracker', () => {
  it('finds its issues under its paths, in its shapes', async () => {
    const id = await issue({ title: 'Old friend' })
    const all = await read<{ id: string }[]>(200, call('GET', '/api/issues', { token }))
    expect(all.map((one) => one.id)).toContain(id)
    expect(await read(200, call('GET', `/api/issues/${id}`, { token }))).toMatchObject({
      message: 'Old friend',
      level: 'ERROR',
    })
    expect(await read(200, call('POST', `/api/issues/${id}/resolve`, { token }))).toMatchObject({ status: 'RESOLVED' })
    expect(await code(call('GET', `/api/issues/${id}`, {}))).toBe('unauthenticated')
  })
})
