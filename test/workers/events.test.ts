import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Event, ListedEvent, PublicEvent } from '../../contract/events.ts'
import type { Page } from '../../contract/page.ts'
import type { Problem } from '../../contract/problem.ts'
import { call, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

const { EVENT_ROOM } = env as Env

let token: string
let organization: string

beforeAll(async () => {
  await migrated()
  const session = await someone()
  token = session.accessToken
  organization = session.organization.id
})

const CONCERT = {
  name: 'Chamber concert',
  startsAt: '2027-06-01T18:00:00Z',
  endsAt: '2027-06-01T22:00:00+02:00',
  timeZone: 'Europe/Berlin',
  status: 'ON_SALE',
  capacity: 40,
}

const make = (body: object = {}, by = token) =>
  read<Event>(201, call('POST', '/api/v1/events', { token: by, body: { ...CONCERT, ...body } }))

const get = <T = Event>(id: string, by?: string) =>
  read<T>(200, call('GET', `/api/v1/events/${id}`, by === undefined ? {} : { token: by }))

const patch = (id: string, body: object, by = token, headers = {}) =>
  call('PATCH', `/api/v1/events/${id}`, { token: by, body, headers })

const faults = async (answer: Promise<Response>) => {
  const { errors = [] } = await read<Problem>(422, answer)
  return errors.map(({ pointer, code }) => `${pointer} ${code}`)
}

const availabilityOf = (id: string) => EVENT_ROOM.get(EVENT_ROOM.idFromName(id)).availability()

describe('an event', () => {
  it('gets a free ticket type, its times in UTC, and a room that knows of it before the answer', async () => {
    const made = await make()
    expect(made.id).toMatch(/^e_[\w-]{22}$/)
    expect(made).toMatchObject({
      startsAt: '2027-06-01T18:00:00.000Z',
      endsAt: '2027-06-01T20:00:00.000Z',
      holdSeconds: 600,
      waitlist: false,
      version: 1,
      configured: { done: true, reason: null, seats: [] },
    })
    expect(made.ticketTypes).toMatchObject([{ name: 'Admission', price: 0, currency: 'EUR', pools: [] }])
    expect(await availabilityOf(made.id)).toMatchObject({ capacity: 40, free: 40 })
    expect(await get(made.id, token)).toEqual(made)
  })

  it('tells the public neither codes nor hidden ticket types, and a draft not at all', async () => {
    const made = await make({
      ticketTypes: [
        { id: 'open', name: 'Open', price: 2500, currency: 'EUR' },
        { id: 'secret', name: 'Friends', price: 100, currency: 'EUR', hidden: true },
      ],
      codes: [{ code: ' friend ', ticketTypes: ['secret'] }],
      allotments: [{ name: 'Press', quantity: 4 }],
    })
    expect(made.codes).toMatchObject([{ code: 'FRIEND' }])
    const seen = await get<PublicEvent>(made.id)
    expect(seen.ticketTypes.map(({ id }) => id)).toEqual(['open'])
    expect(seen).toMatchObject({ lowestPrice: 2500, highestPrice: 2500 })
    expect(JSON.stringify(seen)).not.toMatch(/FRIEND|Press|secret/)
    expect(await get(made.id, (await someone()).accessToken)).toEqual(seen)
    const draft = await make({ status: 'DRAFT' })
    await read(404, call('GET', `/api/v1/events/${draft.id}`))
    await read(404, call('GET', `/api/v1/events/${draft.id}`, { token: (await someone()).accessToken }))
    expect((await get(draft.id, token)).status).toBe('DRAFT')
  })

  it('is changed where nobody else was faster, and its room hears of it', async () => {
    const made = await make({ waitlist: true })
    const changed = await read<Event>(200, patch(made.id, { capacity: 12, version: 1 }))
    expect(changed).toMatchObject({ capacity: 12, version: 2, waitlist: true, configured: { done: true } })
    expect(await availabilityOf(made.id)).toMatchObject({ capacity: 12, free: 12 })
    expect(await read(409, patch(made.id, { capacity: 13, version: 1 }))).toMatchObject({ code: 'stale_version' })
    expect(await read(409, patch(made.id, { capacity: 13 }, token, { 'if-match': '"1"' }))).toMatchObject({
      code: 'stale_version',
    })
    expect(await read(200, patch(made.id, { name: CONCERT.name }))).toMatchObject({ version: 2 })
    const both = await Promise.all([1, 2, 3].map((n) => patch(made.id, { capacity: 20 + n, version: 2 })))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  })

  it('is refused with pointers to what contradicts itself', async () => {
    const wrong = {
      ...CONCERT,
      endsAt: '2027-06-01T17:00:00Z',
      timeZone: 'Europe/Atlantis',
      ticketTypes: [
        { id: 'a', name: 'A', price: 1, currency: 'EUR' },
        { id: 'b', name: 'B', price: 1, currency: 'USD', pools: ['none'] },
      ],
      pools: [{ id: 'hall', name: 'Hall', size: 3 }],
    }
    expect(await faults(call('POST', '/api/v1/events', { token, body: wrong }))).toEqual([
      '/timeZone unknown_time_zone',
      '/endsAt before_start',
      '/ticketTypes/1/currency other_currency',
      '/ticketTypes/1/pools/0 unknown_pool',
      '/pools/0 unused_pool',
    ])
    const made = await make()
    expect(await faults(patch(made.id, { status: 'CANCELLED' }))).toEqual(['/status no_such_step'])
  })

  it('is its organisation’s alone to change', async () => {
    const made = await make()
    const stranger = (await someone()).accessToken
    await read(404, patch(made.id, { name: 'Mine' }, stranger))
    await read(401, call('PATCH', `/api/v1/events/${made.id}`, { body: { name: 'Mine' } }))
  })

  it('is made once for one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'once' }
    const first = await read<Event>(201, call('POST', '/api/v1/events', { token, body: CONCERT, headers }))
    expect(await read(201, call('POST', '/api/v1/events', { token, body: CONCERT, headers }))).toEqual(first)
  })
})

