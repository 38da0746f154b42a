import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { BookingView } from '../../contract/bookings.ts'
import type { ScanView } from '../../contract/check-ins.ts'
import type { Event } from '../../contract/events.ts'
import type { HoldView } from '../../contract/holds.ts'
import type { Page } from '../../contract/page.ts'
import type { Problem } from '../../contract/problem.ts'
import { compareAll } from '../../local/rebuild-bookings.ts'
import { sha256Hex } from '../../platform/crypto.ts'
import { call, ORIGIN, read, someone } from './client.ts'
import { migrated } from './migrated.ts'
import { apiKeyWith } from './walk-fixtures.ts'

const { EVENT_ROOM, DB } = env as Env

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
  endsAt: '2027-06-01T20:00:00Z',
  timeZone: 'Europe/Berlin',
  status: 'ON_SALE',
  capacity: 40,
}

const concert = (body: object = {}) =>
  read<Event>(201, call('POST', '/api/v1/events', { token, body: { ...CONCERT, ...body } }))

/** A browser of its own: keeps the guest cookie that it is given. */
const browser = (cookie?: string) => {
  let kept = cookie
  const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await call(method, path, {
      body,
      headers: { ...headers, ...(kept === undefined ? {} : { cookie: kept }) },
    })
    const set = answer.headers.get('set-cookie')
    if (set?.startsWith('__Host-guest=') === true) kept = set.split(';')[0]
    return answer
  }
  return { ask, cookie: () => kept }
}

type Browser = ReturnType<typeof browser>

const contact = { fullName: 'Ada Lovelace', emailAddress: 'ada@example.com' }

const bought = async ({ ask }: Browser, eventId: string, quantity = 1, who: object = contact): Promise<BookingView> => {
  const held = await read<HoldView>(201, ask('POST', `/api/v1/events/${eventId}/holds`, { quantity }))
  const body = { eventId, holdId: held.id, contact: who }
  const { id } = await read<BookingView>(201, ask('POST', '/api/v1/bookings', body))
  return read<BookingView>(200, ask('POST', `/api/v1/bookings/${id}/confirm`))
}

const code = async (answer: Promise<Response>) => {
  const { code: reason } = (await (await answer).json()) as Problem
  return reason
}

const linkOf = ({ link = '' }: BookingView) => link.replace(`${ORIGIN}/bookings/`, '/api/v1/bookings/')

