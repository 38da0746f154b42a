import { beforeEach, describe, expect, it } from 'vitest'
import type { Event } from '../../contract/events.ts'
import type { Problem } from '../../contract/problem.ts'
import type { QueueStanding, WaitingRoom } from '../../contract/waiting-room.ts'
import { admissionToken, admitted } from '../../platform/admission.ts'
import { call, ORIGIN, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

const HOUR = 3_600_000
const at = (ms: number) => new Date(Date.now() + ms).toISOString()

let token: string

beforeEach(async () => {
  await migrated()
  token = (await someone()).accessToken
})

/** @returns the id of an event on sale, with a waiting room like this. */
const eventWith = async (waitingRoom: Record<string, unknown>): Promise<string> => {
  const times = { startsAt: at(24 * HOUR), endsAt: at(26 * HOUR), timeZone: 'Europe/Paris' }
  const body = { name: 'Chamber <b>concert</b>', ...times, status: 'ON_SALE', capacity: 50, waitingRoom }
  const { id } = await read<Event>(201, call('POST', '/api/v1/events', { token, body }))
  return id
}

/** A browser: it sends the cookies back that it was given. */
const browser = () => {
  const cookies = new Map<string, string>()
  return {
    cookies,
    async ask(method: string, path: string, wish: Parameters<typeof call>[2] = {}): Promise<Response> {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const answer = await call(method, path, { ...wish, headers: { cookie, origin: ORIGIN, ...wish.headers } })
      for (const set of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
        if (/max-age=0/i.test(set)) cookies.delete(name)
        else cookies.set(name, value)
      }
      return answer
    },
  }
}
const queueOf = (id: string) => `/api/v1/events/${id}/queue`
const holdsOf = (id: string) => `/api/v1/events/${id}/holds`
const ONE = { body: { quantity: 1 } }

describe('holding places', () => {
  it('takes an admission where there is a waiting room, as a cookie or a header, of this guest alone', async () => {
    const id = await eventWith({ mode: 'on', rate: 60 })
    const [first, second] = [browser(), browser()]
    const refused = await read<Problem>(409, first.ask('POST', holdsOf(id), ONE))
    expect(refused).toMatchObject({ code: 'waiting_room', queue: { api: queueOf(id), page: `/events/${id}/queue` } })

    const standing = await read<QueueStanding>(200, first.ask('POST', queueOf(id)))
    expect(standing).toMatchObject({ eventId: id, state: 'admitted', ahead: 0, place: 1 })
    expect([...first.cookies.keys()].sort()).toEqual([`__Host-admission-${id.slice(2, 12)}`, '__Host-guest'])
    expect((await first.ask('POST', holdsOf(id), ONE)).status).toBe(201)

    expect(await read(200, second.ask('POST', queueOf(id)))).toMatchObject({ state: 'waiting', ahead: 0, token: null })
    const stolen = { ...ONE, headers: { 'admission-token': standing.token ?? '' } }
    expect((await second.ask('POST', holdsOf(id), stolen)).status).toBe(409)
    const guest = { cookie: `__Host-guest=${first.cookies.get('__Host-guest')}` }
    const program = { ...ONE, headers: { ...stolen.headers, ...guest } }
    expect((await call('POST', holdsOf(id), program)).status).toBe(201)
  })

  it('needs none where there is no waiting room, nor for the organisers', async () => {
    const open = await eventWith({ mode: 'off' })
    expect((await browser().ask('POST', holdsOf(open), ONE)).status).toBe(201)
    expect(await read(200, browser().ask('POST', queueOf(open)))).toMatchObject({ state: 'off' })
    const shut = await eventWith({ mode: 'on', rate: 0 })
    expect((await call('POST', holdsOf(shut), { token, ...ONE })).status).toBe(201)
    expect((await browser().ask('POST', holdsOf(shut), ONE)).status).toBe(409)
  })

  it('begins to need one where many ask at once, by itself', async () => {
    const id = await eventWith({ mode: 'auto', rate: 60, holdsPerSecond: 1 })
    expect((await browser().ask('POST', holdsOf(id), ONE)).status).toBe(201)
    const asked: number[] = []
    await expect
      .poll(
        async () => {
          asked.push((await browser().ask('POST', holdsOf(id), ONE)).status)
          return asked.at(-1)
        },
        { timeout: 10_000, interval: 100 },
      )
      .toBe(409)
    expect(await read(200, browser().ask('POST', queueOf(id)))).toMatchObject({ state: 'admitted' })
  })
})

describe('a booking that is confirmed', () => {
  it('lets the next one in, where only so many may be inside', async () => {
    const id = await eventWith({ mode: 'on', rate: null, mostInside: 1 })
    const [first, second] = [browser(), browser()]
    await first.ask('POST', queueOf(id))
    expect(await read(200, second.ask('POST', queueOf(id)))).toMatchObject({ state: 'waiting', ahead: 0 })
    const hold = await read<{ id: string }>(201, first.ask('POST', holdsOf(id), ONE))
    const contact = { fullName: 'Ada', emailAddress: 'ada@example.com' }
    const wish = { body: { eventId: id, holdId: hold.id, contact } }
    const booking = await read<{ id: string }>(201, first.ask('POST', '/api/v1/bookings', wish))
    expect((await first.ask('POST', `/api/v1/bookings/${booking.id}/confirm`)).status).toBe(200)
    await expect
      .poll(async () => (await read<QueueStanding>(200, second.ask('GET', queueOf(id)))).state, { timeout: 5000 })
      .toBe('admitted')
  })
})

describe('who was inside and is not', () => {
  const inside = async () => {
    const id = await eventWith({ mode: 'on', rate: null, mostInside: 1 })
    const [first, second] = [browser(), browser()]
    const { token: pass } = await read<QueueStanding>(200, first.ask('POST', queueOf(id)))
    const again = { ...ONE, headers: { 'admission-token': pass ?? '' } }
    return { id, first, second, again }
  }

  it('holds nothing more by the admission they kept, where only so many may be inside: after leaving', async () => {
    const { id, first, second, again } = await inside()
    expect((await first.ask('POST', holdsOf(id), again)).status).toBe(201)
    expect((await first.ask('DELETE', queueOf(id))).status).toBe(204)
    expect(await read(200, second.ask('POST', queueOf(id)))).toMatchObject({ state: 'admitted' })
    expect(await read(409, first.ask('POST', holdsOf(id), again))).toMatchObject({ code: 'waiting_room' })
    expect((await second.ask('POST', holdsOf(id), ONE)).status).toBe(201)
    // Whoever comes back waits, and is inside again when it is their turn.
    expect(await read(200, first.ask('POST', queueOf(id)))).toMatchObject({ state: 'waiting' })
    await second.ask('DELETE', queueOf(id))
    await expect
      .poll(async () => (await read<QueueStanding>(200, first.ask('GET', queueOf(id)))).state, { timeout: 5000 })
      .toBe('admitted')
    await expect.poll(async () => (await first.ask('POST', holdsOf(id), ONE)).status, { timeout: 8000 }).toBe(201)
  })

  it('holds nothing more: after booking', async () => {
    const { id, first, again } = await inside()
    const hold = await read<{ id: string }>(201, first.ask('POST', holdsOf(id), again))
    const contact = { fullName: 'Ada', emailAddress: 'ada@example.com' }
    const wish = { body: { eventId: id, holdId: hold.id, contact } }
    const booking = await read<{ id: string }>(201, first.ask('POST', '/api/v1/bookings', wish))
    expect((await first.ask('POST', `/api/v1/bookings/${booking.id}/confirm`)).status).toBe(200)
    expect((await first.ask('POST', holdsOf(id), again)).status).toBe(409)
  })

  it('holds what they like until their minutes are over, where any number may be inside', async () => {
    const id = await eventWith({ mode: 'on', rate: 60 })
    const guest = browser()
    const { token: pass } = await read<QueueStanding>(200, guest.ask('POST', queueOf(id)))
    await guest.ask('DELETE', queueOf(id))
    const again = { ...ONE, headers: { 'admission-token': pass ?? '' } }
    expect((await guest.ask('POST', holdsOf(id), again)).status).toBe(201)
  })
})

describe('a change of a booking', () => {
  it('has to queue for more places as a hold has, at every door, and for fewer nobody has', async () => {
    const id = await eventWith({ mode: 'on', rate: 60 })
    const guest = browser()
    await guest.ask('POST', queueOf(id))
    const hold = await read<{ id: string }>(201, guest.ask('POST', holdsOf(id), { body: { quantity: 2 } }))
    const contact = { fullName: 'Ada', emailAddress: 'ada@example.com' }
    const wish = { body: { eventId: id, holdId: hold.id, contact } }
    const booking = await read<{ id: string }>(201, guest.ask('POST', '/api/v1/bookings', wish))
    const path = `/api/v1/bookings/${booking.id}`
    await read(200, guest.ask('POST', `${path}/confirm`))
    expect(await read(200, guest.ask('POST', `${path}/tickets`, { body: { quantity: 3 } }))).toMatchObject({
      quantity: 3,
    })

    await guest.ask('DELETE', queueOf(id))
    expect((await guest.ask('POST', holdsOf(id), ONE)).status).toBe(409)
    for (const [method, door, body] of [
      ['POST', `${path}/tickets`, { quantity: 4 }],
      ['POST', `${path}/tickets`, { add: { quantity: 1 } }],
      ['PUT', `/api/bookings/${booking.id}`, { quantity: 4 }],
      ['PATCH', `/api/bookings/${booking.id}`, { participants: 4 }],
    ] as const) {
      const refused = await guest.ask(method, door, { body })
      expect([door, refused.status, JSON.stringify(await refused.json()).includes('waiting_room')]).toEqual([
        door,
        409,
        true,
      ])
    }
    const page = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }
    const form = (quantity: number) =>
      guest.ask('POST', `/bookings/${booking.id}/tickets`, { body: `quantity=${quantity}`, headers: page })
    expect((await form(4)).headers.get('location')).toBe(`/events/${id}/queue`)
    expect((await form(2)).headers.get('location')).toContain(`/bookings/${booking.id}?`)
    expect(await read(200, guest.ask('PUT', `/api/bookings/${booking.id}`, { body: { quantity: 2 } }))).toBeTruthy()
    expect(await read(200, guest.ask('POST', `${path}/tickets`, { body: { quantity: 1 } }))).toMatchObject({
      quantity: 1,
    })
    const staff = { token, body: { quantity: 4 } }
    expect(await read(200, call('POST', `${path}/tickets`, staff))).toMatchObject({ quantity: 4 })
  })
})

