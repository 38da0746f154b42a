import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../contract/auth.ts'
import type { Event } from '../../contract/events.ts'
import type { Plan } from '../../contract/plans.ts'
import { eventRoom } from '../../platform/rooms.ts'
import type { Registration } from '../../workers/core/aliases/registration-answer.ts'
import { call, read, someone } from './client.ts'
import './facts.ts'
import { migrated } from './migrated.ts'

const { DB, EVENT_ROOM } = env as Env
const JSON_ONLY = { accept: 'application/json, text/plain, */*' }

interface EarlierEvent {
  id: string
  title: string
  eventDate: string
  endDate: string
  maxCapacity: number | null
  waitlistEnabled: boolean
  status: string
  version: number
}
interface Refused {
  status: number
  statusCode: number
  error: string
  message: string
  path: string
  timestamp: string
  code: string
  errors?: { pointer: string; code: string }[]
}

let organiser: Session
let token: string
let visitor: Session
let other: Session

beforeAll(async () => {
  await migrated()
  organiser = await someone()
  token = organiser.accessToken
  visitor = await someone()
  other = await someone()
})

const CONCERT = {
  title: 'Concert',
  description: 'In the park',
  location: 'Bandstand',
  eventDate: '2027-06-01T18:00:00',
  maxCapacity: 2,
  waitlistEnabled: true,
}

const asked = (method: string, path: string, { by, body }: { by?: Session | null; body?: unknown } = {}) =>
  call(method, path, {
    headers: JSON_ONLY,
    ...(by == null ? {} : { token: by.accessToken }),
    ...(body === undefined ? {} : { body }),
  })
const make = (change: object = {}) =>
  read<EarlierEvent>(201, asked('POST', '/events', { by: organiser, body: { ...CONCERT, ...change } }))
/** Waits until lists know what the room of an event does. */
const told = (eventId: string) => eventRoom(EVENT_ROOM, eventId).flush()
const refused = (status: number, answer: Promise<Response>) => read<Refused>(status, answer)

const HALL = {
  name: 'Hall',
  size: { width: 100, height: 100 },
  categories: [{ name: 'Stalls', color: '#aa0000' }],
  zones: [
    {
      name: 'Floor',
      position: { x: 0, y: 0 },
      rows: ['A', 'B'].map((label, y) => ({
        row_number: label,
        row_number_position: 'both',
        position: { x: 0, y: y * 30 },
        seats: [1, 2, 3].map((number) => ({
          seat_guid: `floor-${label}${number}`,
          seat_number: String(number),
          position: { x: number * 30, y: 0 },
          category: 'Stalls',
        })),
      })),
      areas: [],
    },
  ],
}
const hall = async () => {
  const body = { name: 'Hall', plan: HALL, publish: true }
  const { id: planId } = await read<Plan>(201, call('POST', '/api/v1/plans', { token, body }))
  return make({ planId, maxCapacity: null })
}

