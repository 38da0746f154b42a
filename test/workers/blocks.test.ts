import { beforeAll, describe, expect, it } from 'vitest'
import type { Event } from '../../contract/events.ts'
import { call, read, someone } from './client.ts'
import { migrated } from './migrated.ts'
import { theatre } from './theatre.ts'

beforeAll(migrated)

const HOUR = 3_600_000
const at = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString()

interface Free {
  free: number
  blocked: number
  seats: Record<string, string>
}

const eventOf = async (token: string, more: object = {}): Promise<Event> => {
  const times = { startsAt: at(24), endsAt: at(26), timeZone: 'UTC' }
  const body = { name: 'Concert', ...times, status: 'ON_SALE', capacity: 10, ...more }
  return read<Event>(201, call('POST', '/api/v1/events', { token, body }))
}
const blocksOf = (id: string) => `/api/v1/events/${id}/blocks`
const freeOf = (id: string) => read<Free>(200, call('GET', `/api/v1/events/${id}/availability`))

describe('places off sale', () => {
  it('are taken off by number, listed with the reason, and come back as a whole', async () => {
    const { accessToken: token } = await someone()
    const { id } = await eventOf(token)
    const body = { quantity: 3, reason: 'For the press' }
    const { ids } = await read<{ ids: string[] }>(200, call('POST', blocksOf(id), { token, body }))
    expect(await freeOf(id)).toMatchObject({ free: 7, blocked: 3 })
    const { data } = await read<{ data: unknown[] }>(200, call('GET', blocksOf(id), { token }))
    expect(data).toEqual([expect.objectContaining({ id: ids[0], seat: null, quantity: 3, reason: 'For the press' })])
    await read(200, call('DELETE', blocksOf(id), { token, body: { ids } }))
    expect(await freeOf(id)).toMatchObject({ free: 10, blocked: 0 })
  })

  it('are taken off by seat, all or none, and left where they are off already', async () => {
    const { accessToken: token } = await someone()
    const { id } = await theatre(token, (body) => eventOf(token, body))
    const seats = ['balcony-1-1', 'balcony-1-2']
    await read(200, call('POST', blocksOf(id), { token, body: { seats } }))
    await read(200, call('POST', blocksOf(id), { token, body: { seats } }))
    expect((await freeOf(id)).seats).toMatchObject({ 'balcony-1-1': 'blocked', 'balcony-1-2': 'blocked' })
    const hold = call('POST', `/api/v1/events/${id}/holds`, { body: { seats: ['balcony-2-1'] } })
    await read(201, hold)
    const body = { seats: ['balcony-1-3', 'balcony-2-1'] }
    const refused = await read<{ code: string }>(409, call('POST', blocksOf(id), { token, body }))
    expect(refused.code).toBe('unavailable')
    expect((await freeOf(id)).seats).toMatchObject({ 'balcony-1-3': 'free', 'balcony-2-1': 'held' })
    await read(200, call('DELETE', blocksOf(id), { token, body: { seats } }))
    expect(await freeOf(id)).toMatchObject({ blocked: 0 })
  })

  it('are taken off once for a key, and said in the log as they go and come back', async () => {
    const { accessToken: token } = await someone()
    const { id } = await eventOf(token)
    const body = { quantity: 3, reason: 'For the press' }
    const headers = { 'Idempotency-Key': crypto.randomUUID() }
    const { ids } = await read<{ ids: string[] }>(200, call('POST', blocksOf(id), { token, body, headers }))
    const again = await call('POST', blocksOf(id), { token, body, headers })
    expect(again.headers.get('Idempotency-Replayed')).toBe('true')
    expect(await again.json()).toEqual({ ids })
    expect(await freeOf(id)).toMatchObject({ free: 7, blocked: 3 })
    await read(200, call('DELETE', blocksOf(id), { token, body: { ids } }))
    const said = () =>
      read<{ data: { data: object }[] }>(200, call('GET', `/api/v1/domain-events?subject=${id}`, { token }))
    await expect
      .poll(async () => (await said()).data.map(({ data }) => data))
      .toEqual(
        expect.arrayContaining([
          { eventId: id, seats: [], quantity: 3, reason: 'For the press' },
          { eventId: id, seats: [], quantity: 3 },
        ]),
      )
  })

  it('are nobody’s business but the organisation’s', async () => {
    const [ours, theirs] = await Promise.all([someone(), someone()])
    const { id } = await eventOf(ours.accessToken)
    const token = theirs.accessToken
    expect((await call('GET', blocksOf(id), { token })).status).toBe(404)
    expect((await call('POST', blocksOf(id), { token, body: { quantity: 1 } })).status).toBe(404)
    expect((await call('DELETE', blocksOf(id), { token, body: { ids: ['q'] } })).status).toBe(404)
    expect((await call('POST', blocksOf(id), { body: { quantity: 1 } })).status).toBe(401)
    expect((await call('POST', blocksOf(id), { token: ours.accessToken, body: {} })).status).toBe(422)
  })
})