describe('the queue', () => {
  it('keeps the place of a guest, and gives it up where they leave', async () => {
    const id = await eventWith({ mode: 'on', rate: 0 })
    const [ahead, guest] = [browser(), browser()]
    await ahead.ask('POST', queueOf(id))
    const first = await read<QueueStanding>(200, guest.ask('POST', queueOf(id)))
    expect(first).toMatchObject({ state: 'waiting', ahead: 1, place: 2, estimatedSeconds: null })
    expect(await read(200, guest.ask('POST', queueOf(id)))).toEqual(first)
    expect(await read(200, guest.ask('GET', queueOf(id)))).toEqual(first)
    expect((await ahead.ask('DELETE', queueOf(id))).status).toBe(204)
    expect(await read(200, ahead.ask('GET', queueOf(id)))).toMatchObject({ state: 'absent', waiting: 1 })
    expect(await read(200, guest.ask('GET', queueOf(id)))).toMatchObject({ ahead: 0 })
  })

  it('gives one place to a first request that is sent again because no answer came', async () => {
    const id = await eventWith({ mode: 'on', rate: 0 })
    const wish = { headers: { 'idempotency-key': 'once', 'cf-connecting-ip': '203.0.113.9' } }
    const answers = await Promise.all([1, 2].map(() => browser().ask('POST', queueOf(id), wish)))
    const [one, other] = answers.map((answer) => answer.headers.get('set-cookie'))
    expect(one).toContain('__Host-guest=')
    expect(other).toBe(one)
    const elsewhere = { headers: { ...wish.headers, 'cf-connecting-ip': '203.0.113.10' } }
    expect(await read(200, browser().ask('POST', queueOf(id), elsewhere))).toMatchObject({ ahead: 1 })
  })

  it('says when the sale opens, to who comes before', async () => {
    const opensAt = at(HOUR)
    const id = await eventWith({ mode: 'on', opensAt })
    const standing = await read<QueueStanding>(200, browser().ask('POST', queueOf(id)))
    expect(standing).toMatchObject({ state: 'waiting', ahead: null, place: null, opensAt, refreshSeconds: 60 })
  })

  it('is told over a socket, to our own pages', async () => {
    const id = await eventWith({ mode: 'on', rate: 0 })
    const guest = browser()
    const upgrade = { headers: { upgrade: 'websocket' } }
    expect((await guest.ask('GET', queueOf(id), upgrade)).status).toBe(404)
    await guest.ask('POST', queueOf(id))
    const foreign = { headers: { ...upgrade.headers, origin: 'https://elsewhere.example' } }
    expect((await guest.ask('GET', queueOf(id), foreign)).status).toBe(403)
    const { webSocket } = await guest.ask('GET', queueOf(id), upgrade)
    const frames: unknown[] = []
    webSocket?.addEventListener('message', ({ data }) => {
      frames.push(JSON.parse(String(data)))
    })
    webSocket?.accept()
    await expect.poll(() => frames).toMatchObject([{ type: 'standing', state: 'waiting', ahead: 0 }])
  })

  it('is of no event that nobody sees', async () => {
    expect((await browser().ask('POST', queueOf('e_0123456789012345678901'))).status).toBe(404)
    const id = await eventWith({ mode: 'on' })
    const draft = await read<Event>(
      201,
      call('POST', '/api/v1/events', {
        token,
        body: { name: 'Draft', startsAt: at(HOUR), endsAt: at(2 * HOUR), timeZone: 'Europe/Paris' },
      }),
    )
    expect((await browser().ask('GET', queueOf(draft.id))).status).toBe(404)
    expect((await browser().ask('GET', queueOf(id))).status).toBe(200)
  })
})