describe('the search', () => {
  const found = async (query: string, by?: string) => {
    const { data } = await read<Page<ListedEvent>>(
      200,
      call('GET', `/api/v1/events?${query}`, by === undefined ? {} : { token: by }),
    )
    return data.map(({ name }) => name)
  }

  it('finds by words without accents, place, date, price and availability, page by page', async () => {
    const { accessToken, organization: org } = await someone()
    const price = (amount: number) => ({ ticketTypes: [{ name: 'One', price: amount, currency: 'EUR' }] })
    await make({ name: 'Fête de la Musique', city: 'Genève', country: 'CH', ...price(0) }, accessToken)
    await make(
      { name: 'Opera night', place: 'Grand Théâtre', startsAt: '2027-05-01T18:00:00Z', ...price(9000) },
      accessToken,
    )
    await make({ name: 'Jazz', status: 'PAUSED', startsAt: '2027-05-02T18:00:00Z', ...price(3000) }, accessToken)
    await make({ name: 'Secret', unlisted: true, startsAt: '2027-05-03T18:00:00Z' }, accessToken)
    await make({ name: 'Sketch', status: 'DRAFT', startsAt: '2027-05-04T18:00:00Z' }, accessToken)
    const own = (query: string) => found(query, accessToken)
    const open = (query: string) => found(`organization=${org.id}&${query}`)
    expect(await own('')).toEqual(['Opera night', 'Jazz', 'Secret', 'Sketch', 'Fête de la Musique'])
    expect(await open('')).toEqual(['Opera night', 'Jazz', 'Fête de la Musique'])
    expect(await open('query=fete%20MUSIQUE')).toEqual(['Fête de la Musique'])
    expect(await open(`query=${'e%20'.repeat(60)}`)).toEqual(['Opera night', 'Fête de la Musique'])
    expect(await open('sort=name')).toEqual(['Fête de la Musique', 'Jazz', 'Opera night'])
    expect(await open('place=geneve')).toEqual(['Fête de la Musique'])
    expect(await open('place=musique')).toEqual([])
    expect(await open('from=2027-05-15T00:00:00Z')).toEqual(['Opera night', 'Jazz', 'Fête de la Musique'])
    expect(await open('to=2027-05-15T00:00:00Z')).toEqual(['Opera night', 'Jazz'])
    expect(await open('priceMin=1&priceMax=5000')).toEqual(['Jazz'])
    expect(await open('available=true')).toEqual(['Opera night', 'Fête de la Musique'])
    expect(await open('sort=-price')).toEqual(['Opera night', 'Jazz', 'Fête de la Musique'])
    expect(await own('status=DRAFT')).toEqual(['Sketch'])
    for (const sort of ['startsAt', '-startsAt', 'name', 'price', '-price', '-updatedAt']) {
      const whole = await own(`sort=${sort}`)
      const paged: string[] = []
      let cursor = ''
      do {
        const page: Page<ListedEvent> = await read(
          200,
          call('GET', `/api/v1/events?sort=${sort}&limit=2${cursor}`, { token: accessToken }),
        )
        paged.push(...page.data.map(({ name }) => name))
        cursor = page.next === null ? '' : `&cursor=${page.next}`
      } while (cursor !== '')
      expect(paged).toEqual(whole)
    }
    await read(422, call('GET', '/api/v1/events?cursor=nonsense'))
    expect(organization).not.toBe(org.id)
  })
})
