import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Event, ListedEvent } from '../../contract/events.ts'
import type { Page } from '../../contract/page.ts'
import type { Problem } from '../../contract/problem.ts'
import type { Tour } from '../../contract/tours.ts'
import { database } from '../../platform/db/commit.ts'
import { tourById } from '../../platform/db/tours.ts'
import { makeDepartures, makeDueDepartures } from '../../workers/core/departures.ts'
import { call, read, someone } from './client.ts'
import './facts.ts'
import { migrated } from './migrated.ts'

const { DB, EVENT_ROOM } = env as Env
const DAY_MS = 86_400_000
const EVERY_DAY = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

let token: string
let organization: string

beforeAll(async () => {
  await migrated()
  const session = await someone()
  token = session.accessToken
  organization = session.organization.id
})

const dateIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

const WALK = {
  name: 'Old town by night',
  timeZone: 'Europe/Berlin',
  status: 'ACTIVE',
  horizonDays: 6,
  ticketTypes: [
    { id: 'adult', name: 'Adult', type: 'ADULT', price: 1800, currency: 'EUR' },
    { id: 'child', name: 'Child', type: 'CHILD', price: 900, restrictions: { maxAge: 12, accompaniedBy: ['adult'] } },
  ],
  options: [
    {
      id: 'night',
      internalName: 'Night',
      language: 'de',
      durationMinutes: 90,
      capacity: 12,
      meetingPoint: 'The fountain',
      schedule: [{ weekdays: EVERY_DAY, startTimes: ['21:00'], from: '2020-01-01', except: [dateIn(3)] }],
    },
  ],
}

const make = (change: object = {}) =>
  read<Tour>(201, call('POST', '/api/v1/tours', { token, body: { ...WALK, ...change } }))

const change = (id: string, body: object) => call('PATCH', `/api/v1/tours/${id}`, { token, body })

const departures = async (tourId: string, by: string | null = token) => {
  const path = `/api/v1/events?tourId=${tourId}&limit=100`
  return (await read<Page<ListedEvent>>(200, call('GET', path, by === null ? {} : { token: by }))).data
}

const localTimes = (events: ListedEvent[]) =>
  events.map(({ startsAt, timeZone }) => new Date(startsAt).toLocaleTimeString('en-GB', { timeZone }))

const rowOf = async (id: string) => {
  const row = await tourById(database(DB), organization, id)
  if (row === null) throw new Error('no such tour')
  return row
}

const hold = (id: string) => read(201, call('POST', `/api/v1/events/${id}/holds`, { body: { quantity: 1 } }))