describe('events at the paths of the earlier organiser', () => {
  it('are made, read, changed and thrown away in its shape', async () => {
    const made = await make()
    expect(made).toMatchObject({
      title: 'Concert',
      description: 'In the park',
      location: 'Bandstand',
      eventDate: '2027-06-01T18:00:00.000Z',
      endDate: '2027-06-01T20:00:00.000Z',
      maxCapacity: 2,
      waitlistEnabled: true,
      status: 'ON_SALE',
    })
    expect(await read(200, asked('GET', `/events/${made.id}`))).toEqual(expect.objectContaining({ id: made.id }))
    const change = { ...CONCERT, title: 'Recital', eventDate: '2027-07-01T18:00:00+02:00', maxCapacity: 5 }
    const changed = await read<EarlierEvent>(200, asked('PUT', `/events/${made.id}`, { by: organiser, body: change }))
    expect(changed).toMatchObject({
      title: 'Recital',
      eventDate: '2027-07-01T16:00:00.000Z',
      endDate: '2027-07-01T18:00:00.000Z',
      maxCapacity: 5,
    })
    const ours = await read<Event>(200, call('GET', `/api/v1/events/${made.id}`, { token }))
    expect(ours).toMatchObject({ name: 'Recital', place: 'Bandstand', capacity: 5, waitlist: true })
    expect((await asked('DELETE', `/events/${made.id}`, { by: organiser })).status).toBe(204)
    const left = await read<EarlierEvent[]>(200, asked('GET', '/events', { by: organiser }))
    expect(left.map(({ id }) => id)).not.toContain(made.id)
  })

  it('are listed as a bare array, the latest first, with a link to the next page', async () => {
    const by = await someone()
    const dates = ['2027-03-01T10:00:00Z', '2027-01-01T10:00:00Z', '2027-02-01T10:00:00Z']
    for (const eventDate of dates) await read(201, asked('POST', '/events', { by, body: { ...CONCERT, eventDate } }))
    const first = await asked('GET', '/events?limit=2', { by })
    const link = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
    const rest = await read<EarlierEvent[]>(200, asked('GET', link, { by }))
    const all = [...((await first.json()) as EarlierEvent[]), ...rest]
    expect(all.map(({ eventDate }) => eventDate.slice(0, 7))).toEqual(['2027-03', '2027-02', '2027-01'])
  })

  it('show a draft to its organisation alone, and take a change of nobody else', async () => {
    const draft = await make({ status: 'DRAFT' })
    expect(await refused(404, asked('GET', `/events/${draft.id}`))).toMatchObject({ code: 'not_found' })
    expect(await refused(404, asked('GET', `/events/${draft.id}`, { by: other }))).toMatchObject({ error: 'Not Found' })
    await read(200, asked('GET', `/events/${draft.id}`, { by: organiser }))
    const strange = asked('PUT', `/events/${draft.id}`, { by: other, body: { title: 'Mine' } })
    expect(await refused(404, strange)).toMatchObject({ code: 'not_found' })
    expect((await asked('DELETE', `/events/${draft.id}`, { by: other })).status).toBe(404)
    expect((await asked('DELETE', `/events/${draft.id}`)).status).toBe(401)
    expect((await asked('DELETE', `/events/${draft.id}`, { by: organiser })).status).toBe(204)
    await refused(404, asked('GET', `/events/${draft.id}`, { by: organiser }))
  })

  it('are refused in the words of the earlier system, about the fields it knows, and as a problem too', async () => {
    const odd = asked('POST', '/events', { by: organiser, body: { ...CONCERT, eventDate: 'tomorrow' } })
    const told = await refused(422, odd)
    expect(told).toMatchObject({ status: 422, statusCode: 422, path: '/events', code: 'invalid' })
    expect(told).toMatchObject({ error: 'Unprocessable Content', errors: [{ pointer: '/eventDate' }] })
    expect(Number.isNaN(Date.parse(told.timestamp))).toBe(false)
    const backwards = { ...CONCERT, endDate: '2027-05-01T18:00:00' }
    const late = await refused(422, asked('POST', '/events', { by: organiser, body: backwards }))
    expect(late.errors?.map(({ pointer }) => pointer)).toEqual(['/endDate'])
    expect(await refused(401, asked('POST', '/events', { body: CONCERT }))).toMatchObject({ message: 'Sign in first' })
    expect(await refused(400, asked('POST', '/events', { by: organiser, body: '{' }))).toMatchObject({
      statusCode: 400,
    })
    const stale = asked('PUT', `/events/${(await make()).id}`, { by: organiser, body: { title: 'x', version: 99 } })
    expect(await refused(409, stale)).toMatchObject({ error: 'Conflict', code: 'stale_version' })
  })

  it('take a time without offset by the clock of the zone they name', async () => {
    const made = await make({ timeZone: 'Europe/Berlin' })
    expect(made.eventDate).toBe('2027-06-01T16:00:00.000Z')
    const odd = await refused(422, asked('POST', '/events', { by: organiser, body: { ...CONCERT, timeZone: 'Mars' } }))
    expect(odd.errors?.map(({ pointer }) => pointer)).toEqual(['/timeZone'])
  })

  it('are pages to browsers', async () => {
    const { id } = await make()
    for (const path of ['/events', `/events/${id}`]) {
      const page = await call('GET', path, { headers: { accept: 'text/html,*/*' } })
      expect(page.headers.get('content-type')).toContain('text/html')
      const data = await asked('GET', path)
      expect(data.headers.get('content-type')).toContain('application/json')
      expect(data.headers.get('cache-control')).toBe('no-store')
    }
  })
})

