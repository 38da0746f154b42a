import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../contract/auth.ts'
import type { Tour } from '../../contract/tours.ts'
import { eventRoom } from '../../platform/rooms.ts'
import type { EarlierDeparture } from '../../workers/core/aliases/departures.ts'
import { call, read, someone } from './client.ts'
import './facts.ts'
import { migrated } from './migrated.ts'

const { EVENT_ROOM } = env as Env
const DAY_MS = 86_400_000

interface EarlierTour {
  id: string
  name: string
  price: number | null
  priceAmount: number | null
  options: { id: string; startTimes: string[] }[]
}
interface EarlierBooking {
  id: string
  tourId: string
  departureId: string
  date: string
  quantity: number
  totalPrice: number
  totalAmount: number
  status: string
  paymentStatus: string
  customerName: string | null
  specialRequests: string | null
  expiresAt: string | null
  version: number
}
interface Refused {
  error: string
  message: string
  code: string
  statusCode: number
  errors?: { pointer: string }[]
}

let token: string
let buyer: Session
let other: Session
let free: Tour
let paid: Tour

const dateIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

const WALK = {
  name: 'Old town by night',
  timeZone: 'UTC',
  status: 'ACTIVE',
  horizonDays: 6,
  city: 'Görlitz',
  country: 'DE',
  ticketTypes: [{ id: 'adult', name: 'Adult', type: 'ADULT', price: 0, currency: 'EUR' }],
  options: [
    {
      id: 'night',
      internalName: 'Night',
      durationMinutes: 90,
      capacity: 3,
      schedule: [
        { weekdays: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], startTimes: ['09:00', '21:00'], from: '2020-01-01' },
      ],
    },
  ],
}

beforeAll(async () => {
  await migrated()
  token = (await someone()).accessToken
  buyer = await someone()
  other = await someone()
  free = await read<Tour>(201, call('POST', '/api/v1/tours', { token, body: WALK }))
  const ticketTypes = [{ id: 'adult', name: 'Adult', type: 'ADULT', price: 1850, currency: 'EUR' }]
  const body = { ...WALK, name: 'Dragon cave', city: 'Kraków', country: 'PL', ticketTypes }
  paid = await read<Tour>(201, call('POST', '/api/v1/tours', { token, body }))
})

const asked = (method: string, path: string, { by, body }: { by?: string; body?: unknown } = {}) =>
  call(method, path, { ...(by === undefined ? {} : { token: by }), ...(body === undefined ? {} : { body }) })
const refused = (status: number, answer: Promise<Response>) => read<Refused>(status, answer)
const departures = (tour: Tour, query = '') =>
  read<EarlierDeparture[]>(200, asked('GET', `/api/tours/${tour.id}/availability${query}`))
const book = (wish: object, by = buyer) =>
  asked('POST', '/api/bookings', { by: by.accessToken, body: { customerName: 'Ada', ...wish } })
const booked = (wish: object) => read<EarlierBooking>(201, book(wish))
const departureOn = async (tour: Tour, days: number): Promise<EarlierDeparture> => {
  const [first] = await departures(tour, `?date=${dateIn(days)}`)
  if (first === undefined) throw new Error('no departure on that day')
  return first
}

describe('tours at the paths of the earlier tour booking', () => {
  it('are listed, found by word, place and price, and read in its shape', async () => {
    const all = await read<EarlierTour[]>(200, asked('GET', '/api/tours'))
    expect(all.map(({ name }) => name)).toEqual(['Dragon cave', 'Old town by night'])
    expect(all[0]).toMatchObject({ price: 18.5, priceAmount: 1850, currency: 'EUR', duration: 90, maxParticipants: 3 })
    const found = async (query: string) =>
      (await read<EarlierTour[]>(200, asked('GET', `/api/tours/search?${query}`))).map(({ id }) => id)
    expect(await found('q=dragon')).toEqual([paid.id])
    expect(await found('location=gorlitz')).toEqual([free.id])
    expect(await found('minPrice=10')).toEqual([paid.id])
    expect(await found('maxPrice=18.4')).toEqual([free.id])
    const one = await read<EarlierTour>(200, asked('GET', `/api/tours/${paid.id}`))
    expect(one).toMatchObject({ name: 'Dragon cave', options: [{ id: 'night', startTimes: ['09:00', '21:00'] }] })
    expect(await refused(404, asked('GET', '/api/tours/17'))).toMatchObject({ error: 'Not Found', statusCode: 404 })
  })

  it('come in pages with a link', async () => {
    const first = await asked('GET', '/api/tours?limit=1')
    const link = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
    expect(await read<EarlierTour[]>(200, asked('GET', link))).toMatchObject([{ name: 'Old town by night' }])
    expect(await refused(422, asked('GET', '/api/tours?cursor=x'))).toMatchObject({ code: 'invalid_cursor' })
  })

  it('that are no more on sale are there for their organisation alone', async () => {
    const draft = await read<Tour>(201, call('POST', '/api/v1/tours', { token, body: { ...WALK, status: 'DRAFT' } }))
    await refused(404, asked('GET', `/api/tours/${draft.id}`))
    await refused(404, asked('GET', `/api/tours/${draft.id}/availability`, { by: other.accessToken }))
    await read(200, asked('GET', `/api/tours/${draft.id}`, { by: token }))
  })
})

