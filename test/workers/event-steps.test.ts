import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Code } from '../../contract/event-settings.ts'
import type { Event, ListedEvent } from '../../contract/events.ts'
import type { Page } from '../../contract/page.ts'
import type { Problem } from '../../contract/problem.ts'
import { tellForgottenRooms } from '../../platform/rooms.ts'
import { completeEvents } from '../../workers/core/ended-events.ts'
import { call, read, someone } from './client.ts'
import './facts.ts'
import { migrated } from './migrated.ts'
import { buyer } from './rooms.ts'

const { EVENT_ROOM } = env as Env

let db: D1Database
let token: string
let organization: string

beforeAll(async () => {
  db = await migrated()
  const session = await someone()
  token = session.accessToken
  organization = session.organization.id
})

const CONCERT = {
  name: 'Chamber concert',
  startsAt: '2027-03-20T18:30:00Z',
  endsAt: '2027-03-20T20:30:00Z',
  timeZone: 'Europe/Berlin',
  status: 'ON_SALE',
  capacity: 3,
}

const soon = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
const post = (path: string, body: object, headers = {}) => call('POST', `/api/v1${path}`, { token, body, headers })
const make = (body: object = {}) => read<Event>(201, post('/events', { ...CONCERT, ...body }))
const get = (id: string) => read<Event>(200, call('GET', `/api/v1/events/${id}`, { token }))
const roomOf = (id: string) => EVENT_ROOM.get(EVENT_ROOM.idFromName(id))
const hold = (id: string, quantity = 1) => call('POST', `/api/v1/events/${id}/holds`, { body: { quantity } })
const code = async (answer: Promise<Response>) => ((await (await answer).json()) as Problem).code

const typesOf = async (subject: string) => {
  const { results } = await db
    .prepare('SELECT type FROM domain_events WHERE organisation_id = ? AND subject = ? ORDER BY position')
    .bind(organization, subject)
    .all<{ type: string }>()
  return results.map(({ type }) => type)
}

describe('a duplicate', () => {
  it('is another draft whose times moved along by the clock of the place', async () => {
    const made = await make({
      saleStartsAt: '2027-03-13T11:00:00Z',
      ticketTypes: [{ id: 'early', name: 'Early', price: 900, currency: 'EUR', saleEndsAt: '2027-03-15T11:00:00Z' }],
      codes: [{ code: 'PRESS', startsAt: '2027-03-13T11:00:00Z' }],
    })
    // Two weeks later the clocks have gone forward.
    const copy = await read<Event>(201, post(`/events/${made.id}/duplicate`, { startsAt: '2027-04-03T17:30:00Z' }))
    expect(copy).toMatchObject({
      status: 'DRAFT',
      endsAt: '2027-04-03T19:30:00.000Z',
      saleStartsAt: '2027-03-27T11:00:00.000Z',
      version: 1,
      codes: [{ code: 'PRESS' }],
      ticketTypes: [{ id: 'early', saleEndsAt: '2027-03-29T10:00:00.000Z' }],
    })
    expect(copy.id).not.toBe(made.id)
    const other = { startsAt: '2027-04-03T17:30:00Z', name: 'Again', status: 'ON_SALE', capacity: 9 }
    expect(await read(201, post(`/events/${made.id}/duplicate`, other))).toMatchObject({ name: 'Again', capacity: 9 })
  })
})

describe('codes', () => {
  it('are made in bulk, each once, and open what the event has', async () => {
    const made = await make({ ticketTypes: [{ id: 'h', name: 'Hidden', price: 1, currency: 'EUR', hidden: true }] })
    const wish = { count: 500, prefix: 'vip-', ticketTypes: ['h'], maxUses: 1, tag: 'Sponsors', version: 1 }
    const { codes, version } = await read<{ codes: Code[]; version: number }>(
      201,
      post(`/events/${made.id}/codes`, wish),
    )
    expect(version).toBe(2)
    expect(new Set(codes.map((one) => one.code)).size).toBe(500)
    expect(codes[0]).toMatchObject({ ticketTypes: ['h'], maxUses: 1, tag: 'Sponsors' })
    expect(codes.every((one) => /^VIP-[2-9A-Z]{10}$/.test(one.code))).toBe(true)
    expect((await get(made.id)).codes).toEqual(codes)
    expect(await code(post(`/events/${made.id}/codes`, { ...wish, version: 1 }))).toBe('stale_version')
    const unknown = await read<Problem>(422, post(`/events/${made.id}/codes`, { count: 3, ticketTypes: ['none'] }))
    expect(unknown.errors).toMatchObject([{ pointer: '/ticketTypes/0', code: 'unknown_ticket_type' }])
    expect(await code(post(`/events/${made.id}/codes`, { count: 4501 }))).toBe('limit_reached')
    const { data } = await read<Page<ListedEvent>>(200, call('GET', `/api/v1/events?query=chamber`, { token }))
    expect(JSON.stringify(data)).not.toContain('VIP-')
  })
})