describe('a tour', () => {
  it('is made another one of, which is a draft until somebody says otherwise', async () => {
    const tour = await make()
    const path = `/api/v1/tours/${tour.id}/duplicate`
    const copy = await read<Tour>(201, call('POST', path, { token, body: { name: 'Old town by day' } }))
    expect(copy).toMatchObject({
      name: 'Old town by day',
      status: 'DRAFT',
      options: tour.options,
      ticketTypes: tour.ticketTypes,
    })
    expect(copy.id).not.toBe(tour.id)
    expect(await departures(copy.id)).toEqual([])
    await read(200, change(copy.id, { status: 'ACTIVE' }))
    expect((await departures(copy.id)).length).toBe((await departures(tour.id)).length)
    const stranger = await someone()
    await read<Problem>(404, call('POST', path, { token: stranger.accessToken, body: {} }))
  })

  it('gets its departures before the answer, each an event that everyone can book', async () => {
    const tour = await make()
    expect(tour.options[0]).toMatchObject({ id: 'night', availabilityLocalStartTimes: ['21:00'] })
    expect(tour.departuresUntil).not.toBeNull()
    const made = await departures(tour.id, null)
    // The one day that is left out may lie within six days, or be today's that is over.
    expect(made.length).toBeGreaterThanOrEqual(5)
    expect(made.some(({ startsAt }) => startsAt.startsWith(dateIn(3)))).toBe(false)
    expect(new Set(localTimes(made))).toEqual(new Set(['21:00:00']))
    expect(made[0]).toMatchObject({
      tourId: tour.id,
      optionId: 'night',
      place: 'The fountain',
      capacity: 12,
      lowestPrice: 900,
      highestPrice: 1800,
      language: 'de',
    })
    const [first] = made
    const room = EVENT_ROOM.get(EVENT_ROOM.idFromName(first?.id ?? ''))
    expect(await room.availability()).toMatchObject({ capacity: 12, free: 12 })
  })

  it('makes none twice, however often and by however many it is asked', async () => {
    const tour = await make()
    const before = await departures(tour.id)
    const row = await rowOf(tour.id)
    await Promise.all([1, 2, 3].map(() => makeDepartures(env as Env, row, Date.now())))
    expect(await departures(tour.id)).toEqual(before)
    await Promise.all([1, 2, 3].map(() => makeDepartures(env as Env, row, Date.now() + 4 * DAY_MS)))
    await makeDepartures(env as Env, row, Date.now() + 4 * DAY_MS)
    const after = await departures(tour.id)
    expect(new Set(after.map(({ startsAt }) => startsAt)).size).toBe(after.length)
    expect(after.length).toBe(before.length + 4)
  })

  it('goes on by itself, day by day, at the same hour after the clocks were changed', async () => {
    const tour = await make()
    // The night of 30 October 2027 is the one in which clocks go back.
    await makeDueDepartures(env as Env, Date.parse('2027-10-28T12:00:00Z'))
    const made = (await departures(tour.id)).filter(({ startsAt }) => startsAt > '2027-10-28')
    expect(made.map(({ startsAt }) => startsAt)).toEqual([
      '2027-10-28T19:00:00.000Z',
      '2027-10-29T19:00:00.000Z',
      '2027-10-30T19:00:00.000Z',
      '2027-10-31T20:00:00.000Z',
      '2027-11-01T20:00:00.000Z',
      '2027-11-02T20:00:00.000Z',
    ])
    await change(tour.id, { status: 'ARCHIVED' })
    await makeDueDepartures(env as Env, Date.parse('2027-11-28T12:00:00Z'))
    expect((await departures(tour.id)).filter(({ startsAt }) => startsAt > '2027-11-20')).toEqual([])
  })

  it('changes departures that nobody has places of, and leaves the others alone', async () => {
    const daily = [
      { ...WALK.options[0], schedule: [{ weekdays: EVERY_DAY, startTimes: ['21:00'], from: '2020-01-01' }] },
    ]
    const tour = await make({ horizonDays: 5, options: daily })
    const [booked, edited, deleted, free] = (await departures(tour.id)).slice(-4)
    if (booked === undefined || edited === undefined || deleted === undefined || free === undefined)
      throw new Error('there are fewer departures than this needs')
    await hold(booked.id)
    await read(200, call('PATCH', `/api/v1/events/${edited.id}`, { token, body: { capacity: 5 } }))
    const options = [
      { ...WALK.options[0], schedule: [{ weekdays: EVERY_DAY, startTimes: ['20:00'], from: '2020-01-01' }] },
    ]
    const changed = await read<Tour>(200, change(tour.id, { options, version: 1 }))
    expect(changed.version).toBe(2)
    const after = await departures(tour.id)
    const at = (hour: string) => after.filter((_, n) => localTimes(after)[n] === hour).map(({ id }) => id)
    expect(at('21:00:00').sort()).toEqual([booked.id, edited.id].sort())
    expect(at('20:00:00').length).toBeGreaterThanOrEqual(3)
    await read(404, call('GET', `/api/v1/events/${free.id}`, { token }))
    const renamed = await read<Tour>(200, change(tour.id, { name: 'By moonlight' }))
    const names = Object.fromEntries((await departures(tour.id)).map(({ id, name }) => [id, name]))
    expect(names[booked.id]).toBe(WALK.name)
    expect(new Set(at('20:00:00').map((id) => names[id]))).toEqual(new Set([renamed.name]))
    expect(await read(409, change(tour.id, { name: 'Late', version: 1 }))).toMatchObject({ code: 'stale_version' })
  })

  it('is a draft at first, which nobody else sees, and keeps its organisation’s things apart', async () => {
    const draft = await make({ status: 'DRAFT' })
    expect(await departures(draft.id)).toEqual([])
    await read(404, call('GET', `/api/v1/tours/${draft.id}`))
    const stranger = (await someone()).accessToken
    await read(404, call('GET', `/api/v1/tours/${draft.id}`, { token: stranger }))
    await read(404, call('PATCH', `/api/v1/tours/${draft.id}`, { token: stranger, body: { name: 'Mine' } }))
    const theirs = call('POST', '/api/v1/events', {
      token: stranger,
      body: {
        name: 'X',
        startsAt: '2027-01-01T00:00:00Z',
        endsAt: '2027-01-02T00:00:00Z',
        timeZone: 'UTC',
        tourId: draft.id,
      },
    })
    expect((await read<Problem>(422, theirs)).errors).toMatchObject([{ pointer: '/tourId', code: 'unknown_tour' }])
    const open = await make({ name: 'Open' })
    const listed = await read<Page<Tour>>(200, call('GET', `/api/v1/tours?organization=${organization}`))
    expect(listed.data.map(({ id }) => id)).toContain(open.id)
    expect(listed.data.map(({ id }) => id)).not.toContain(draft.id)
  })

  it('is deleted when no departure is to come', async () => {
    const tour = await make()
    const remove = () => call('DELETE', `/api/v1/tours/${tour.id}`, { token })
    expect(await read(409, remove())).toMatchObject({ code: 'in_use' })
    for (const { id } of await departures(tour.id))
      await read<Event>(200, call('POST', `/api/v1/events/${id}/cancel`, { token, body: {} }))
    expect((await remove()).status).toBe(204)
    await read(404, call('GET', `/api/v1/tours/${tour.id}`, { token }))
  })
})

describe('without the index that decides whose departure it is', () => {
  it('departures are made twice: so the test above would notice', async () => {
    const tour = await make({ status: 'DRAFT' })
    const row = { ...(await rowOf(tour.id)), status: 'ACTIVE' as const }
    await DB.exec('DROP INDEX events_departure')
    await Promise.all([1, 2, 3].map(() => makeDepartures(env as Env, row, Date.now())))
    const made = await departures(tour.id)
    expect(new Set(made.map(({ startsAt }) => startsAt)).size).toBeLessThan(made.length)
  })
})
