import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { BookingView } from '../../contract/bookings.ts'
import type { Event } from '../../contract/events.ts'
import type { HoldView } from '../../contract/holds.ts'
import type { Page } from '../../contract/page.ts'
import type { Problem } from '../../contract/problem.ts'
import type { EntryView, ListedEntry } from '../../contract/waitlist.ts'
import { call, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

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
  startsAt: '2037-06-01T18:00:00Z',
  endsAt: '2037-06-01T20:00:00Z',
  timeZone: 'Europe/Berlin',
  status: 'ON_SALE',
  capacity: 1,
  waitlist: true,
}

/** A browser: it sends the cookies it was given. */
const browser = () => {
  let cookie = ''
  const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const sent = { ...headers, ...(cookie === '' ? {} : { cookie }) }
    const answer = await call(method, `/api/v1/${path}`, { ...(body === undefined ? {} : { body }), headers: sent })
    const set = answer.headers.getSetCookie().find((one) => one.startsWith('__Host-guest='))
    if (set !== undefined) cookie = set.split(';')[0] ?? ''
    return answer
  }
  return { ask, read: <T>(status: number, ...asked: Parameters<typeof ask>) => read<T>(status, ask(...asked)) }
}

/** An event whose only place somebody has. */
const soldOut = async (change: object = {}) => {
  const event = await read<Event>(201, call('POST', '/api/v1/events', { token, body: { ...CONCERT, ...change } }))
  const buyer = browser()
  const hold = await buyer.read<HoldView>(201, 'POST', `events/${event.id}/holds`, { quantity: 1 })
  const wish = { eventId: event.id, holdId: hold.id, contact: { emailAddress: 'buyer@example.com' } }
  const booking = await buyer.read<BookingView>(201, 'POST', 'bookings', wish)
  const free = () => buyer.read<BookingView>(200, 'POST', `bookings/${booking.id}/cancel`, {})
  const join = (who: ReturnType<typeof browser>, name: string, headers = {}) =>
    who.read<EntryView>(
      201,
      'POST',
      `events/${event.id}/waitlist/join`,
      { quantity: 1, email: `${name}@example.com` },
      headers,
    )
  return { event, free, join, path: `events/${event.id}/waitlist` }
}

const code = async (answer: Promise<Response>) => ((await (await answer).json()) as Problem).code