describe('the waiting room', () => {
  it('is set and changed by its organisers, who see who waits', async () => {
    const id = await eventWith({ mode: 'off' })
    const path = `/api/v1/events/${id}/waiting-room`
    expect(await read(200, call('GET', path, { token }))).toMatchObject({ mode: 'off', rate: 300, numbers: null })
    const set = await read<WaitingRoom>(200, call('PUT', path, { token, body: { mode: 'on', rate: 0, mostInside: 5 } }))
    expect(set).toMatchObject({ mode: 'on', rate: 0, mostInside: 5, admittedMinutes: 10, numbers: { active: true } })
    const changed = await read<WaitingRoom>(200, call('PATCH', path, { token, body: { rate: 60 } }))
    expect(changed).toMatchObject({ mode: 'on', rate: 60, mostInside: 5, version: set.version + 1 })
    await browser().ask('POST', queueOf(id))
    await browser().ask('POST', queueOf(id))
    const { numbers } = await read<WaitingRoom>(200, call('GET', path, { token }))
    expect(numbers).toMatchObject({ joined: 2, waiting: 1, inside: 1, admitted: 1, lastMinute: 1, drawn: 0 })
    const stale = { token, body: { rate: 1, version: set.version } }
    expect(await read(409, call('PATCH', path, stale))).toMatchObject({ code: 'stale_version' })
    expect(await read(422, call('PUT', path, { token, body: { mode: 'on', rate: -1 } }))).toMatchObject({
      errors: [{ pointer: '/rate' }],
    })
  })
})

