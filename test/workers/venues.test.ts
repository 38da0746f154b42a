import { beforeAll, describe, expect, it } from 'vitest'
import type { Page } from '../../contract/page.ts'
import type { Plan } from '../../contract/plans.ts'
import type { Problem } from '../../contract/problem.ts'
import type { Venue } from '../../contract/venues.ts'
import { planOf } from '../unit/domain/booking/houses.ts'
import { call, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

let db: D1Database
let token: string

beforeAll(async () => {
  db = await migrated()
  token = (await someone()).accessToken
})

const OPERA = {
  name: 'Opera',
  address: 'Place de la Comédie 1',
  city: 'Lyon',
  country: 'fr',
  coordinates: { latitude: 45.7676, longitude: 4.836 },
  timeZone: 'Europe/Paris',
  accessibility: 'A lift at the north door; a hearing loop in the stalls.',
}
const make = (body: unknown, by = token) => call('POST', '/api/v1/venues', { token: by, body })
const at = (method: string, id: string, { body, by = token }: { body?: unknown; by?: string } = {}) =>
  call(method, `/api/v1/venues/${id}`, { token: by, ...(body !== undefined && { body }) })
const problemOf = async (answer: Promise<Response>) => (await (await answer).json()) as Problem
const codeOf = async (answer: Promise<Response>) => (await problemOf(answer)).code

describe('a venue', () => {
  it('is kept with all that is said of it', async () => {
    const made = await read<Venue>(201, make(OPERA))
    expect(made).toMatchObject({ ...OPERA, country: 'FR', version: 1 })
    expect(await read(200, at('GET', made.id))).toEqual(made)
    const { results } = await db
      .prepare("SELECT type FROM domain_events WHERE subject = ? AND aggregate = 'venue'")
      .bind(made.id)
      .all()
    expect(results).toEqual([{ type: 'venue.created' }])
  })

  it('needs a name and a time zone that there is, and coordinates on this earth', async () => {
    const bare = await read<Venue>(201, make({ name: 'Barn', timeZone: 'UTC' }))
    expect(bare).toMatchObject({ city: null, country: null, coordinates: null, accessibility: null })
    for (const [change, pointer] of [
      [{ name: ' ' }, '/name'],
      [{ timeZone: 'Europe/Atlantis' }, '/timeZone'],
      [{ timeZone: '+01:00' }, '/timeZone'],
      [{ country: 'FRA' }, '/country'],
      [{ coordinates: { latitude: 91, longitude: 0 } }, '/coordinates/latitude'],
    ] as const)
      expect((await problemOf(make({ ...OPERA, ...change }))).errors?.map((fault) => fault.pointer)).toEqual([pointer])
  })

  it('is changed by what is named, once, and not over the change of another', async () => {
    const { id, version } = await read<Venue>(201, make(OPERA))
    const changed = await read<Venue>(200, at('PATCH', id, { body: { city: null, coordinates: null, version } }))
    expect(changed).toMatchObject({ name: 'Opera', city: null, coordinates: null, country: 'FR', version: 2 })
    expect(await read(200, at('PATCH', id, { body: { name: 'Opera' } }))).toEqual(changed)
    expect(await codeOf(at('PATCH', id, { body: { name: 'Late', version } }))).toBe('stale_version')
    const stale = call('PATCH', `/api/v1/venues/${id}`, {
      token,
      body: { name: 'Late' },
      headers: { 'if-match': '"1"' },
    })
    expect(await codeOf(stale)).toBe('stale_version')
  })

  it('takes one of two changes that come at once', async () => {
    const { id, version } = await read<Venue>(201, make(OPERA))
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => at('PATCH', id, { body: { name, version } })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  })

  it('is found by name and city, page by page, by its organisation alone', async () => {
    const { accessToken } = await someone()
    for (const [name, city] of [
      ['b hall', 'Lyon'],
      ['a hall', 'Paris'],
      ['c hall', 'Lyon'],
    ])
      await read(201, make({ ...OPERA, name, city }, accessToken))
    const list = (query: string) =>
      read<Page<Venue>>(200, call('GET', `/api/v1/venues${query}`, { token: accessToken }))
    const first = await list('?limit=2')
    const rest = await list(`?limit=2&cursor=${first.next}`)
    expect([...first.data, ...rest.data].map(({ name }) => name)).toEqual(['a hall', 'b hall', 'c hall'])
    expect((await list('?query=LYO')).data.map(({ name }) => name)).toEqual(['b hall', 'c hall'])
    const nonsense = call('GET', '/api/v1/venues?cursor=x', { token: accessToken })
    expect(await codeOf(nonsense)).toBe('invalid_cursor')
    const theirs = first.data[0]?.id ?? ''
    for (const method of ['GET', 'DELETE']) expect(await codeOf(at(method, theirs))).toBe('not_found')
    expect(await codeOf(at('PATCH', theirs, { body: { name: 'Mine' } }))).toBe('not_found')
  })

  it('is deleted when nothing needs it any more', async () => {
    const { id } = await read<Venue>(201, make(OPERA))
    const plan = await read<Plan>(201, call('POST', '/api/v1/plans', { token, body: { plan: planOf(), venueId: id } }))
    expect(await codeOf(at('DELETE', id))).toBe('in_use')
    expect((await call('DELETE', `/api/v1/plans/${plan.id}`, { token })).status).toBe(204)
    expect((await at('DELETE', id)).status).toBe(204)
    for (const method of ['GET', 'DELETE']) expect(await codeOf(at(method, id))).toBe('not_found')
    const homeless = call('POST', '/api/v1/plans', { token, body: { plan: planOf(), venueId: id } })
    expect((await problemOf(homeless)).errors).toMatchObject([{ pointer: '/venueId', code: 'unknown_venue' }])
  })
})