describe('the link of a booking', () => {
  it('opens it elsewhere, makes it belong to that browser, and works for what its owner may do', async () => {
    const event = await concert()
    const made = await bought(browser(), event.id)
    expect(made.link).toMatch(new RegExp(`^${ORIGIN}/bookings/${made.id}\\?token=[\\w.-]+$`))
    const phone = browser()
    expect(await code(phone.ask('GET', `/api/v1/bookings/${made.id}`))).toBe('not_found')
    expect(await read(200, phone.ask('GET', linkOf(made)))).toMatchObject({ id: made.id, link: made.link })
    expect(phone.cookie()).toMatch(/^__Host-guest=/)
    expect(await read(200, phone.ask('GET', `/api/v1/bookings/${made.id}`))).toMatchObject({ id: made.id })
    const { data } = await read<Page<BookingView>>(200, phone.ask('GET', `/api/v1/bookings?eventId=${event.id}`))
    expect(data.map(({ id }) => id)).toEqual([made.id])
    expect(await read(200, phone.ask('POST', `/api/v1/bookings/${made.id}/cancel`))).toMatchObject({
      status: 'CANCELLED',
    })
  })

  it('cannot be made up, and is no link to another booking', async () => {
    const event = await concert()
    const one = await bought(browser(), event.id)
    const other = await bought(browser(), event.id)
    const [, query = ''] = linkOf(one).split('?')
    for (const wrong of [
      query,
      'token=1.AAAAAAAAAAAAAAAAAAAAAA',
      'token=',
      `${query}x`,
      query.replace('token=', 'token=2.'),
    ])
      expect(await code(browser().ask('GET', `/api/v1/bookings/${other.id}?${wrong}`))).toBe('not_found')
  })

  it('is void when the booking was passed on, and the new one is not told to who had it', async () => {
    const event = await concert()
    const ada = browser()
    const made = await bought(ada, event.id)
    const to = { fullName: 'Charles Babbage', emailAddress: 'charles@example.com' }
    const passed = await read<BookingView>(200, ada.ask('POST', `/api/v1/bookings/${made.id}/transfer`, { to }))
    expect(passed.link).toBeUndefined()
    expect(await code(ada.ask('GET', `/api/v1/bookings/${made.id}`))).toBe('not_found')
    expect(await code(browser().ask('GET', linkOf(made)))).toBe('not_found')
    const seen = await read<BookingView>(200, call('GET', `/api/v1/bookings/${made.id}`, { token }))
    expect(seen.link).not.toBe(made.link)
    expect(await read(200, browser().ask('GET', linkOf(seen)))).toMatchObject({ contact: to })
    const { data } = await read<Page<BookingView>>(200, ada.ask('GET', `/api/v1/bookings?eventId=${event.id}`))
    expect(data).toEqual([])
  })

  it('is not given to a key that may only read', async () => {
    const event = await concert()
    const made = await bought(browser(), event.id)
    const key = await apiKeyWith(organization, ['booking.read'])
    const seen = await read<BookingView>(200, call('GET', `/api/v1/bookings/${made.id}`, { token: key }))
    expect(seen).toMatchObject({ id: made.id })
    expect(seen.link).toBeUndefined()
    expect(await code(call('POST', `/api/v1/bookings/${made.id}/cancel`, { token: key }))).toBe('not_found')
  })
})

describe('the cookie of a guest', () => {
  it('changes nothing for a page of another site, a sibling’s neither, and does for our own pages and programs', async () => {
    const ada = browser()
    const { id } = await concert()
    const booked = await bought(ada, id)
    const cancel = (from: Record<string, string>) => ada.ask('POST', `/api/v1/bookings/${booked.id}/cancel`, {}, from)
    const hold = (from: Record<string, string>) => ada.ask('POST', `/api/v1/events/${id}/holds`, { quantity: 1 }, from)
    const sibling = 'https://other.signalbox.example'
    for (const from of [
      { origin: sibling, 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: sibling },
      { origin: 'null' },
    ]) {
      expect(await code(cancel(from))).toBe('cross_site')
      const answer = await hold(from)
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null])
    }
    const looked = await ada.ask('GET', `/api/v1/bookings/${booked.id}`, undefined, { 'sec-fetch-site': 'cross-site' })
    expect(((await looked.json()) as BookingView).status).toBe('CONFIRMED')
    for (const from of [{ origin: ORIGIN, 'sec-fetch-site': 'same-origin' }, { origin: ORIGIN }, {}])
      expect((await hold(from)).status).toBe(201)
    // Without a cookie there is nobody to act for.
    const stranger = { origin: 'https://shop.example', 'sec-fetch-site': 'cross-site' }
    expect((await browser().ask('POST', `/api/v1/events/${id}/holds`, { quantity: 1 }, stranger)).status).toBe(201)
    expect((await cancel({ 'sec-fetch-site': 'none' })).status).toBe(200)
  })
})

