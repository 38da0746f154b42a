import { beforeAll, describe, expect, it } from 'vitest'
import type { OpenedCode } from '../../contract/codes.ts'
import type { Event } from '../../contract/events.ts'
import type { HoldView } from '../../contract/holds.ts'
import { call, freshAddress, read, someone } from './client.ts'
import { evening } from './evening.ts'
import { migrated } from './migrated.ts'
import { theatre } from './theatre.ts'

let token: string

beforeAll(async () => {
  await migrated()
  token = (await someone()).accessToken
})

const make = (body: object) => evening(token, { capacity: 10, ...body })

const TYPES = [
  { id: 'adult', name: 'Adult', price: 2000 },
  { id: 'member', name: 'Member', price: 1500, hidden: true },
  { id: 'gone', name: 'Not sold', price: 1, active: false },
]

const path = ({ id }: Event, code: string) => `/api/v1/events/${id}/codes/${code}`
const open = (event: Event, code: string) => read<OpenedCode>(200, call('GET', path(event, code)))

describe('what a code opens', () => {
  it('is hidden tickets, which come first, and prices less its discount', async () => {
    const codes = [{ code: 'MEMBERS', ticketTypes: ['member'], discount: { percent: 25 } }]
    const event = await make({ ticketTypes: TYPES, codes })
    const opened = await open(event, ' members%20')
    expect(opened).toMatchObject({ code: 'MEMBERS', discount: { percent: 25 }, free: 10, seats: [], quantity: 0 })
    expect(opened.ticketTypes.map(({ id, price, fullPrice, free }) => [id, price, fullPrice, free])).toEqual([
      ['member', 1125, 1500, 10],
      ['adult', 1500, 2000, 10],
    ])
    const held = await read<HoldView>(
      201,
      call('POST', `/api/v1/events/${event.id}/holds`, { body: { quantity: 1, code: 'members' } }),
    )
    expect(held.places).toEqual([{ seat: null, area: null, ticketTypeId: 'member', price: 1125 }])
  })

  it('is what is kept for it, where nobody else finds a place', async () => {
    const allotments = [{ id: 'friends', name: 'Friends', quantity: 3 }]
    const codes = [{ code: 'FRIENDS', allotmentId: 'friends', maxUses: 2 }]
    const event = await make({ capacity: 3, allotments, codes })
    expect(await open(event, 'friends')).toMatchObject({ free: 2, quantity: 2, ticketTypes: [{ free: 2 }] })
    const holds = `/api/v1/events/${event.id}/holds`
    await read(409, call('POST', holds, { body: { quantity: 1 } }))
    const held = await call('POST', holds, { body: { quantity: 2, code: 'FRIENDS' } })
    const { id } = await read<HoldView>(201, Promise.resolve(held))
    const cookie = held.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    await read(404, call('GET', path(event, 'FRIENDS')))
    const again = call('GET', `${path(event, 'FRIENDS')}?replaces=${id}`, { headers: { cookie } })
    expect(await read<OpenedCode>(200, again)).toMatchObject({ free: 2 })
    await read(404, call('GET', `${path(event, 'FRIENDS')}?replaces=${id}`))
  })

  it('is seats by their guids, until somebody has them', async () => {
    const seats = ['stalls-A-1', 'stalls-A-2']
    const allotments = [{ id: 'press', name: 'Press', seats }]
    const event = await theatre(token, (body) =>
      make({ ...body, allotments, codes: [{ code: 'PRESS', allotmentId: 'press' }] }),
    )
    expect(await open(event, 'PRESS')).toMatchObject({ seats, quantity: 0 })
    const body = { seats: ['stalls-A-1'], code: 'PRESS' }
    await read(201, call('POST', `/api/v1/events/${event.id}/holds`, { body }))
    expect(await open(event, 'PRESS')).toMatchObject({ seats: ['stalls-A-2'] })
  })

  it('is nothing, in the same words, for codes that nobody gave and those of another time', async () => {
    const codes = [
      { code: 'EARLY', startsAt: '2098-01-01T00:00:00Z' },
      { code: 'LATE', endsAt: '2020-01-01T00:00:00Z' },
    ]
    const event = await make({ codes })
    const answers = await Promise.all(
      ['early', 'late', 'none'].map(async (code) => read<{ detail: string }>(404, call('GET', path(event, code)))),
    )
    expect(new Set(answers.map(({ detail }) => detail)).size).toBe(1)
  })

  it('is not told any more to who has tried many, though one of them were right', async () => {
    const event = await make({ codes: [{ code: 'RIGHT' }] })
    const from = { headers: { 'cf-connecting-ip': freshAddress() } }
    const hold = (code: string) =>
      call('POST', `/api/v1/events/${event.id}/holds`, { body: { quantity: 1, code }, ...from })
    for (let n = 0; n < 42; n += 1) await read(200, call('GET', path(event, 'RIGHT'), from))
    for (let n = 0; n < 20; n += 1) {
      await read(404, call('GET', path(event, `WRONG-${n}`), from))
      await read(409, hold(`WRONG-${n}`))
    }
    await read(429, call('GET', path(event, 'RIGHT'), from))
    await read(429, hold('RIGHT'))
    await read(200, call('GET', path(event, 'RIGHT')))
  })
})