describe('the routes of a waitlist', () => {
  it('lead a guest from joining to a booking', async () => {
    const { event, free, join, path } = await soldOut()
    const ada = browser()
    const entry = await join(ada, 'Ada')
    expect(entry).toMatchObject({ status: 'WAITING', position: 1, quantity: 1, offer: null, bookingId: null })
    expect(entry.id).toMatch(/^w_e_[\w-]{22}_[\w-]{22}$/)
    expect(entry.email).toBe('ada@example.com')
    await free()
    const seen = await ada.read<EntryView>(200, 'GET', `${path}/${entry.id}`)
    expect(seen).toMatchObject({ status: 'OFFERED', position: null, offer: { quantity: 1, total: 0, seats: [] } })
    const booking = await ada.read<BookingView>(200, 'POST', `${path}/confirm`, { entryId: entry.id })
    expect(booking).toMatchObject({ status: 'CONFIRMED', quantity: 1, entryId: entry.id })
    expect(await ada.read<EntryView>(200, 'GET', `${path}/${entry.id}`)).toMatchObject({
      status: 'CLAIMED',
      bookingId: booking.id,
    })
    const own = await ada.read<Page<EntryView>>(200, 'GET', `waitlist?eventId=${event.id}`)
    expect(own.data.map(({ id, status }) => [id, status])).toEqual([[entry.id, 'CLAIMED']])
    expect(await ada.read<Page<EntryView>>(200, 'GET', 'waitlist')).toEqual(own)
    const bob = browser()
    await join(bob, 'bob')
    const { data } = await bob.read<Page<EntryView>>(200, 'GET', `waitlist?eventId=${event.id}`)
    expect(data).toMatchObject([{ status: 'WAITING', position: 1 }])
  })

  it('open an entry to its link and to nobody else', async () => {
    const { free, join, path } = await soldOut({ ticketTypes: [{ name: 'Paid', price: 900, currency: 'EUR' }] })
    const entry = await join(browser(), 'ada')
    const query = new URL(entry.link ?? '').search
    const stranger = browser()
    expect(await code(stranger.ask('GET', `${path}/${entry.id}`))).toBe('not_found')
    expect(await code(stranger.ask('GET', `${path}/${entry.id}?token=1.AAAAAAAAAAAAAAAAAAAAAA`))).toBe('not_found')
    await free()
    expect((await stranger.read<EntryView>(200, 'GET', `${path}/${entry.id}${query}`)).status).toBe('OFFERED')
    const booking = await stranger.read<BookingView>(200, 'POST', `${path}/confirm${query}`, {
      entryId: entry.id,
      contact: { fullName: 'Ada Lovelace' },
    })
    expect(booking).toMatchObject({
      status: 'ON_HOLD',
      total: 900,
      contact: { fullName: 'Ada Lovelace', emailAddress: 'ada@example.com' },
    })
    expect((await stranger.read<BookingView>(200, 'GET', `bookings/${booking.id}`)).id).toBe(booking.id)
  })

  it('tell a stranger with a known address neither the link nor the offer', async () => {
    const { free, join } = await soldOut()
    const entry = await join(browser(), 'ada')
    await free()
    const seen = await join(browser(), 'ada')
    expect(seen).toMatchObject({ id: entry.id, offer: null })
    expect(seen.link).toBeUndefined()
  })

  it('join once for a key, also where the first answer with its cookie was lost', async () => {
    const { event, path } = await soldOut()
    const headers = { 'Idempotency-Key': '"one"', 'cf-connecting-ip': '203.0.113.77' }
    const join = () =>
      call('POST', `/api/v1/${path}/join`, { headers, body: { quantity: 1, email: 'ada@example.com' } })
    const first = await read<EntryView>(201, join())
    const again = await join()
    expect(again.headers.get('Idempotency-Replayed')).toBe('true')
    expect(await again.json()).toEqual(first)
    const other = call('POST', `/api/v1/events/${event.id}/waitlist/join`, {
      headers,
      body: { quantity: 1, email: 'bob@example.com' },
    })
    expect(await code(other)).toBe('idempotency_key_reused')
  })

  it('decline and leave, and then offer to the next', async () => {
    const { free, join, path } = await soldOut()
    const [ada, bob, cleo] = [browser(), browser(), browser()]
    const entries = { ada: await join(ada, 'ada'), bob: await join(bob, 'bob'), cleo: await join(cleo, 'cleo') }
    expect(await code(ada.ask('POST', `${path}/decline`, { entryId: entries.ada.id }))).toBe('expired')
    await free()
    expect(await code(bob.ask('POST', `${path}/decline`, { entryId: entries.ada.id }))).toBe('not_found')
    const declined = await ada.read<EntryView>(200, 'POST', `${path}/decline`, { entryId: entries.ada.id })
    expect(declined).toMatchObject({ status: 'DECLINED', offer: null })
    const left = await bob.read<EntryView>(200, 'POST', `${path}/leave`, { entryId: entries.bob.id })
    expect(left.status).toBe('LEFT')
    expect((await cleo.read<EntryView>(200, 'GET', `${path}/${entries.cleo.id}`)).status).toBe('OFFERED')
  })

  it('refuse who could buy, and what is no waitlist', async () => {
    const { free, path } = await soldOut()
    const wish = { quantity: 1, email: 'ada@example.com' }
    await free()
    const refused = await call('POST', `/api/v1/${path}/join`, { body: wish })
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({ code: 'places_free', detail: expect.stringContaining('/holds') })
    const none = await soldOut({ waitlist: false })
    expect(await code(call('POST', `/api/v1/${none.path}/join`, { body: wish }))).toBe('closed')
    expect(await code(call('POST', `/api/v1/${path}/join`, { body: { quantity: 0, email: 'no' } }))).toBe('invalid')
    expect(await code(call('POST', '/api/v1/events/e_nobody/waitlist/join', { body: wish }))).toBe('not_found')
  })

  it('let organisers see the line, page by page, and change it', async () => {
    const { free, join, path } = await soldOut()
    const names = ['ada', 'bob', 'cleo']
    for (const name of names) await join(browser(), name)
    const list = (query = '') => read<Page<ListedEntry>>(200, call('GET', `/api/v1/${path}${query}`, { token }))
    const first = await list('?limit=2')
    expect(first.data.map(({ email, position }) => [email, position])).toEqual([
      ['ada@example.com', 1],
      ['bob@example.com', 2],
    ])
    const rest = await list(`?limit=2&cursor=${first.next}`)
    expect(rest.data.map(({ email }) => email)).toEqual(['cleo@example.com'])
    expect(rest.next).toBeNull()
    const [ada, bob, cleo] = [...first.data, ...rest.data].map(({ id }) => id)
    const step = (name: string, body: object) =>
      read<ListedEntry>(200, call('POST', `/api/v1/${path}/${name}`, { token, body }))
    const moved = await step('prioritise', { entryId: cleo, priority: 5, reason: 'Needs a carer' })
    expect(moved).toMatchObject({ position: 1, priority: 5, priorityReason: 'Needs a carer' })
    expect((await list()).data.map(({ id }) => id)).toEqual([cleo, ada, bob])
    await free()
    expect((await list('?status=OFFERED')).data.map(({ id }) => id)).toEqual([cleo])
    expect((await step('revoke', { entryId: cleo, reason: 'Sold on' })).status).toBe('REVOKED')
    expect((await list('?status=OFFERED')).data.map(({ id }) => id)).toEqual([ada])
    expect(await code(call('POST', `/api/v1/${path}/offer`, { token, body: { entryId: bob } }))).toBe('capacity')
    const other = await someone()
    for (const [method, route] of [
      ['GET', ''],
      ['POST', '/revoke'],
    ] as const)
      expect(
        await code(
          call(method, `/api/v1/${path}${route}`, {
            token: other.accessToken,
            ...(method === 'POST' ? { body: { entryId: ada } } : {}),
          }),
        ),
      ).toBe('not_found')
    const { results } = await (env as Env).DB.prepare(
      "SELECT actor, data ->> 'reason' AS reason FROM domain_events WHERE organisation_id = ? AND type = 'waitlist.prioritised'",
    )
      .bind(organization)
      .all()
    expect(results).toMatchObject([{ reason: 'Needs a carer', actor: expect.stringMatching(/./) }])
  })
})
