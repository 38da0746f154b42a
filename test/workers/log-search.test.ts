import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deleteSealed } from '../../platform/db/log-retention.ts'
import { sealClosedHours } from '../../platform/log-sealer.ts'
import { call, read, someone } from './client.ts'
import { migrated } from './migrated.ts'
import { emptyLog, HOUR, HOUR_MS, logRows } from './sealed-log.ts'

const { BUCKET } = env as Env
const DAY_MS = 24 * HOUR_MS
const NOW = HOUR + 60 * DAY_MS
let db: D1Database
let token: string
let organisation: string

interface Page {
  data: { id: string; subject: string; position: number; data: { email?: string } }[]
  next: string | null
  searched: { database: boolean; sealedHours: number; sealedUntil: string | null }
}

beforeAll(async () => {
  db = await migrated()
  const session = await someone()
  token = session.accessToken
  organisation = session.organization.id
})

/** Twelve old hours of two events, and five young events of which three are sealed as well. */
beforeEach(async () => {
  await emptyLog()
  const row = (index: number, loggedAt: number, more = {}) => {
    const data = { userId: `s${index}`, email: `person${index}@example.com` }
    return { organisationId: organisation, subject: `s${index}`, data, loggedAt, ...more }
  }
  const record = { type: 'log.erased', data: { erasureId: 'x', entries: 0, positions: [] }, subject: 'record' }
  await logRows([
    ...Array.from({ length: 24 }, (_, index) => row(index, HOUR + Math.floor(index / 2) * HOUR_MS)),
    row(24, HOUR + 12 * HOUR_MS, record),
    row(25, HOUR + 12 * HOUR_MS),
    ...[26, 27, 28].map((index) => row(index, NOW - DAY_MS)),
    ...[29, 30].map((index) => row(index, NOW)),
  ])
  await sealClosedHours({ db, bucket: BUCKET }, NOW)
  await sealClosedHours({ db, bucket: BUCKET }, NOW)
  expect(await deleteSealed(db, NOW)).toBe(25)
})

const pages = async (query: string): Promise<Page[]> => {
  const all: Page[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const path = `/api/v1/domain-events?${query}${cursor === '' ? '' : `&cursor=${cursor}`}`
    const page: Page = await read(200, call('GET', path, { token }))
    all.push(page)
    cursor = page.next
  }
  return all
}
const subjects = (all: Page[]) => all.flatMap(({ data }) => data.map(({ subject }) => subject))
const everything = Array.from({ length: 31 }, (_, index) => (index === 24 ? 'record' : `s${index}`))

describe('searching the log', () => {
  it('reaches into sealed hours, each event once, in either order, whatever the size of a page', async () => {
    for (const limit of [1, 4, 7, 100]) {
      expect(subjects(await pages(`limit=${limit}`))).toEqual(everything.toReversed())
      expect(subjects(await pages(`limit=${limit}&order=asc`))).toEqual(everything)
    }
  })

  it('says where it looked', async () => {
    const [first, ...rest] = await pages('limit=3')
    const until = new Date(NOW - DAY_MS + HOUR_MS).toISOString()
    expect(first?.searched).toEqual({ database: true, sealedHours: 0, sealedUntil: until })
    expect(rest.at(-1)?.searched).toMatchObject({ database: false, sealedHours: 1 })
  })

  it('opens a few hours in each request, and those alone that may hold what is asked for', async () => {
    const rare = await pages('subject=s1')
    expect(subjects(rare)).toEqual(['s1'])
    expect(rare.map(({ searched }) => searched.sealedHours)).toEqual([8, 5])
    const at = (ms: number) => new Date(ms).toISOString()
    const dated = await pages(`from=${at(HOUR + 2 * HOUR_MS)}&to=${at(HOUR + 4 * HOUR_MS)}`)
    expect(subjects(dated)).toEqual(['s7', 's6', 's5', 's4'])
    expect(dated.map(({ searched }) => searched.sealedHours)).toEqual([2])
  })

  it('finds one event, by its position anywhere in the log', async () => {
    const [page] = await pages('subject=s0')
    const found = (await pages('subject=s0')).flatMap(({ data }) => data)[0]
    expect(page?.data ?? []).toHaveLength(0)
    const path = `/api/v1/domain-events/${found?.id}`
    expect(await read(200, call('GET', path, { token }))).toMatchObject({ subject: 's0' })
    expect(await read(200, call('GET', `${path}?position=${found?.position}`, { token }))).toEqual(found)
    const line = await read<{ data: { id: string }[] }>(200, call('GET', `${path}/timeline`, { token }))
    expect(line.data.map(({ id }) => id)).toEqual([found?.id])
    const stranger = (await someone()).accessToken
    expect((await call('GET', path, { token: stranger })).status).toBe(404)
  })

  it('reaches there by the path of the earlier platform too', async () => {
    const found: string[] = []
    for (let path: string | undefined = '/api/logs?limit=4'; path !== undefined; ) {
      const answer = await call('GET', path, { token })
      found.push(...(await answer.json<{ subject: string }[]>()).map(({ subject }) => subject))
      path = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1]
    }
    expect(found).toEqual(everything.toReversed())
  })

  it('exports all of it', async () => {
    for (const [order, expected] of [
      ['asc', everything],
      ['desc', everything.toReversed()],
    ] as const) {
      const answer = await call('GET', `/api/v1/domain-events/export?order=${order}`, { token })
      const lines = (await answer.text()).trim().split('\n')
      expect(lines.map((line) => (JSON.parse(line) as { subject: string }).subject)).toEqual(expected)
    }
  })
})