describe('the waitlist at the paths of the earlier organiser', () => {
  it('takes whoever is signed in, offers what comes free, and books it, without naming an entry', async () => {
    const { id } = await make({ maxCapacity: 1 })
    const early = await refused(409, asked('POST', `/events/${id}/waitlist/join`, { by: visitor }))
    expect(early).toMatchObject({ code: 'places_free' })
    const place = await register(id, other)
    const joined = await read<Registration>(201, asked('POST', `/events/${id}/waitlist/join`, { by: visitor }))
    expect(joined).toMatchObject({ status: 'WAITLIST', userEmail: visitor.user.email, position: 1, eventId: id })
    expect(await refused(409, asked('POST', `/events/${id}/waitlist/confirm`, { by: visitor }))).toMatchObject({
      error: 'Conflict',
    })
    await read(200, asked('PUT', `/invitations/${place.id}/cancel`, { by: other }))
    const taken = await read<Registration>(200, asked('POST', `/events/${id}/waitlist/confirm`, { by: visitor }))
    expect(taken).toMatchObject({ status: 'CONFIRMED', eventId: id, quantity: 1 })
    const again = await read<Registration>(200, asked('POST', `/events/${id}/waitlist/confirm`, { by: visitor }))
    expect(again.id).toBe(taken.id)
  })

  it('lets go who leaves, and nobody else', async () => {
    const { id } = await make({ maxCapacity: 1 })
    await register(id, other)
    const join = { quantity: 1, userEmail: 'waits@example.com' }
    await read(201, asked('POST', `/events/${id}/waitlist/join`, { by: visitor, body: join }))
    expect(await refused(404, asked('DELETE', `/events/${id}/waitlist/leave`, { by: other }))).toMatchObject({
      message: 'You do not wait for this event',
    })
    const left = await read<Registration>(200, asked('DELETE', `/events/${id}/waitlist/leave`, { by: visitor }))
    expect(left).toMatchObject({ status: 'CANCELLED', userEmail: 'waits@example.com' })
    await refused(422, asked('POST', `/events/${id}/waitlist/join`))
    await refused(404, asked('POST', '/events/17/waitlist/join', { by: visitor }))
  })
})

const register = (eventId: string, by: Session, change: object = {}) =>
  read<Registration>(201, asked('POST', '/invitations', { by, body: { eventId, userEmail: by.user.email, ...change } }))

const statusesAt = async (eventId: string) =>
  (await read<Registration[]>(200, asked('GET', `/invitations/event/${eventId}`, { by: organiser }))).map(
    ({ userEmail, status }) => `${userEmail} ${status}`,
  )