describe('the availability of a tour', () => {
  it('is what the rooms of its departures say, by day and number of people', async () => {
    const { id, ...before } = await departureOn(free, 2)
    expect(before).toMatchObject({ date: dateIn(2), time: '09:00', capacity: 3, availableSlots: 3, isAvailable: true })
    await booked({ departureId: id, participants: 2 })
    const [after, evening] = await departures(free, `?date=${dateIn(2)}&participants=2`)
    expect(after).toMatchObject({ id, availableSlots: 1, isAvailable: false })
    expect(after?.version).toBeGreaterThan(before.version)
    expect(evening).toMatchObject({ time: '21:00', availableSlots: 3, isAvailable: true })
    const days = (await departures(free, `?from=${dateIn(2)}&to=${dateIn(3)}`)).map(({ date }) => date)
    expect(days).toEqual([dateIn(2), dateIn(2), dateIn(3), dateIn(3)])
  })

  it('is told live to who upgrades: few places too', async () => {
    const { id } = await departureOn(free, 4)
    const headers = { upgrade: 'websocket' }
    const opened = await call('GET', `/api/tours/${free.id}/availability?departureId=${id}`, { headers })
    expect(opened.status).toBe(101)
    const socket = opened.webSocket
    const frames: { type: string; free: number }[] = []
    socket?.addEventListener('message', ({ data }) => frames.push(JSON.parse(String(data))))
    socket?.accept()
    await booked({ departureId: id, participants: 3 })
    await expect.poll(() => frames.at(-1)).toMatchObject({ type: 'low', free: 0 })
    expect(frames[0]).toMatchObject({ type: 'snapshot', free: 3 })
    socket?.close()
    const strange = call('GET', `/api/tours/${paid.id}/availability?departureId=${id}`, { headers })
    expect((await strange).status).toBe(404)
  })
})