describe('a guest', () => {
  it('who signs in finds what they booked before, with the browser and without', async () => {
    const event = await concert()
    const guest = browser()
    const made = await bought(guest, event.id)
    // Lists of no event in particular follow the rooms by themselves, moments later.
    await EVENT_ROOM.get(EVENT_ROOM.idFromName(event.id)).flush()
    const { accessToken } = await someone()
    const cookie = { cookie: guest.cookie() }
    const both = await read<Page<BookingView>>(
      200,
      call('GET', '/api/v1/bookings', { token: accessToken, headers: cookie }),
    )
    expect(both.data.map(({ id }) => id)).toEqual([made.id])
    await read(200, call('GET', `/api/v1/bookings/${made.id}`, { token: accessToken, headers: cookie }))
    expect(await read(200, call('GET', `/api/v1/bookings/${made.id}`, { token: accessToken }))).toMatchObject({
      id: made.id,
    })
  })

  it('whose first answer was lost gets the same hold again, without the cookie and with it', async () => {
    const event = await concert()
    const first = () => call('POST', `/api/v1/events/${event.id}/holds`, { body: { quantity: 2 }, headers: once })
    const once = { 'idempotency-key': crypto.randomUUID(), 'cf-connecting-ip': '203.0.113.7' }
    const lost = await first()
    const held = (await lost.clone().json()) as HoldView
    const cookie = lost.headers.get('set-cookie')?.split(';')[0] ?? ''
    const without = await first()
    expect(await without.json()).toEqual(held)
    expect(without.headers.get('idempotency-replayed')).toBe('true')
    expect(without.headers.get('set-cookie')?.split(';')[0]).toBe(cookie)
    const headers = { ...once, cookie, 'cf-connecting-ip': '198.51.100.200' }
    const known = await call('POST', `/api/v1/events/${event.id}/holds`, { body: { quantity: 2 }, headers })
    expect(await known.json()).toEqual(held)
    expect(await EVENT_ROOM.get(EVENT_ROOM.idFromName(event.id)).availability()).toMatchObject({ held: 2 })
  })
})

describe('tickets', () => {
  it('have secrets for who has them, each good at the door once, and void when passed on', async () => {
    const event = await concert()
    const ada = browser()
    const made = await bought(ada, event.id, 2)
    const secrets = (who: Browser, id: string) =>
      read<{ data: { id: string; secret: string }[] }>(200, who.ask('GET', `/api/v1/bookings/${id}/tickets`))
    expect(await code(browser().ask('GET', `/api/v1/bookings/${made.id}/tickets`))).toBe('not_found')
    const { data } = await secrets(ada, made.id)
    expect(new Set(data.map(({ secret }) => secret)).size).toBe(2)
    const key = await apiKeyWith(organization, ['checkin.scan'])
    const list = await read<{ id: string }>(
      201,
      call('POST', `/api/v1/events/${event.id}/checkin-lists`, { token, body: { name: 'Main door' } }),
    )
    const scan = async (secret: string | undefined, nonce: string = crypto.randomUUID()) =>
      read<ScanView>(
        200,
        call('POST', `/api/v1/events/${event.id}/checkins`, { token: key, body: { listId: list.id, secret, nonce } }),
      )
    const entered = await scan(data[0]?.secret)
    expect(entered).toMatchObject({ result: 'VALID', ticket: { bookingId: made.id, fullName: 'Ada Lovelace' } })
    expect(await scan(data[0]?.secret)).toMatchObject({ result: 'USED', usedAt: entered.at })
    const to = { fullName: 'Charles Babbage', emailAddress: 'charles@example.com' }
    const wish = { to, ticketId: data[1]?.id }
    const passed = await read<BookingView>(200, ada.ask('POST', `/api/v1/bookings/${made.id}/transfer`, wish))
    expect(await scan(data[1]?.secret)).toMatchObject({ result: 'REVOKED' })
    expect(await scan('rubbish')).toMatchObject({ result: 'UNKNOWN', ticket: null })
    expect(await scan(data[0]?.secret.replace(/..$/, (end) => (end === 'xx' ? 'yy' : 'xx')))).toMatchObject({
      result: 'UNKNOWN',
    })
    const seen = await read<BookingView>(200, call('GET', `/api/v1/bookings/${passed.id}`, { token }))
    const charles = browser()
    await read(200, charles.ask('GET', linkOf(seen)))
    const theirs = await secrets(charles, passed.id)
    expect(theirs.data[0]?.id).toBe(data[1]?.id)
    expect(await scan(theirs.data[0]?.secret)).toMatchObject({ result: 'VALID', ticket: { fullName: to.fullName } })
    const numbers = call('GET', `/api/v1/events/${event.id}/checkin-lists/${list.id}/numbers`, { token: key })
    expect(await read(200, numbers)).toMatchObject({ expected: 2, entered: 2, present: 2 })
    const scans = call('GET', `/api/v1/events/${event.id}/checkins?limit=2&result=VALID`, { token: key })
    expect((await read<Page<{ ticketId: string }>>(200, scans)).data.map(({ ticketId }) => ticketId)).toEqual([
      data[1]?.id,
      data[0]?.id,
    ])
  })

  it('are found by name at the door, and loaded with digests of their secrets for when there is no network', async () => {
    const event = await concert()
    const ada = browser()
    const made = await bought(ada, event.id)
    await bought(browser(), event.id, 1, { fullName: 'Bob', emailAddress: 'bob@example.com' })
    const { id } = await read<{ id: string }>(
      201,
      call('POST', `/api/v1/events/${event.id}/checkin-lists`, { token, body: { name: 'Main door' } }),
    )
    const tickets = (query: string) =>
      read<Page<{ bookingId: string; secretSha256: string; emailAddress: string }>>(
        200,
        call('GET', `/api/v1/events/${event.id}/checkin-lists/${id}/tickets${query}`, { token }),
      )
    const { data: found } = await tickets('?query=love')
    expect(found.map(({ bookingId }) => bookingId)).toEqual([made.id])
    const { data } = await read<{ data: { secret: string }[] }>(
      200,
      ada.ask('GET', `/api/v1/bookings/${made.id}/tickets`),
    )
    expect(found[0]?.secretSha256).toBe(sha256Hex(data[0]?.secret ?? ''))
    const first = await tickets('?limit=1')
    const second = await tickets(`?limit=1&cursor=${first.next}`)
    expect([...first.data, ...second.data].map(({ emailAddress }) => emailAddress).sort()).toEqual([
      'ada@example.com',
      'bob@example.com',
    ])
  })

  it('are scanned by nobody without the permission, nor by another organisation', async () => {
    const event = await concert()
    const stranger = await someone()
    const key = await apiKeyWith(organization, ['booking.read'])
    const lists = `/api/v1/events/${event.id}/checkin-lists`
    expect(await code(call('GET', lists, { token: key }))).toBe('forbidden')
    expect(await code(call('GET', lists, { token: stranger.accessToken }))).toBe('not_found')
  })
})

