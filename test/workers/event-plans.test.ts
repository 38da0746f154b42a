import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Event } from '../../contract/events.ts'
import type { Plan } from '../../contract/plans.ts'
import type { Problem } from '../../contract/problem.ts'
import type { Venue } from '../../contract/venues.ts'
import { tellForgottenRooms } from '../../platform/rooms.ts'
import { planOf, seatAt } from '../unit/domain/booking/houses.ts'
import { call, read, someone } from './client.ts'
import './facts.ts'
import { migrated } from './migrated.ts'
import { buyer } from './rooms.ts'

const { EVENT_ROOM } = env as Env

let token: string

beforeAll(async () => {
  await migrated()
  token = (await someone()).accessToken
})

const post = <T>(status: number, path: string, body: object, by = token) =>
  read<T>(status, call('POST', `/api/v1${path}`, { token: by, body }))
const patch = <T>(status: number, path: string, body: object) =>
  read<T>(status, call('PATCH', `/api/v1${path}`, { token, body }))

const house = (...guids: string[]) => planOf(guids.map((guid, n) => seatAt(guid, n * 20)))
const published = (...guids: string[]) =>
  post<Plan>(201, '/plans', { name: 'House', plan: house(...guids), publish: true })

const CONCERT = {
  name: 'Concert',
  startsAt: '2027-06-01T18:00:00Z',
  endsAt: '2027-06-01T20:00:00Z',
  timeZone: 'Europe/Berlin',
  status: 'ON_SALE',
}

const make = (body: object = {}) => post<Event>(201, '/events', { ...CONCERT, ...body })
const seatsOf = async (id: string) => (await EVENT_ROOM.get(EVENT_ROOM.idFromName(id)).availability())?.seats
const holdSeat = (id: string, seat: string) =>
  read<{ id: string }>(201, call('POST', `/api/v1/events/${id}/holds`, { body: { seats: [seat] } }))
const faults = ({ errors = [] }: Problem) => errors.map(({ pointer, code }) => `${pointer} ${code}`)

describe('an event with a plan', () => {
  it('is sold by the version that is published, and goes on by it when another one is', async () => {
    const plan = await published('A-1', 'A-2')
    const made = await make({ planId: plan.id })
    expect(made).toMatchObject({ planId: plan.id, planVersion: 1, configured: { done: true } })
    expect(await seatsOf(made.id)).toEqual({ 'A-1': 'free', 'A-2': 'free' })
    await patch(200, `/plans/${plan.id}`, { plan: house('A-1', 'A-2', 'A-3'), publish: true })
    expect((await patch<Event>(200, `/events/${made.id}`, { name: 'Renamed' })).planVersion).toBe(1)
    const next = await patch<Event>(200, `/events/${made.id}`, { planVersion: null })
    expect(next.planVersion).toBe(2)
    expect(await seatsOf(made.id)).toEqual({ 'A-1': 'free', 'A-2': 'free', 'A-3': 'free' })
  })

  it('keeps a seat that somebody has: another plan without it is refused before anything is kept', async () => {
    const [old, without, larger] = [
      await published('A-1', 'A-2'),
      await published('A-2'),
      await published('A-1', 'B-1'),
    ]
    const made = await make({ planId: old.id })
    await holdSeat(made.id, 'A-1')
    const path = `/events/${made.id}`
    expect(faults(await patch<Problem>(422, path, { planId: without.id }))).toEqual(['/planId places_taken'])
    expect(faults(await patch<Problem>(422, path, { planId: null, capacity: 9 }))).toEqual(['/planId places_taken'])
    expect(await patch<Event>(200, path, { planId: larger.id })).toMatchObject({ version: 2, planId: larger.id })
    expect(await seatsOf(made.id)).toEqual({ 'A-1': 'held', 'B-1': 'free' })
  })

  it('says so where its room had to refuse what the catalogue has, and heals when the seat comes free', async () => {
    const [old, without] = [await published('A-1', 'A-2'), await published('A-2')]
    const made = await make({ planId: old.id })
    const room = EVENT_ROOM.get(EVENT_ROOM.idFromName(made.id))
    const ada = buyer('ada')
    const held = await room.hold({ seats: ['A-1'] }, ada, null)
    if (!held.ok) throw new Error('the seat was not free')
    // As if somebody had taken the seat right after our look.
    const { DB } = env as Env
    await DB.prepare('UPDATE events SET plan_id = ?, version = 2 WHERE id = ?').bind(without.id, made.id).run()
    const later = Date.now() + 60_000
    expect(await tellForgottenRooms(env as Env, later)).toBe(0)
    const row = () => read<Event>(200, call('GET', `/api/v1/events/${made.id}`, { token }))
    expect((await row()).configured).toMatchObject({ done: false, seats: ['A-1'] })
    expect((await room.availability())?.seats).toMatchObject({ 'A-1': 'held' })
    expect((await room.release(held.value.id, ada)).ok).toBe(true)
    expect(await tellForgottenRooms(env as Env, later)).toBe(1)
    expect((await row()).configured).toEqual({ done: true, reason: null, seats: [] })
    expect(await seatsOf(made.id)).toEqual({ 'A-2': 'free' })
  })

  it('is where its venue is, and names what the plan has', async () => {
    const venue = await post<Venue>(201, '/venues', {
      name: 'Old Mill',
      city: 'Basel',
      country: 'CH',
      timeZone: 'Europe/Zurich',
    })
    const plan = await post<Plan>(201, '/plans', { name: 'Mill', plan: house('A-1'), publish: true, venueId: venue.id })
    const made = await make({ planId: plan.id, allotments: [{ name: 'Press', seats: ['A-1'] }] })
    expect(made).toMatchObject({ venueId: venue.id, place: 'Old Mill', city: 'Basel', country: 'CH' })
    expect(await seatsOf(made.id)).toEqual({ 'A-1': 'blocked' })
    const wrong = {
      ...CONCERT,
      planId: plan.id,
      ticketTypes: [{ name: 'A', categories: ['Balcony'] }],
      allotments: [{ name: 'Press', seats: ['Z-1'] }],
    }
    expect(faults(await post<Problem>(422, '/events', wrong))).toEqual([
      '/ticketTypes/0/categories/0 unknown_category',
      '/allotments/0/seats/0 unknown_seat',
    ])
    const stranger = (await someone()).accessToken
    const foreign = { ...CONCERT, planId: plan.id, venueId: venue.id }
    expect(faults(await post<Problem>(422, '/events', foreign, stranger))).toEqual([
      '/planId unknown_plan',
      '/venueId unknown_venue',
    ])
  })
})