describe('invitations at the paths of the earlier organiser', () => {
  it('are made by organisers with a seat, and answered by whom they were sent to', async () => {
    const { id: eventId } = await hall()
    const body = { eventId, userEmail: 'Guest@example.com', seatRow: 'B', seatNumber: 2 }
    const made = await read<Registration>(201, asked('POST', '/invitations', { by: organiser, body }))
    expect(made).toMatchObject({ userEmail: 'guest@example.com', status: 'PENDING', seatRow: 'B', seatNumber: '2' })
    expect(await refused(404, asked('PUT', `/invitations/${made.id}/confirm`, { by: other }))).toMatchObject({
      code: 'not_found',
    })
    const known = await read<Registration>(200, asked('POST', '/invitations', { by: organiser, body }))
    expect(known.id).toBe(made.id)
    const second = { ...body, userEmail: 'second@example.com' }
    expect(await refused(409, asked('POST', '/invitations', { by: organiser, body: second }))).toMatchObject({
      code: 'unavailable',
    })
    const came = await read<Registration>(200, asked('PUT', `/invitations/${made.id}/confirm`, { by: organiser }))
    expect(came).toMatchObject({ id: made.id, status: 'CONFIRMED', seat: 'floor-B2', seatRow: 'B' })
    expect(await statusesAt(eventId)).toEqual(['guest@example.com CONFIRMED'])
    const back = await read<Registration>(200, asked('PUT', `/invitations/${made.id}/cancel`, { by: organiser }))
    expect(back.status).toBe('CANCELLED')
  })

  it('are answered by who is signed in with the address they went to, once it was proved', async () => {
    const { id: eventId } = await make()
    const guest = await someone()
    const body = { eventId, userEmail: guest.user.email }
    const made = await read<Registration>(201, asked('POST', '/invitations', { by: organiser, body }))
    const mine = () => read<Registration[]>(200, asked('GET', `/invitations/user/${guest.user.email}`, { by: guest }))
    expect(await mine()).toEqual([])
    await refused(404, asked('PUT', `/invitations/${made.id}/confirm`, { by: guest }))
    await told(eventId)
    await DB.prepare('UPDATE users SET email_verified_at = 1 WHERE id = ?').bind(guest.user.id).run()
    expect((await mine()).map(({ id, status }) => [id, status])).toEqual([[made.id, 'PENDING']])
    const came = await read<Registration>(200, asked('PUT', `/invitations/${made.id}/confirm`, { by: guest }))
    expect(came.status).toBe('CONFIRMED')
    expect((await read<Registration>(200, asked('PUT', `/invitations/${made.id}/confirm`, { by: guest }))).id).toBe(
      made.id,
    )
    const no = await read<Registration>(200, asked('PUT', `/invitations/${made.id}/cancel`, { by: guest }))
    expect(no.status).toBe('CANCELLED')
    await refused(404, asked('PUT', `/invitations/${made.id}/confirm`, { by: other }))
  })

  it('are made by people for themselves: a place that waits for their yes, or in the line where there is none', async () => {
    const { id: eventId } = await make({ maxCapacity: 1 })
    const mine = await register(eventId, visitor)
    expect(mine).toMatchObject({ status: 'PENDING', userEmail: visitor.user.email, quantity: 1 })
    expect(mine.expiresAt).not.toBeNull()
    expect(await register(eventId, other)).toMatchObject({ status: 'WAITLIST', userEmail: other.user.email })
    await refused(404, asked('PUT', `/invitations/${mine.id}/confirm`, { by: other }))
    const stands = await read<Registration>(200, asked('PUT', `/invitations/${mine.id}/confirm`, { by: visitor }))
    expect(stands).toMatchObject({ id: mine.id, status: 'CONFIRMED' })
    expect((await statusesAt(eventId)).sort()).toEqual(
      [`${visitor.user.email} CONFIRMED`, `${other.user.email} WAITLIST`].sort(),
    )
    const shown = await read<Registration[]>(
      200,
      asked('GET', `/invitations/user/${visitor.user.email}`, { by: visitor }),
    )
    expect(shown.map(({ id }) => id)).toContain(mine.id)
    await read(200, asked('PUT', `/invitations/${mine.id}/cancel`, { by: visitor }))
    expect(await statusesAt(eventId)).toContain(`${other.user.email} PENDING`)
  })

  it('are refused where the event is full and nobody can wait', async () => {
    const { id: eventId } = await make({ maxCapacity: 0, waitlistEnabled: false })
    const body = { eventId, userEmail: 'late@example.com' }
    expect(await refused(409, asked('POST', '/invitations', { by: visitor, body }))).toMatchObject({ code: 'capacity' })
    const seat = { ...body, seatRow: 'A', seatNumber: 1 }
    expect(await refused(422, asked('POST', '/invitations', { by: visitor, body: seat }))).toMatchObject({
      code: 'invalid_places',
    })
    await refused(404, asked('POST', '/invitations', { by: visitor, body: { ...body, eventId: '17' } }))
    await refused(422, asked('POST', '/invitations', { by: organiser, body: { ...body, userEmail: 'nobody' } }))
  })

  it('of an event or an address are shown to its organisers and to nobody else', async () => {
    const { id: eventId } = await make()
    await register(eventId, visitor)
    await told(eventId)
    await refused(401, asked('GET', `/invitations/event/${eventId}`))
    await refused(404, asked('GET', `/invitations/event/${eventId}`, { by: other }))
    const path = `/invitations/user/${visitor.user.email}`
    await refused(401, asked('GET', path))
    expect(await read<Registration[]>(200, asked('GET', path, { by: other }))).toEqual([])
    const theirs = await read<Registration[]>(200, asked('GET', path, { by: organiser }))
    expect(theirs.map((one) => one.eventId)).toContain(eventId)
  })

  it('are made once for each key', async () => {
    const { id: eventId } = await make()
    const body = { eventId, userEmail: 'once@example.com' }
    const headers = { ...JSON_ONLY, 'idempotency-key': 'k1' }
    const send = () => call('POST', '/invitations', { headers, token: visitor.accessToken, body })
    const [first, second] = [await read<Registration>(201, send()), await read<Registration>(201, send())]
    expect(second.id).toBe(first.id)
    const free = await read<{ free: number }>(200, call('GET', `/api/v1/events/${eventId}/availability`))
    expect(free.free).toBe(1)
  })
})