describe('the page', () => {
  const textOf = async (answer: Promise<Response>) => {
    const response = await answer
    expect(response.status).toBe(200)
    return response.text()
  }

  it('lets people join, wait and leave without a script', async () => {
    const id = await eventWith({ mode: 'on', rate: 0 })
    const [ahead, guest] = [browser(), browser()]
    await ahead.ask('POST', queueOf(id))
    const path = `/events/${id}/queue`
    const before = await textOf(guest.ask('GET', path))
    expect(before).toContain('Take a place in the queue')
    expect(before).toContain('Chamber &lt;b&gt;concert&lt;/b&gt;')
    const joined = await guest.ask('POST', path)
    expect([joined.status, joined.headers.get('location')]).toEqual([303, `${path}?lang=en&from=1`])
    const page = await guest.ask('GET', `${path}?lang=en&from=1`)
    const waiting = await page.text()
    expect(waiting).toMatch(
      /<noscript><meta http-equiv="refresh" content="60;url=\/events\/[\w-]+\/queue\?lang=en&amp;from=1"><\/noscript>/,
    )
    expect(waiting).toContain('person ahead of you')
    const policy = page.headers.get('content-security-policy') ?? ''
    const [, nonce] = /script-src 'nonce-([^']+)'/.exec(policy) ?? []
    expect(waiting).toContain(`<script nonce="${nonce}"`)
    expect(await textOf(guest.ask('GET', `${path}?lang=fr`))).toContain('personne avant vous')
    const left = await guest.ask('POST', `${path}/leave`)
    expect(left.status).toBe(303)
    expect(await read(200, guest.ask('GET', queueOf(id)))).toMatchObject({ state: 'absent' })
  })

  it('gives who is admitted the cookie and the way in', async () => {
    const id = await eventWith({ mode: 'on', rate: 60 })
    const guest = browser()
    await guest.ask('POST', `/events/${id}/queue`, { headers: { 'accept-language': 'fr-CA' } })
    guest.cookies.delete(`__Host-admission-${id.slice(2, 12)}`)
    const page = await textOf(guest.ask('GET', `/events/${id}/queue`, { headers: { 'accept-language': 'fr-CA' } }))
    expect(page).toContain('C’est à vous')
    expect((await guest.ask('POST', holdsOf(id), ONE)).status).toBe(201)
  })

  it('takes no form of another site', async () => {
    const id = await eventWith({ mode: 'on', rate: 0 })
    const guest = browser()
    await guest.ask('POST', queueOf(id))
    const foreign = { headers: { origin: 'https://elsewhere.example' } }
    expect((await guest.ask('POST', `/events/${id}/queue/leave`, foreign)).status).toBe(403)
    expect(await read(200, guest.ask('GET', queueOf(id)))).toMatchObject({ state: 'waiting' })
  })
})

describe('an admission', () => {
  const keys = { current: 1, keys: { 1: btoa('k'.repeat(32)) } }
  const of = { eventId: 'e_1', owner: 'g:1' }
  const until = 1_900_000_000_000

  it('is good for its event and guest until its end, and for nothing else', () => {
    const good = admissionToken(keys, of, until)
    expect(admitted(keys, { ...of, token: good }, until - 1)).toBe(true)
    expect(admitted(keys, { ...of, token: good }, until)).toBe(false)
    expect(admitted(keys, { ...of, owner: 'g:2', token: good }, until - 1)).toBe(false)
    expect(admitted(keys, { ...of, eventId: 'e_2', token: good }, until - 1)).toBe(false)
    const longer = `${(until / 1000 + 60).toString(36)}${good.slice(good.indexOf('.'))}`
    expect(admitted(keys, { ...of, token: longer }, until - 1)).toBe(false)
    for (const token of ['', '.', 'zzzzzzzzz', `zzzzzz.${good}`, `${good}x`])
      expect(admitted(keys, { ...of, token }, until - 1)).toBe(false)
    const other = { current: 1, keys: { 1: btoa('x'.repeat(32)) } }
    expect(admitted(other, { ...of, token: good }, until - 1)).toBe(false)
  })
})