describe('cancelling', () => {
  it('is logged once, closes the room, and cannot be undone', async () => {
    const made = await make()
    const cancelled = await read<Event>(200, post(`/events/${made.id}/cancel`, { reason: 'The hall is flooded' }))
    expect(cancelled).toMatchObject({ status: 'CANCELLED', cancellationReason: 'The hall is flooded', version: 2 })
    expect(await code(hold(made.id))).toBe('closed')
    expect(await read(200, post(`/events/${made.id}/cancel`, { reason: 'Again' }))).toEqual(cancelled)
    await read(422, call('PATCH', `/api/v1/events/${made.id}`, { token, body: { status: 'ON_SALE' } }))
    expect(await typesOf(made.id)).toEqual(['event.created', 'event.cancelled'])
  })
})

describe('a draft', () => {
  it('is thrown away where nobody has places, and is not found from then on', async () => {
    const made = await make({ status: 'DRAFT' })
    expect((await call('DELETE', `/api/v1/events/${made.id}`, { token })).status).toBe(204)
    await read(404, call('GET', `/api/v1/events/${made.id}`, { token }))
    await read(404, call('DELETE', `/api/v1/events/${made.id}`, { token }))
    expect(await typesOf(made.id)).toEqual(['event.created', 'event.deleted'])
    const sold = await make()
    expect(await code(call('DELETE', `/api/v1/events/${sold.id}`, { token }))).toBe('in_use')
  })
})

describe('a room', () => {
  it('never takes places back that were sold when there are fewer', async () => {
    const made = await make()
    for (let n = 0; n < 3; n += 1) await read(201, hold(made.id))
    const fewer = await read<Event>(200, call('PATCH', `/api/v1/events/${made.id}`, { token, body: { capacity: 1 } }))
    expect(fewer.configured).toEqual({ done: true, reason: null, seats: [] })
    expect(await roomOf(made.id).availability()).toMatchObject({ held: 3, free: 0 })
    expect(await code(hold(made.id))).toBe('capacity')
  })

  it('lets buyers cancel until the cutoff, and not after', async () => {
    const made = await make({ startsAt: soon(2), endsAt: soon(4), cancellationCutoffMinutes: 60 })
    const late = await make({ startsAt: soon(2), endsAt: soon(4), cancellationCutoffMinutes: 180 })
    for (const [id, answer] of [
      [made.id, { ok: true }],
      [late.id, { ok: false, error: { reason: 'not_cancellable' } }],
    ] as const) {
      const ada = buyer('ada')
      const held = await roomOf(id).hold({ quantity: 1 }, ada, null)
      if (!held.ok) throw new Error('no place was free')
      const booked = await roomOf(id).book({ holdId: held.value.id, contact: { fullName: 'Ada' } }, ada, null)
      if (!booked.ok) throw new Error('no booking was made')
      await roomOf(id).confirm(booked.value.id, ada)
      expect(await roomOf(id).cancel(booked.value.id, { reason: 'Ill' }, ada)).toMatchObject(answer)
    }
  })

  it('that did not hear is told by the sweeper, and one that is ahead keeps what it has', async () => {
    const made = await make()
    await db.prepare('UPDATE events SET capacity = 7, version = 2 WHERE id = ?').bind(made.id).run()
    expect((await get(made.id)).configured.done).toBe(false)
    expect(await tellForgottenRooms(env as Env, Date.now())).toBe(0)
    expect(await tellForgottenRooms(env as Env, Date.now() + 60_000)).toBe(1)
    expect(await roomOf(made.id).availability()).toMatchObject({ capacity: 7 })
    expect((await get(made.id)).configured.done).toBe(true)
    await db
      .prepare('UPDATE events SET capacity = 9, version = 1, configured_version = 0 WHERE id = ?')
      .bind(made.id)
      .run()
    await tellForgottenRooms(env as Env, Date.now() + 60_000)
    expect(await roomOf(made.id).availability()).toMatchObject({ capacity: 7 })
  })
})

describe('an event that is over', () => {
  it('is completed by itself, unless it was cancelled or never announced', async () => {
    const [over, cancelled, draft] = [await make(), await make(), await make({ status: 'DRAFT' })]
    await read(200, post(`/events/${cancelled.id}/cancel`, {}))
    await completeEvents(env as Env, Date.parse(CONCERT.endsAt))
    expect((await get(over.id)).status).toBe('ON_SALE')
    await completeEvents(env as Env, Date.parse(CONCERT.endsAt) + 1)
    const statuses = [await get(over.id), await get(cancelled.id), await get(draft.id)].map(({ status }) => status)
    expect(statuses).toEqual(['COMPLETED', 'CANCELLED', 'DRAFT'])
    expect(await typesOf(over.id)).toEqual(['event.created', 'event.updated'])
  })
})
