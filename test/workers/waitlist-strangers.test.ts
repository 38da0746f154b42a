import { beforeAll, describe, expect, it } from 'vitest'
import type { BookingView } from '../../contract/bookings.ts'
import type { HoldView } from '../../contract/holds.ts'
import type { EntryView } from '../../contract/waitlist.ts'
import { call, read, someone } from './client.ts'
import { evening } from './evening.ts'
import { migrated } from './migrated.ts'

const contact = { fullName: 'Ada Lovelace', emailAddress: 'ada@example.com' }
const wish = { quantity: 1, email: contact.emailAddress }

let token: string

beforeAll(async () => {
  await migrated()
  token = (await someone()).accessToken
})

const eventOf = (capacity: number) => evening(token, { capacity, waitlist: true })

/** A browser of its own, which keeps the cookie of a guest. */
const browser = () => {
  let cookie: string | undefined
  return {
    cookie: () => cookie,
    async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
      const answer = await call(method, path, { body, headers: { ...headers, cookie } })
      const set = answer.headers.getSetCookie().find((one) => one.startsWith('__Host-guest='))
      if (set !== undefined) cookie = set.split(';')[0]
      return answer
    },
  }
}

/** Ada has a booking of one event, and waits for another that is sold out. */
const waiting = async () => {
  const [other, full] = [await eventOf(5), await eventOf(1)]
  const ada = browser()
  const { id: holdId } = await read<HoldView>(201, ada.ask('POST', `/api/v1/events/${other.id}/holds`, { quantity: 1 }))
  const made = await read<BookingView>(201, ada.ask('POST', '/api/v1/bookings', { eventId: other.id, holdId, contact }))
  await read(200, ada.ask('POST', `/api/v1/bookings/${made.id}/confirm`))
  await read(201, browser().ask('POST', `/api/v1/events/${full.id}/holds`, { quantity: 1 }))
  const join = `/api/v1/events/${full.id}/waitlist/join`
  const entry = await read<EntryView>(201, ada.ask('POST', join, wish))
  return { full, ada, entry, booking: `/api/v1/bookings/${made.id}` }
}

describe('who knows an address that waits', () => {
  it.each([
    ['by the API', '/api/v1', wish],
    ['by the addresses of earlier systems', '', wish],
  ])('is told no more than that, asking twice with one key %s', async (_, prefix, body) => {
    const { full, ada, booking } = await waiting()
    const stranger = browser()
    const headers = {
      'Idempotency-Key': crypto.randomUUID(),
      'cf-connecting-ip': '203.0.113.9',
      accept: 'application/json',
    }
    for (const _time of ['first', 'second']) {
      const path = `${prefix}/events/${full.id}/waitlist/join`
      const answer = await read<{ link?: string }>(201, stranger.ask('POST', path, body, headers))
      expect(answer.link).toBeUndefined()
      expect(stranger.cookie()).not.toBe(ada.cookie())
    }
    expect((await stranger.ask('GET', booking)).status).toBe(404)
    expect((await stranger.ask('POST', `${booking}/cancel`, {})).status).toBe(404)
  })

  it('is told no more than that by the page', async () => {
    const { full, ada, booking, entry } = await waiting()
    const stranger = browser()
    const form = `quantity=1&email=${encodeURIComponent(wish.email)}&key=abc`
    const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }
    const page = await stranger.ask('POST', `/events/${full.id}/waitlist/join`, form, {
      ...headers,
      accept: 'text/html',
    })
    const text = await page.text()
    expect(text).toContain('This address is on the waitlist already')
    expect(text).not.toContain(entry.id)
    expect(stranger.cookie()).not.toBe(ada.cookie())
    expect((await stranger.ask('GET', booking)).status).toBe(404)
  })

  it('is not somebody else for it as an organiser, either', async () => {
    const { full, ada } = await waiting()
    const answer = await call('POST', `/events/${full.id}/waitlist/join`, {
      token,
      body: wish,
      headers: { accept: 'application/json', 'Idempotency-Key': crypto.randomUUID() },
    })
    expect(answer.headers.getSetCookie().join()).not.toContain(ada.cookie()?.split('=')[1])
  })

  it('is who they were, where they are Ada and did not hear the answer', async () => {
    const full = await eventOf(1)
    await read(201, browser().ask('POST', `/api/v1/events/${full.id}/holds`, { quantity: 1 }))
    const path = `/api/v1/events/${full.id}/waitlist/join`
    const headers = { 'Idempotency-Key': crypto.randomUUID(), 'cf-connecting-ip': '203.0.113.10' }
    const [lost, again] = [browser(), browser()]
    const first = await read<EntryView>(201, lost.ask('POST', path, wish, headers))
    expect(await read<EntryView>(201, again.ask('POST', path, wish, headers))).toEqual(first)
    expect(again.cookie()).toBe(lost.cookie())
  })
})