describe('lists of bookings', () => {
  it('are searched by their organisers, and show everyone else their own', async () => {
    const event = await concert()
    const ada = browser()
    const made = await bought(ada, event.id)
    const bob = await bought(browser(), event.id, 1, { fullName: 'Bob %_ Smith', emailAddress: 'bob@example.com' })
    const list = async (query: string) =>
      (await read<Page<BookingView>>(200, call('GET', `/api/v1/bookings?${query}`, { token }))).data.map(({ id }) => id)
    expect(await list(`eventId=${event.id}`)).toEqual([bob.id, made.id])
    expect(await list(`eventId=${event.id}&query=LOVE%20ada`)).toEqual([made.id])
    expect(await list(`eventId=${event.id}&query=%25_`)).toEqual([bob.id])
    expect(await list(`eventId=${event.id}&query=${bob.id}`)).toEqual([bob.id])
    expect(await list(`eventId=${event.id}&status=CANCELLED`)).toEqual([])
    expect(await list(`organization=${organization}&query=smith`)).toEqual([bob.id])
    expect(await list('')).toEqual([])
    const own = await read<Page<BookingView>>(200, ada.ask('GET', '/api/v1/bookings'))
    expect(own.data.map(({ id }) => id)).toEqual([made.id])
    expect(await code(ada.ask('GET', `/api/v1/bookings?organization=${organization}`))).toBe('forbidden')
  })

  it('are files that run nothing on the desk of who opens them', async () => {
    const event = await concert()
    await bought(browser(), event.id, 2, {
      fullName: '=HYPERLINK("http://evil.example")',
      emailAddress: 'eve@example.com',
      phoneNumber: '+49 30 1234',
      notes: 'Two\nlines, "quoted"',
    })
    const file = (format: string, by = token) =>
      call('GET', `/api/v1/events/${event.id}/bookings/export?format=${format}`, { token: by })
    const csv = await file('csv')
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
    const text = await csv.text()
    const [head = '', first = ''] = text.split('\r\n')
    expect(head.startsWith('booking,status,createdAt')).toBe(true)
    expect(first).toContain(`"'=HYPERLINK(""http://evil.example"")",eve@example.com,'+49 30 1234,en,"Two`)
    expect(text.match(/eve@example\.com/g)).toHaveLength(4)
    const lines = (await (await file('ndjson')).text()).trim().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as BookingView).quantity)).toEqual([2])
    const stranger = await someone()
    expect(await code(file('csv', stranger.accessToken))).toBe('not_found')
  })
})