describe('locks of seats at the paths of the earlier organiser', () => {
  interface Lock {
    id: string
    locked: boolean
    seatRow: string
    seatNumber: string
    expiresAt: string
  }
  const lock = (eventId: string, by: Session, seat: object) =>
    asked('POST', `/invitations/${eventId}/seats/lock`, { by, body: seat })

  it('keep a seat for one, who registers with it', async () => {
    const { id: eventId } = await hall()
    const seat = { seatRow: 'a', seatNumber: '1' }
    const mine = await read<Lock>(200, lock(eventId, visitor, seat))
    expect(mine).toMatchObject({ locked: true, seatRow: 'A', seatNumber: '1' })
    expect((await read<Lock>(200, lock(eventId, visitor, seat))).id).toBe(mine.id)
    expect(await refused(409, lock(eventId, other, seat))).toMatchObject({ code: 'unavailable', error: 'Conflict' })
    const body = { eventId, userEmail: other.user.email, ...seat }
    expect(await refused(409, asked('POST', '/invitations', { by: other, body }))).toMatchObject({
      code: 'unavailable',
    })
    const registered = await register(eventId, visitor, seat)
    expect(registered).toMatchObject({ status: 'PENDING', seatRow: 'A', seatNumber: '1', seat: 'floor-A1' })
  })

  it('are given back one by one or all at once, by who has them', async () => {
    const { id: eventId } = await hall()
    const seats = [1, 2, 3].map((seatNumber) => ({ seatRow: 'A', seatNumber }))
    await read(200, lock(eventId, visitor, { seats }))
    const release = (by: Session, query = '', body?: object) =>
      read<{ released: number }>(200, asked('DELETE', `/invitations/${eventId}/seats/release${query}`, { by, body }))
    expect((await release(other)).released).toBe(0)
    expect((await release(visitor, '', { seatRow: 'A', seatNumber: 2 })).released).toBe(1)
    await read(200, lock(eventId, other, { seatRow: 'A', seatNumber: 2 }))
    await refused(409, lock(eventId, other, { seatRow: 'A', seatNumber: 1 }))
    expect((await release(visitor, '?seatRow=A&seatNumber=1')).released).toBe(1)
    expect((await release(visitor)).released).toBe(1)
    await read(200, lock(eventId, other, { seatRow: 'A', seatNumber: 3 }))
  })

  it('are refused for a seat that there is not', async () => {
    const { id: eventId } = await hall()
    expect(await refused(422, lock(eventId, visitor, { seatRow: 'Z', seatNumber: 1 }))).toMatchObject({
      message: 'There is no such seat: Z 1',
    })
    await refused(422, lock(eventId, visitor, {}))
    await refused(404, lock('17', visitor, { seatRow: 'A', seatNumber: 1 }))
  })
})
