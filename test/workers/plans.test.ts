import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { LIMITS } from '../../contract/limits.ts'
import type { Page } from '../../contract/page.ts'
import type { Plan, PlanVersion } from '../../contract/plans.ts'
import type { Problem } from '../../contract/problem.ts'
import type { SeatingPlan } from '../../contract/seating-plan.ts'
import { layoutOf } from '../../domain/booking/layout.ts'
import { readLayout } from '../../platform/plans.ts'
import { bigHouse, parishHall, planOf, seatAt, smallTheatre } from '../unit/domain/booking/houses.ts'
import { call, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

const { BUCKET } = env as Env
let db: D1Database
let token: string
let organisation: string

beforeAll(async () => {
  db = await migrated()
  const session = await someone()
  token = session.accessToken
  organisation = session.organization.id
})

const small = (...guids: string[]) => planOf(guids.map((guid, n) => seatAt(guid, n * 20)))
const make = (body: unknown, by = token) => call('POST', '/api/v1/plans', { token: by, body })
const imported = (plan: SeatingPlan, change: object = {}) => read<Plan>(201, make({ plan, ...change }))
const at = (method: string, path: string, body?: unknown) =>
  call(method, `/api/v1/plans/${path}`, { token, ...(body !== undefined && { body }) })
const change = (id: string, body: object) => read<Plan>(200, at('PATCH', id, body))
const exported = (id: string, query = '') => read<SeatingPlan>(200, at('GET', `${id}/export${query}`))
const problemOf = async (answer: Promise<Response>) => (await (await answer).json()) as Problem
const codeOf = async (answer: Promise<Response>) => (await problemOf(answer)).code
const faultsOf = async (answer: Promise<Response>) =>
  (await problemOf(answer)).errors?.map(({ pointer, code }) => [pointer, code])
const rowsOf = async (id: string) =>
  (await db.prepare('SELECT * FROM plan_versions WHERE plan_id = ? ORDER BY version').bind(id).all()).results
const keysOf = async (id: string) =>
  (await BUCKET.list({ prefix: `plans/${organisation}/${id}/` })).objects.map(({ key }) => key).sort()
const typesOf = async (id: string) =>
  (
    await db
      .prepare('SELECT type FROM domain_events WHERE subject = ? ORDER BY position')
      .bind(id)
      .all<{ type: string }>()
  ).results.map(({ type }) => type)

describe('an import', () => {
  it('keeps the document and makes its layout, published at once where that is wished', async () => {
    const made = await imported(smallTheatre(), { name: 'Theatre', publish: true })
    expect(made).toMatchObject({ name: 'Theatre', version: 1, status: 'PUBLISHED', publishedVersion: 1, seats: 200 })
    expect(made).toMatchObject({ draftVersion: null, places: 260, venueId: null })
    expect(made.categories[3]).toEqual({ name: 'Standing', color: '#8a6d3d', places: 60 })
    expect(await read(200, at('GET', made.id))).toEqual(made)
    const [row] = await rowsOf(made.id)
    expect(row).toMatchObject({ layout_key: `plans/${organisation}/${made.id}/1.layout.json` })
    expect(await readLayout(BUCKET, String(row?.layout_key))).toEqual(layoutOf(smallTheatre()))
    expect(await readLayout(BUCKET, 'plans/nobody/nothing/1.layout.json')).toBeNull()
    expect(await typesOf(made.id)).toEqual(['plan.created', 'plan.published'])
  })

  it('gives back what came, all of it or in the form of pretix', async () => {
    const stranger = { ...smallTheatre(), author: { name: 'me', years: [1, 2] } }
    const { id } = await imported(stranger)
    expect(await exported(id)).toEqual(stranger)
    const pure = await exported(id, '?format=pretix')
    expect(pure).not.toHaveProperty('focal_point')
    expect(pure).not.toHaveProperty('author')
    expect(pure.zones[1]?.rows[0]?.seats[3]).toEqual({
      seat_guid: 'stalls-A-9',
      seat_number: '9',
      uuid: expect.any(String),
      position: expect.any(Object),
      category: 'Front stalls',
      radius: 10,
    })
    const again = await imported(pure)
    expect(await exported(again.id)).toEqual(pure)
    const old = await imported(parishHall())
    expect(await exported(old.id, '?format=pretix')).toEqual(parishHall())
    expect(old.name).toBe('Parish hall')
  })

  it('is done once for one Idempotency-Key', async () => {
    const once = () =>
      call('POST', '/api/v1/plans', { token, body: { plan: small('a') }, headers: { 'idempotency-key': 'one plan' } })
    const first = await read<Plan>(201, once())
    expect(await read(201, once())).toEqual(first)
  })

  it('takes a house of fifty thousand seats, and keeps it whole', async () => {
    const house = bigHouse()
    const made = await imported(house, { publish: true })
    expect(made).toMatchObject({ seats: 50_000, places: 50_000 })
    const [row] = await rowsOf(made.id)
    expect((await readLayout(BUCKET, String(row?.layout_key)))?.seats.length).toBe(50_000)
    expect(await exported(made.id)).toEqual(house)
  })

  it('refuses what is no plan, with a pointer to each fault', async () => {
    const broken = small('a', 'a')
    expect(await faultsOf(make({ plan: broken }))).toEqual([['/plan/zones/0/rows/0/seats/1/seat_guid', 'duplicate']])
    expect(await faultsOf(make({ plan: { ...broken, categories: [] } }))).toContainEqual([
      '/plan/zones/0/rows/0/seats/0/category',
      'unknown_category',
    ])
    for (const plan of [undefined, null, 'x', 7]) expect(await faultsOf(make({ plan }))).toEqual([['/plan', 'custom']])
    expect(await faultsOf(make({ plan: [] }))).toEqual([['/plan', 'invalid_type']])
    expect(await faultsOf(make({ plan: planOf(), publish: true }))).toEqual([['/plan/zones', 'no_places']])
    expect(await faultsOf(make({ plan: { ...planOf(), size: { width: -1, height: 2 } } }))).toEqual([
      ['/plan/size/width', 'too_small'],
    ])
  })

  it('refuses a name that would become a prototype, however it is written', async () => {
    const body = JSON.stringify({ plan: small('a') })
    for (const name of ['__proto__', '\\u005f_proto__'])
      expect(await faultsOf(make(body.replace('"position":', `"${name}":{"polluted":1},"position":`)))).toEqual([
        ['/plan/zones/0/__proto__', 'forbidden_name'],
      ])
    expect(await faultsOf(make(body.replace('"a"', '"__proto__"')))).toEqual([
      ['/plan/zones/0/rows/0/seats/0/seat_guid', 'custom'],
    ])
    const said = await imported({ ...small('a'), name: '"__proto__":' })
    expect(said.name).toBe('"__proto__":')
  })

  it.each([
    ['deep nesting', `{"plan":${'['.repeat(5_000_000)}`, 'too_deep'],
    ['deep nesting in a field that nobody knows', `{"plan":{"x":${'{"x":'.repeat(100)}1${'}'.repeat(102)}`, 'too_deep'],
    ['millions of zones', `{"plan":{"zones":[${'[],'.repeat(2_000_000)}[]]}}`, 'too_many'],
    ['half a million zones', `{"plan":{"name":"x","categories":[],"zones":[${'{},'.repeat(400_000)}{}]}}`, 'too_big'],
    ['a name twice', '{"plan":{"name":"x","name":"y"}}', 'duplicate_name'],
    ['NUL', '{"plan":{"name":"x\\u0000"}}', 'invalid_text'],
    [
      'an endless number',
      '{"plan":{"name":"x","categories":[],"zones":[],"size":{"width":1e999,"height":1}}}',
      'invalid_type',
    ],
  ])('refuses %s', async (_, body, code) => {
    expect((await faultsOf(make(body)))?.map(([, one]) => one)).toEqual([code])
  })

  it('refuses a hundred thousand seats, and more bytes than a plan has', async () => {
    const house = { ...bigHouse({ zones: 1, rows: 1, seats: 1 }) }
    const seats = Array.from({ length: 100_000 }, (_, n) => seatAt(`s${n}`, n))
    expect(await faultsOf(make({ plan: planOf(seats) }))).toEqual([['/plan/zones', 'too_big']])
    const large = { plan: { ...house, padding: 'x'.repeat(LIMITS.planBytes) } }
    const refused = await problemOf(make(large))
    expect(refused).toMatchObject({ code: 'too_large', status: 413, errors: [{ pointer: '', code: 'too_large' }] })
    expect(await codeOf(make('{"plan": NaN}'))).toBe('malformed_json')
    expect(await codeOf(call('POST', '/api/v1/venues', { token, body: 'x'.repeat(LIMITS.apiBytes + 1) }))).toBe(
      'too_large',
    )
  })
})

describe('a plan', () => {
  it('has drafts that replace each other, and versions that stay', async () => {
    const { id } = await imported(small('a'))
    expect(await change(id, { plan: small('a', 'b'), version: 1 })).toMatchObject({
      version: 2,
      draftVersion: 2,
      seats: 2,
    })
    expect(await keysOf(id)).toEqual(
      [2].flatMap((n) => ['json', 'layout.json'].map((end) => `plans/${organisation}/${id}/${n}.${end}`)),
    )
    const published = await read<Plan>(200, at('POST', `${id}/publish`))
    expect(published).toMatchObject({ version: 2, draftVersion: null, publishedVersion: 2, status: 'PUBLISHED' })
    expect(await read(200, at('POST', `${id}/publish`))).toEqual(published)
    const third = await change(id, { plan: small('a', 'c') })
    expect(third).toMatchObject({ version: 3, draftVersion: 3, publishedVersion: 2 })
    expect(await exported(id, '?version=2')).toEqual(small('a', 'b'))
    expect(await exported(id)).toEqual(small('a', 'c'))
    expect(await change(id, { publish: true, plan: small('d') })).toMatchObject({
      publishedVersion: 4,
      draftVersion: null,
    })
    const list = await read<Page<PlanVersion>>(200, at('GET', `${id}/versions?limit=1`))
    expect(list.data.map(({ version, status, seats }) => [version, status, seats])).toEqual([[4, 'PUBLISHED', 1]])
    const rest = await read<Page<PlanVersion>>(200, at('GET', `${id}/versions?cursor=${list.next}`))
    expect(rest.data.map(({ version, status, seats }) => [version, status, seats])).toEqual([[2, 'PUBLISHED', 2]])
    expect(await codeOf(at('GET', `${id}/export?version=3`))).toBe('not_found')
    expect((await typesOf(id)).join()).toBe(
      'plan.created,plan.updated,plan.published,plan.updated,plan.updated,plan.published',
    )
  })

  it('is renamed without another document', async () => {
    const { id } = await imported(small('a'), { publish: true })
    expect(await change(id, { name: 'Other' })).toMatchObject({
      name: 'Other',
      version: 2,
      publishedVersion: 1,
      draftVersion: null,
    })
    expect(await change(id, { name: 'Other' })).toMatchObject({ version: 2 })
    expect(await change(id, { plan: small('b') })).toMatchObject({ version: 3, draftVersion: 3, publishedVersion: 1 })
    expect(await rowsOf(id)).toHaveLength(2)
  })

  it('is not changed over the change of another', async () => {
    const { id } = await imported(small('a'))
    await change(id, { plan: small('b'), version: 1 })
    for (const late of [
      { name: 'Late', version: 1 },
      { plan: small('c'), version: 1 },
    ])
      expect(await codeOf(at('PATCH', id, late))).toBe('stale_version')
    expect(await codeOf(at('POST', `${id}/publish`, { version: 1 }))).toBe('stale_version')
    const answers = await Promise.all(['x', 'y', 'z'].map((guid) => at('PATCH', id, { plan: small(guid), version: 2 })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    const won = ['x', 'y', 'z'][answers.findIndex(({ status }) => status === 200)] ?? ''
    expect(await exported(id)).toEqual(small(won))
    // Nothing is left of those who came too late.
    expect(await keysOf(id)).toHaveLength(2)
  })

  it('keeps what was published while another draft is sent', async () => {
    const { id } = await imported(small('a'))
    const answers = await Promise.all([at('POST', `${id}/publish`), at('PATCH', id, { plan: small('b') })])
    expect(answers.map(({ status }) => status)).toContain(200)
    const { publishedVersion } = await read<Plan>(200, at('GET', id))
    const kept = await rowsOf(id)
    for (const row of kept) expect(await BUCKET.head(String(row.document_key))).not.toBeNull()
    if (publishedVersion !== null) expect(await exported(id, `?version=${publishedVersion}`)).toEqual(small('a'))
  })

  it('writes over nothing that lies in its place already', async () => {
    const { id } = await imported(small('a'), { publish: true })
    const orphan = `plans/${organisation}/${id}/2.json`
    await BUCKET.put(orphan, 'left by a change that never came in')
    await change(id, { plan: small('b'), publish: true })
    expect(await exported(id)).toEqual(small('b'))
    expect(await (await BUCKET.get(orphan))?.text()).toBe('left by a change that never came in')
  })

  it('is copied as a draft of its own', async () => {
    const { id } = await imported(smallTheatre(), { publish: true, name: 'Theatre' })
    const copy = await read<Plan>(201, at('POST', `${id}/duplicate`, { name: 'Tent' }))
    expect(copy).toMatchObject({ name: 'Tent', version: 1, draftVersion: 1, publishedVersion: null, places: 260 })
    expect(await exported(copy.id)).toEqual(smallTheatre())
    await change(copy.id, { plan: small('a') })
    expect(await exported(id)).toEqual(smallTheatre())
  })

  it('is listed by name, of one venue or all, to its organisation alone', async () => {
    const mine = await someone()
    const by = mine.accessToken
    const venue = await read<{ id: string }>(
      201,
      call('POST', '/api/v1/venues', { token: by, body: { name: 'Hall', timeZone: 'UTC' } }),
    )
    for (const [name, venueId] of [
      ['b', venue.id],
      ['a', null],
      ['c', venue.id],
    ] as const)
      await read(201, make({ name, venueId, plan: small('a') }, by))
    const list = (query: string) => read<Page<Plan>>(200, call('GET', `/api/v1/plans${query}`, { token: by }))
    const first = await list('?limit=2')
    const rest = await list(`?limit=2&cursor=${first.next}`)
    expect([...first.data, ...rest.data].map(({ name }) => name)).toEqual(['a', 'b', 'c'])
    expect((await list(`?venueId=${venue.id}`)).data.map(({ name }) => name)).toEqual(['b', 'c'])
    expect((await list('?query=C')).data.map(({ name }) => name)).toEqual(['c'])
    const theirs = first.data[0]?.id ?? ''
    for (const [method, path, body] of [
      ['GET', ''],
      ['GET', '/versions'],
      ['GET', '/export'],
      ['PATCH', '', { name: 'Mine' }],
      ['POST', '/publish', {}],
      ['POST', '/duplicate', {}],
      ['DELETE', ''],
    ] as const)
      expect(await codeOf(at(method, `${theirs}${path}`, body))).toBe('not_found')
    expect(await faultsOf(make({ plan: small('a'), venueId: venue.id }))).toEqual([['/venueId', 'unknown_venue']])
  })

  it('is deleted once no event that is still to come is sold by it', async () => {
    const { id } = await imported(small('a'), { publish: true })
    const events = `INSERT INTO events (id, organisation_id, name, status, starts_at, ends_at, time_zone, currency, plan_id,
      plan_version, searched, settings, created_at, updated_at) VALUES (?, ?, 'Night', ?, 1, ?, 'UTC', 'EUR', ?, 1, '', '{}', 1, 1)`
    const happens = (event: string, status: string, ends: number) =>
      db.prepare(events).bind(event, organisation, status, ends, id).run()
    await happens('e_over', 'CLOSED', 5)
    await happens('e_off', 'CANCELLED', Date.now() + 1e6)
    await happens('e_soon', 'DRAFT', Date.now() + 1e6)
    expect(await codeOf(at('DELETE', id))).toBe('in_use')
    await db.prepare("UPDATE events SET ends_at = 5 WHERE id = 'e_soon'").run()
    expect((await at('DELETE', id)).status).toBe(204)
    expect(await codeOf(at('GET', id))).toBe('not_found')
    // What was sold by it is still known.
    expect(await keysOf(id)).toHaveLength(2)
    expect((await typesOf(id)).at(-1)).toBe('plan.deleted')
  })
})