describe('a rebuild', () => {
  it('finds what somebody broke in the lists, puts it right, and then finds nothing', async () => {
    const session = await someone()
    const mine = session.accessToken
    const event = await read<Event>(201, call('POST', '/api/v1/events', { token: mine, body: CONCERT }))
    const soon = { ...CONCERT, holdSeconds: 4 }
    const other = await read<Event>(201, call('POST', '/api/v1/events', { token: mine, body: soon }))
    const ada = browser()
    const made = []
    for (let n = 0; n < 5; n += 1) made.push(await bought(ada, event.id))
    made.push(await bought(ada, other.id))
    // A booking that waits longer than it was to is no difference.
    const kept = await read<HoldView>(201, ada.ask('POST', `/api/v1/events/${other.id}/holds`, { quantity: 1 }))
    const wish = { eventId: other.id, holdId: kept.id, contact }
    const waits = await read<BookingView>(201, ada.ask('POST', '/api/v1/bookings', wish))
    const extend = `/api/v1/events/${other.id}/holds/${kept.id}/extend`
    let longer = kept
    while (longer.expiresAt <= String(waits.expiresAt)) longer = await read<HoldView>(200, ada.ask('POST', extend))
    const [gone, changed, newer, renamed] = made.map(({ id }) => id)
    const ask = ((url: URL, init: RequestInit) =>
      call('POST', url.pathname, { body: init.body, headers: init.headers as Record<string, string> })) as typeof fetch
    const compared = (repair: boolean) => compareAll({ url: ORIGIN, key: mine, repair }, ask)
    const right = { events: 2, bookings: 7, entries: 0, invitations: 0, missing: 0, different: 0, stray: 0, owners: 0 }
    expect(await compared(false)).toEqual({ ok: true, value: { ...right, repaired: false } })

    const run = (sql: string, ...values: unknown[]) =>
      DB.prepare(sql)
        .bind(...values)
        .run()
    await run('DELETE FROM bookings WHERE id = ?', gone)
    await run("UPDATE bookings SET status = 'CANCELLED' WHERE id = ?", changed)
    await run('UPDATE bookings SET version = version + 10 WHERE id = ?', newer)
    await run("UPDATE bookings SET searched = 'eve' WHERE id = ?", renamed)
    await run(
      `INSERT INTO bookings SELECT ?1, organisation_id, event_id, status, created_at, version, searched, booking
       FROM bookings WHERE id = ?2`,
      `b_${event.id}_zzzzzzzzzzzzzzzzzzzzzz`,
      renamed,
    )
    await run('DELETE FROM booking_owners WHERE booking_id = ?', renamed)
    await run('INSERT INTO booking_owners SELECT ?1, created_at, id FROM bookings WHERE id = ?2', 'g:eve', newer)

    const broken = { ...right, missing: 1, different: 3, stray: 1, owners: 2 }
    expect(await compared(false)).toEqual({ ok: true, value: { ...broken, repaired: false } })
    expect(await compared(true)).toEqual({ ok: true, value: { ...broken, repaired: true } })
    expect(await compared(false)).toEqual({ ok: true, value: { ...right, repaired: false } })
    const { data } = await read<Page<BookingView>>(200, ada.ask('GET', '/api/v1/bookings'))
    expect(data).toHaveLength(7)
  })
})
