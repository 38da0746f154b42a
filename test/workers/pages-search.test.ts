import { beforeAll, describe, expect, it } from 'vitest'
import type { Event } from '../../contract/events.ts'
import { call, read, someone } from './client.ts'
import { migrated } from './migrated.ts'
import { browser } from './pages.ts'

let token: string

beforeAll(async () => {
  await migrated()
  token = (await someone()).accessToken
})

const TIMES = { startsAt: '2099-06-01T18:00:00Z', endsAt: '2099-06-01T20:00:00Z', timeZone: 'Europe/Berlin' }

const make = (body: object) =>
  read<Event>(
    201,
    call('POST', '/api/v1/events', { token, body: { ...TIMES, status: 'ON_SALE', capacity: 4, ...body } }),
  )

describe('the search of events', () => {
  it('goes by places left and by prices from and to, and keeps what was asked', async () => {
    const priced = (price: number) => ({ ticketTypes: [{ name: 'Adult', price, currency: 'EUR' }], city: 'Vevey' })
    await make({ ...priced(3000), name: 'Dear evening' })
    await make({ ...priced(1000), name: 'Cheap evening' })
    await make({ ...priced(1000), name: 'Full evening', capacity: 0 })
    await make({ ...priced(1000), name: 'Later evening', saleStartsAt: '2099-01-01T00:00:00Z' })
    await make({ ...priced(1000), name: 'Opened evening', status: 'SCHEDULED', saleStartsAt: '2020-01-01T00:00:00Z' })
    await make({ ...priced(1000), name: 'Closed evening', saleEndsAt: '2020-01-01T00:00:00Z' })
    const found = async (query: string) => (await browser().get(`/events?place=vevey&${query}`)).text
    const names = (text: string) => [...text.matchAll(/(\w+) evening/g)].map(([, name]) => name).sort()
    expect(names(await found('available=yes'))).toEqual(['Cheap', 'Dear', 'Opened'])
    expect(names(await found('least=20'))).toEqual(['Dear'])
    expect(names(await found('least=5&price=15%2C50&available=yes'))).toEqual(['Cheap', 'Opened'])
    const none = await found('least=5000.5&available=yes&q=evening')
    expect(none).toMatch(/name="least"[^>]*value="5000.5"[\s\S]*name="available" value="yes" checked/)
    expect(none).toContain('Nothing with places left was found')
    expect(none).toContain('href="/events?q=evening&amp;place=vevey&amp;least=5000.5"')
    expect((await browser().get('/events?least=cheap')).status).toBe(422)
  })
})
