import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import ICAL from 'ical.js'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../contract/auth.ts'
import type { Event } from '../../contract/events.ts'
import type { InvitationCounts, InvitationView, ListedInvitation } from '../../contract/invitations.ts'
import type { Problem } from '../../contract/problem.ts'
import { eventRoom } from '../../platform/rooms.ts'
import { call, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

let db: D1Database
let staff: Session

beforeAll(async () => {
  db = await migrated()
  staff = await someone()
})

const HOUR = 3_600_000
type Told = InvitationView & { booking: { id: string; link: string; quantity: number } | null }
interface List {
  invitations: (ListedInvitation & { outcome: string })[]
  created: number
  existing: number
  refused: { pointer: string; line: number | null; code: string }[]
}

const eventOf = (change: object = {}, token = staff.accessToken) =>
  read<Event>(
    201,
    call('POST', '/api/v1/events', {
      token,
      body: {
        name: 'Vernissage',
        startsAt: new Date(Date.now() + 48 * HOUR).toISOString(),
        endsAt: new Date(Date.now() + 50 * HOUR).toISOString(),
        timeZone: 'Europe/Paris',
        status: 'ON_SALE',
        capacity: 3,
        waitlist: true,
        ...change,
      },
    }),
  )

const inviting = (event: Pick<Event, 'id'>, body: object, headers: Record<string, string> = {}) =>
  call('POST', `/api/v1/events/${event.id}/invitations`, { token: staff.accessToken, body, headers })
const invited = (event: Pick<Event, 'id'>, body: object) => read<List>(201, inviting(event, body))
const tokenOf = ({ link }: Pick<ListedInvitation, 'link'>) => new URL(link).pathname.split('/').at(-1) ?? ''
const answering = (token: string, body: object, headers: Record<string, string> = {}) =>
  call('POST', `/api/v1/invitations/${token}/respond`, { body, headers })
const listOf = (event: Pick<Event, 'id'>, query = '') =>
  read<{ data: ListedInvitation[]; next: string | null; counts: InvitationCounts }>(
    200,
    call('GET', `/api/v1/events/${event.id}/invitations${query}`, { token: staff.accessToken }),
  )
const free = async (event: Pick<Event, 'id'>) =>
  (await read<{ free: number }>(200, call('GET', `/api/v1/events/${event.id}/availability`))).free
const codeOf = async (answer: Promise<Response>) => ((await (await answer).json()) as Problem).code

/** One guest and the token of their link. */
const guest = async (event: Pick<Event, 'id'>, change: object = {}, how: object = {}) => {
  const { invitations } = await invited(event, { to: [{ email: 'ada@example.com', ...change }], ...how })
  const [one] = invitations
  if (one === undefined) throw new Error('nobody was invited')
  return { id: one.id, token: tokenOf(one) }
}

describe('invitations of a list', () => {
  it('are made for who can be invited, and the others are told', async () => {
    const event = await eventOf()
    const body = { to: [{ email: 'ada@example.com', name: 'Ada', plusOnes: 1 }, { email: 'nobody' }] }
    const made = await invited(event, body)
    expect(made).toMatchObject({ created: 1, existing: 0, refused: [{ pointer: '/to/1/email', code: 'email' }] })
    expect(made.invitations).toMatchObject([{ email: 'ada@example.com', status: 'PENDING', outcome: 'created' }])
    expect(await invited(event, body)).toMatchObject({ created: 0, existing: 1 })
    expect((await listOf(event)).data).toHaveLength(1)
    const { results } = await db
      .prepare('SELECT type, json_extract(data, ?2) AS email FROM domain_events WHERE subject = ?1')
      .bind(made.invitations[0]?.id ?? '', '$.email')
      .all()
    expect(results).toEqual([{ type: 'invitation.created', email: 'ada@example.com' }])
  })

  it('are made all or none where that is wished', async () => {
    const event = await eventOf()
    const strict = { csv: 'email\nada@example.com\nnobody', strict: true }
    const refused = await read<Problem>(422, inviting(event, strict))
    expect(refused.errors).toEqual([{ pointer: '/csv', code: 'email', detail: expect.stringContaining('Line 3') }])
    expect((await listOf(event)).data).toEqual([])
  })

  it('are made once for a key, and for another wish the key is refused', async () => {
    const event = await eventOf()
    const key = { 'idempotency-key': 'k1' }
    const first = await inviting(event, { text: 'ada@example.com' }, key)
    const again = await inviting(event, { text: 'ada@example.com' }, key)
    expect([first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')]).toEqual([
      null,
      'true',
    ])
    expect(await again.json()).toMatchObject({ created: 1 })
    expect(await codeOf(inviting(event, { text: 'bob@example.com' }, key))).toBe('idempotency_key_reused')
  })

  it('come from tables of strangers unharmed: formulas, too many rows, what is no table', async () => {
    const event = await eventOf()
    const csv = 'Courriel;Nom\r\nada@example.com;"=HYPERLINK(""http://evil.example"")"\r\nbob@example.com;Bob\r\n'
    const made = await invited(event, { csv })
    expect(made).toMatchObject({ created: 1, refused: [{ pointer: '/csv', line: 2, code: 'name' }] })
    const many = ['email', ...Array.from({ length: 10_000 }, (_, n) => `g${n}@example.com`)].join('\n')
    expect(await codeOf(inviting(event, { csv: many }))).toBe('invalid')
    expect(await codeOf(inviting(event, { csv: '"'.repeat(10_000) }))).toBe('invalid')
    expect(await codeOf(inviting(event, { csv: 'x'.repeat(1_100_000) }))).toBe('too_large')
    expect((await listOf(event)).counts).toMatchObject({ pending: 1 })
  })

  it('of five hundred are made at once, and listed page by page with what became of them', async () => {
    const event = await eventOf({ capacity: 1000 })
    const to = Array.from({ length: 500 }, (_, n) => ({ email: `g${n}@example.com`, plusOnes: 2 }))
    const { invitations } = await invited(event, { to })
    const [first, second] = invitations
    if (first === undefined || second === undefined) throw new Error('nobody')
    await read(200, answering(tokenOf(first), { answer: 'yes', plusOnes: 2 }))
    await read(200, answering(tokenOf(second), { answer: 'no' }))
    const page = await listOf(event, '?limit=100')
    expect(page.counts).toEqual({ pending: 498, confirmed: 1, cancelled: 1, waitlist: 0, expired: 0, coming: 3 })
    const ids = new Set(page.data.map(({ id }) => id))
    for (let { next } = page; next !== null; ) {
      const more = await listOf(event, `?limit=100&cursor=${next}`)
      for (const { id } of more.data) ids.add(id)
      next = more.next
    }
    expect(ids.size).toBe(500)
    expect((await listOf(event, '?status=CONFIRMED')).data.map(({ id, plusOnes }) => [id, plusOnes])).toEqual([
      [first.id, 2],
    ])
    const byAddress = `/api/v1/invitations?email=${encodeURIComponent('G1@example.com')}`
    const found = await read<{ data: ListedInvitation[] }>(200, call('GET', byAddress, { token: staff.accessToken }))
    expect(found.data.map(({ email, status }) => [email, status])).toContainEqual(['g1@example.com', 'CANCELLED'])
  })
})

describe('an answer by the link alone', () => {
  it('is a booking of who follows it, which their browser finds again', async () => {
    const event = await eventOf()
    const { token, id } = await guest(event, { plusOnes: 2 })
    const seen = await read<Told & { event: { name: string } }>(200, call('GET', `/api/v1/invitations/${token}`))
    expect(seen).toMatchObject({ status: 'PENDING', answerable: true, mostPlusOnes: 2, event: { name: 'Vernissage' } })
    const answered = await answering(token, { answer: 'yes', plusOnes: 1, names: ['Bob'] })
    const cookie = answered.headers.get('set-cookie')?.split(';')[0] ?? ''
    const told = (await answered.json()) as Told
    expect(told).toMatchObject({ id, status: 'CONFIRMED', answer: 'yes', plusOnes: 1, booking: { quantity: 2 } })
    const bookings = await read<{ data: { id: string; total: number }[] }>(
      200,
      call('GET', `/api/v1/bookings?eventId=${event.id}`, { headers: { cookie } }),
    )
    expect(bookings.data.map((one) => [one.id, one.total])).toEqual([[told.booking?.id, 0]])
    const link = new URL(told.booking?.link ?? '')
    await read(200, call('GET', `/api/v1${link.pathname}${link.search}`))
    expect(await free(event)).toBe(1)
  })

  it('is refused with a token that is forged, of another thing, or of an invitation that never was', async () => {
    const event = await eventOf()
    const { token, id } = await guest(event)
    const { token: others } = await guest(await eventOf(), { email: 'eve@example.com' })
    const [, version, mac] = token.split('.')
    const forged = [
      `${id}.${version}.${mac?.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`,
      `${id}.${others.split('.').slice(1).join('.')}`,
      `${id}.9.${mac}`,
      `${id}.${version}.`,
      `${id}..`,
      id,
      `${id.slice(0, -1)}_.${version}.${mac}`,
      `${token}x`,
    ]
    for (const one of forged) {
      expect([one, (await call('GET', `/api/v1/invitations/${one}`)).status]).toEqual([one, 404])
      expect((await answering(one, { answer: 'yes' })).status).toBe(404)
      expect((await call('GET', `/api/v1/invitations/${one}/ical`)).status).toBe(404)
    }
    expect(await free(event)).toBe(3)
  })

  it('given by two at once is one booking', async () => {
    const event = await eventOf()
    const { token } = await guest(event, { plusOnes: 1 })
    const answers = await Promise.all(
      [0, 1, 0, 1].map((plusOnes) => answering(token, { answer: 'yes', plusOnes }).then((one) => one.status)),
    )
    expect(answers).toEqual([200, 200, 200, 200])
    const { counts } = await listOf(event)
    expect(await free(event)).toBe(3 - counts.coming)
    const { n } = (await db
      .prepare('SELECT count(*) AS n FROM bookings WHERE event_id = ? AND status = ?')
      .bind(event.id, 'CONFIRMED')
      .first<{ n: number }>()) ?? { n: 0 }
    expect(n).toBe(1)
  })

  it('that can be kept for some of them only says for how many, and where nobody can come they wait', async () => {
    const event = await eventOf({ capacity: 2 })
    const [ada, bob] = [await guest(event, { plusOnes: 5 }), await guest(event, { email: 'bob@example.com' })]
    const refused = await read<Problem>(409, answering(ada.token, { answer: 'yes', plusOnes: 2 }))
    expect([refused.code, refused.detail]).toEqual(['capacity', 'There are places for 2 of you'])
    await read(200, answering(ada.token, { answer: 'yes', plusOnes: 1 }))
    expect(await read(200, answering(bob.token, { answer: 'yes' }))).toMatchObject({ status: 'WAITLIST', position: 1 })
    await read(200, answering(ada.token, { answer: 'yes' }))
    expect(await read(200, call('GET', `/api/v1/invitations/${bob.token}`))).toMatchObject({ status: 'CONFIRMED' })
    expect((await listOf(event)).counts).toMatchObject({ confirmed: 2, waitlist: 0, coming: 2 })
  })

  it('is refused after the invitation was taken back, and its places are free', async () => {
    const event = await eventOf()
    const { token, id } = await guest(event)
    await read(200, answering(token, { answer: 'yes' }))
    const path = `/api/v1/invitations/${id}/cancel`
    expect(await read(200, call('POST', path, { token: staff.accessToken, body: {} }))).toMatchObject({
      status: 'CANCELLED',
      cancelledBy: 'organiser',
    })
    expect(await free(event)).toBe(3)
    expect(await codeOf(answering(token, { answer: 'yes' }))).toBe('closed')
    expect(await codeOf(answering(token, { answer: 'no' }))).toBe('closed')
  })

  it('outlives evictions between any two calls', async () => {
    const event = await eventOf({ capacity: 1 })
    const room = eventRoom((env as Env).EVENT_ROOM, event.id)
    const [ada, bob] = [await guest(event), await guest(event, { email: 'bob@example.com' })]
    await evictDurableObject(room)
    await read(200, answering(ada.token, { answer: 'yes' }))
    await evictDurableObject(room)
    expect(await read(200, answering(bob.token, { answer: 'yes' }))).toMatchObject({ status: 'WAITLIST' })
    await evictDurableObject(room)
    await read(200, answering(ada.token, { answer: 'no' }))
    await evictDurableObject(room)
    expect(await read(200, call('GET', `/api/v1/invitations/${bob.token}`))).toMatchObject({ status: 'CONFIRMED' })
    expect(await invited(event, { text: 'ada@example.com' })).toMatchObject({ existing: 1 })
  })
})

describe('a seat that is kept for somebody', () => {
  const seated = async () => {
    const seats = [1, 2, 3].map((n) => ({
      seat_guid: `A-${n}`,
      seat_number: String(n),
      category: 'Stalls',
      position: { x: n * 20, y: 0 },
    }))
    const plan = {
      name: 'Room',
      size: { width: 200, height: 200 },
      categories: [{ name: 'Stalls', color: '#336699' }],
      zones: [
        {
          name: 'Hall',
          position: { x: 0, y: 0 },
          rows: [{ row_number: 'A', row_number_position: 'both', position: { x: 0, y: 0 }, seats }],
          areas: [],
        },
      ],
    }
    const body = { name: 'Room', plan, publish: true }
    const { id: planId } = await read<{ id: string }>(
      201,
      call('POST', '/api/v1/plans', { token: staff.accessToken, body }),
    )
    return eventOf({ planId, capacity: null })
  }
  const holding = (event: Event, seat: string) =>
    call('POST', `/api/v1/events/${event.id}/holds`, { body: { seats: [seat] } })

  it('is nobody else’s until the date that was said has passed, whether an alarm comes or not', async () => {
    const event = await seated()
    const soon = Date.now() + 1500
    const kept = { expiresAt: new Date(soon).toISOString() }
    const { token } = await guest(event, { seat: 'A-2' }, kept)
    expect(await codeOf(holding(event, 'A-2'))).toBe('unavailable')
    expect(await invited(event, { to: [{ email: 'b@x.org', seat: 'A-2' }, { email: 'c@x.org' }] })).toMatchObject({
      refused: [{ pointer: '/to/0', code: 'unavailable' }],
    })
    while (Date.now() < soon) await scheduler.wait(soon - Date.now())
    expect((await holding(event, 'A-2')).status).toBe(201)
    expect(await codeOf(answering(token, { answer: 'yes' }))).toBe('expired')
    expect((await listOf(event)).counts).toMatchObject({ pending: 2, expired: 1 })
    await runDurableObjectAlarm(eventRoom((env as Env).EVENT_ROOM, event.id))
    expect((await holding(event, 'A-1')).status).toBe(201)
  })

  it('can be another one, with the answer too', async () => {
    const event = await seated()
    const { id, token } = await guest(event, { seat: 'A-2', plusOnes: 1 })
    const change = (body: object) => call('PATCH', `/api/v1/invitations/${id}`, { token: staff.accessToken, body })
    expect(await read(200, change({ seat: 'A-1', version: 1 }))).toMatchObject({ seat: 'A-1', version: 2 })
    expect(await codeOf(change({ seat: 'A-3', version: 1 }))).toBe('stale_version')
    const told = await read<Told>(200, answering(token, { answer: 'yes', plusOnes: 1 }))
    expect([...told.seats].sort()).toEqual(['A-1', 'A-2'])
    expect(await codeOf(holding(event, 'A-2'))).toBe('unavailable')
  })
})

describe('calendars', () => {
  const file = async (path: string) => {
    const answer = await call('GET', path)
    const component = new ICAL.Component(ICAL.parse(await answer.text()))
    const event = component.getFirstSubcomponent('vevent')
    const value = (name: string) => event?.getFirstPropertyValue(name)
    return {
      type: answer.headers.get('content-type'),
      method: component.getFirstPropertyValue('method'),
      uid: value('uid'),
      sequence: Number(value('sequence')),
      partstat: event?.getFirstProperty('attendee')?.getFirstParameter('partstat'),
    }
  }

  it('are asked for the same entry each time, with a number that grows, until it is cancelled', async () => {
    const event = await eventOf()
    const { token, id } = await guest(event)
    const path = `/api/v1/invitations/${token}/ical`
    const asked = await file(path)
    expect(asked).toMatchObject({ method: 'REQUEST', partstat: 'NEEDS-ACTION', uid: `${id}@signalbox.example` })
    expect(asked.type).toBe('text/calendar; charset=utf-8; method=REQUEST')
    const told = await read<Told>(200, answering(token, { answer: 'yes' }))
    const accepted = await file(path)
    expect(accepted).toMatchObject({ method: 'REQUEST', partstat: 'ACCEPTED', uid: asked.uid })
    expect(accepted.sequence).toBeGreaterThan(asked.sequence)
    const link = new URL(told.booking?.link ?? '')
    const booked = await file(`/api/v1/bookings/${told.booking?.id}/ical${link.search}`)
    expect(booked).toMatchObject({ method: 'PUBLISH', uid: `${told.booking?.id}@signalbox.example` })
    expect((await call('GET', `/api/v1/bookings/${told.booking?.id}/ical`)).status).toBe(404)
    await read(200, answering(token, { answer: 'no' }))
    const gone = await file(path)
    expect(gone).toMatchObject({ method: 'CANCEL', partstat: 'DECLINED', uid: asked.uid })
    expect(gone.sequence).toBeGreaterThan(accepted.sequence)
  })
})

describe('an invitation', () => {
  it('is cancelled with its event, whatever was answered, and each is told once', async () => {
    const event = await eventOf({ capacity: 1 })
    const guests = [
      await guest(event),
      await guest(event, { email: 'bob@example.com' }),
      await guest(event, { email: 'c@example.com' }),
    ]
    for (const { token } of guests.slice(0, 2)) await read(200, answering(token, { answer: 'yes' }))
    const path = `/api/v1/events/${event.id}/cancel`
    const cancelled = await call('POST', path, { token: staff.accessToken, body: { reason: 'Rain' } })
    expect(cancelled.status).toBe(200)
    const room = eventRoom((env as Env).EVENT_ROOM, event.id)
    for (let tries = 0; (await listOf(event)).counts.cancelled < 3 && tries < 20; tries += 1)
      await runDurableObjectAlarm(room)
    const { data } = await listOf(event)
    expect(data.map(({ status, cancelledBy }) => [status, cancelledBy])).toEqual(Array(3).fill(['CANCELLED', 'event']))
    for (const { id, token } of guests) {
      expect(await codeOf(answering(token, { answer: 'yes' }))).toBe('closed')
      const { results } = await db
        .prepare("SELECT type FROM domain_events WHERE subject = ? AND type = 'invitation.cancelled'")
        .bind(id)
        .all()
      expect(results).toHaveLength(1)
    }
  })

  it('is sent again with the same link, and counted once in a minute', async () => {
    const { id } = await guest(await eventOf())
    const resend = () => call('POST', `/api/v1/invitations/${id}/resend`, { token: staff.accessToken })
    expect(await read(200, resend())).toMatchObject({ status: 'PENDING' })
  })

  it('is not for other organisations, nor for who is no organiser', async () => {
    const event = await eventOf()
    const { id } = await guest(event)
    const other = await someone()
    const { accessToken: token } = other
    const asked = [
      call('GET', `/api/v1/events/${event.id}/invitations`, { token }),
      call('POST', `/api/v1/events/${event.id}/invitations`, { token, body: { text: 'a@example.com' } }),
      call('GET', `/api/v1/invitations/${id}`, { token }),
      call('POST', `/api/v1/invitations/${id}/respond`, { token, body: { answer: 'yes' } }),
      call('POST', `/api/v1/invitations/${id}/cancel`, { token, body: {} }),
      call('POST', `/api/v1/invitations/${id}/resend`, { token }),
      call('PATCH', `/api/v1/invitations/${id}`, { token, body: { plusOnes: 9 } }),
    ]
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(Array(7).fill(404))
    const byAddress = call('GET', '/api/v1/invitations?email=ada%40example.com', { token })
    expect(await read(200, byAddress)).toMatchObject({ data: [] })
    expect((await call('GET', `/api/v1/events/${event.id}/invitations`)).status).toBe(401)
  })

  it('to a draft is seen by its organisation alone', async () => {
    const { token } = await guest(await eventOf({ status: 'DRAFT' }))
    expect((await call('GET', `/api/v1/invitations/${token}`)).status).toBe(404)
  })
})