describe('bookings at the paths of the earlier tour booking', () => {
  it('of what costs nothing stand at once', async () => {
    const made = await booked({ tourId: free.id, date: dateIn(3), time: '21:00', numberOfPeople: 2 })
    expect(made).toMatchObject({
      tourId: free.id,
      date: dateIn(3),
      time: '21:00',
      quantity: 2,
      participants: 2,
      status: 'CONFIRMED',
      paymentStatus: 'NOT_REQUIRED',
      totalPrice: 0,
      customerName: 'Ada',
    })
    expect(await read(200, asked('GET', `/api/bookings/${made.id}`, { by: buyer.accessToken }))).toEqual(made)
    await refused(404, asked('GET', `/api/bookings/${made.id}`, { by: other.accessToken }))
    await refused(404, asked('GET', `/api/bookings/${made.id}`))
  })

  it('to be paid wait, until an organiser says that they were paid elsewhere', async () => {
    const { id: departureId } = await departureOn(paid, 3)
    const made = await booked({ departureId, quantity: 2 })
    expect(made).toMatchObject({ status: 'PENDING', paymentStatus: 'PENDING', totalPrice: 37, totalAmount: 3700 })
    expect(made.expiresAt).not.toBeNull()
    const path = `/api/bookings/${made.id}/payment-status`
    const say = (by: string, paymentStatus: string) => asked('PATCH', path, { by, body: { paymentStatus } })
    expect(await refused(409, say(buyer.accessToken, 'PAID'))).toMatchObject({ code: 'unpaid', error: 'Conflict' })
    const odd = await refused(422, say(token, 'REFUNDED'))
    expect(odd.errors).toMatchObject([{ pointer: '/paymentStatus' }])
    await refused(404, say(other.accessToken, 'PAID'))
    expect(await read(200, say(token, 'paid'))).toMatchObject({ status: 'CONFIRMED', paymentStatus: 'PAID' })
    expect(await read(200, say(token, 'paid'))).toMatchObject({ status: 'CONFIRMED', paymentStatus: 'PAID' })
  })

  it('are changed in number and in who comes, and cancelled, by whose they are', async () => {
    const { id: departureId } = await departureOn(free, 5)
    const made = await booked({ departureId, quantity: 1 })
    const path = `/api/bookings/${made.id}`
    const change = (body: object, by = buyer) => asked('PUT', path, { by: by.accessToken, body })
    expect(await read(200, change({ quantity: 3, customerName: 'Bea', specialRequests: 'Slowly' }))).toMatchObject({
      quantity: 3,
      customerName: 'Bea',
      specialRequests: 'Slowly',
    })
    expect(await read(200, change({ participants: 2 }))).toMatchObject({ quantity: 2, customerName: 'Bea' })
    expect(await refused(409, change({ quantity: 4 }))).toMatchObject({ code: 'capacity' })
    expect(await refused(409, change({ quantity: 1, version: 1 }))).toMatchObject({ code: 'stale_version' })
    expect(await refused(409, change({ date: dateIn(1) }))).toMatchObject({ code: 'not_changeable' })
    await refused(404, change({ quantity: 1 }, other))
    await refused(404, asked('DELETE', path, { by: other.accessToken }))
    expect(await read(200, asked('DELETE', path, { by: buyer.accessToken }))).toMatchObject({ status: 'CANCELLED' })
    const [after] = await departures(free, `?date=${dateIn(5)}`)
    expect(after?.availableSlots).toBe(3)
    const again = asked('POST', `${path}/cancel`, { by: buyer.accessToken, body: { reason: 'Ill' } })
    expect(await read(200, again)).toMatchObject({ status: 'CANCELLED', cancellationReason: null })
  })

  it('are listed to whose they are, and those of a departure to its organisers', async () => {
    const by = await someone()
    const { id: departureId } = await departureOn(free, 5)
    const made = await read<EarlierBooking>(201, book({ departureId, quantity: 1 }, by))
    await eventRoom(EVENT_ROOM, departureId).flush()
    const list = (who: string, query = '') =>
      read<EarlierBooking[]>(200, asked('GET', `/api/bookings${query}`, { by: who }))
    expect((await list(by.accessToken)).map(({ id }) => id)).toEqual([made.id])
    expect((await list(token, `?eventId=${departureId}`)).map(({ id }) => id)).toContain(made.id)
    expect(await list(other.accessToken, `?eventId=${departureId}`)).toEqual([])
  })

  it('never take more places than there are, however many ask at once', async () => {
    const { id: departureId } = await departureOn(free, 1)
    const answers = await Promise.all(Array.from({ length: 8 }, () => book({ departureId, quantity: 1, version: 1 })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409, 409, 409, 409])
    expect(await departureOn(free, 1)).toMatchObject({ availableSlots: 0, isAvailable: false })
  })

  it('are made once for each key, by a guest too', async () => {
    const { id: departureId } = await departureOn(paid, 4)
    const headers = { 'idempotency-key': 'one', 'cf-connecting-ip': '203.0.113.9' }
    const send = () => call('POST', '/api/bookings', { headers, body: { departureId, quantity: 1 } })
    const first = await read<EarlierBooking>(201, send())
    expect((await read<EarlierBooking>(201, send())).id).toBe(first.id)
    expect((await departureOn(paid, 4)).availableSlots).toBe(2)
  })

  it('are refused with the field that is wrong', async () => {
    expect((await refused(422, book({ date: dateIn(1) }))).errors).toMatchObject([{ pointer: '/tourId' }])
    expect((await refused(422, book({ tourId: free.id }))).errors).toMatchObject([{ pointer: '/date' }])
    expect(await refused(404, book({ tourId: free.id, date: '2020-01-01' }))).toMatchObject({
      message: 'The tour does not depart then',
    })
    const { id: departureId } = await departureOn(free, 3)
    await refused(404, book({ tourId: paid.id, departureId }))
    await refused(404, book({ departureId: '17' }))
    expect((await refused(422, book({ departureId, quantity: 0 }))).errors).toMatchObject([{ pointer: '/quantity' }])
  })
})
