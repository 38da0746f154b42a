import { readFileSync } from 'node:fs'
import type { Event } from '../../contract/events.ts'
import type { Plan } from '../../contract/plans.ts'
import { send, type Team } from '../journeys/client.ts'

/** A season of a house: what is on, so that every kind of page can be seen. */
export interface Season {
  seated: Event
  standing: Event
  soldOut: Event
  cancelled: Event
  large: Event
}

const WHEN = { startsAt: '2099-06-01T18:00:00Z', endsAt: '2099-06-01T20:30:00Z', timeZone: 'Europe/Berlin' }

/** Puts events of each kind on sale in the theatre of the samples, and one in a house of thousands. */
export const openSeason = async (team: Team): Promise<Season> => {
  const theatre = JSON.parse(readFileSync('test/samples/plans/theatre.json', 'utf8')) as object
  const planId = await planOf(team, 'Small theatre', theatre)
  const event = (body: object) =>
    send<Event>(team.origin, 'events', { token: team.token, body: { ...WHEN, status: 'ON_SALE', ...body } })
  const ticketTypes = [
    { id: 'front', name: 'Front stalls', price: 0, categories: ['Front stalls'] },
    { id: 'full', name: 'Full price', price: 0, categories: ['Stalls', 'Balcony', 'Standing'] },
    { id: 'young', name: 'Under 26', price: 0, categories: ['Stalls', 'Balcony', 'Standing'] },
  ]
  const seated = await event({
    name: 'Winterreise',
    description: 'Schubert for voice and piano.\n\nNo late admission.',
    planId,
    waitlist: { enabled: true, fit: 'PARTIAL' },
    place: 'Small theatre',
    city: 'Berlin',
    ticketTypes,
  })
  const prices = [
    { name: 'Adult', price: 2800, currency: 'EUR' },
    { name: 'Child', price: 1200, currency: 'EUR', description: 'Up to 12 years' },
  ]
  // Held for so short a time that one sees it end.
  const standing = await event({
    name: 'Summer night',
    capacity: 300,
    holdSeconds: 12,
    city: 'Berlin',
    place: 'Old mill',
    ticketTypes: prices,
  })
  // Of a house without places nobody can wait for one: somebody has to have it.
  const soldOut = await event({ name: 'Last dance', capacity: 1, holdSeconds: 1800, waitlist: true })
  await send(team.origin, `events/${soldOut.id}/holds`, { body: { quantity: 1 } })
  const cancelled = await event({ name: 'Called off', capacity: 20 })
  await send(team.origin, `events/${cancelled.id}/cancel`, {
    token: team.token,
    body: { reason: 'The singer is ill.' },
  })
  const large = await event({ name: 'Arena night', planId: await planOf(team, 'Arena', arena()), place: 'Arena' })
  return { seated, standing, soldOut, cancelled, large }
}

const planOf = async ({ origin, token }: Team, name: string, plan: object): Promise<string> =>
  (await send<Plan>(origin, 'plans', { token, body: { name, plan, publish: true } })).id

/** Six blocks of 20 rows of 50 seats: more than are drawn one by one. */
const arena = (): object => ({
  name: 'Arena',
  size: { width: 3600, height: 1400 },
  focal_point: { x: 1700, y: -100 },
  categories: [
    { name: 'Floor', color: '#aa3355' },
    { name: 'Upper', color: '#3355aa' },
  ],
  zones: Array.from({ length: 6 }, (_, block) => ({
    name: `Block ${block + 1}`,
    position: { x: (block % 3) * 1200, y: Math.floor(block / 3) * 700 },
    rows: Array.from({ length: 20 }, (_row, row) => ({
      row_number: String(row + 1),
      position: { x: 0, y: row * 30 },
      seats: Array.from({ length: 50 }, (_seat, seat) => ({
        seat_guid: `${block + 1}-${row + 1}-${seat + 1}`,
        seat_number: String(seat + 1),
        position: { x: seat * 22, y: 0 },
        category: block < 3 ? 'Floor' : 'Upper',
      })),
    })),
    areas: [],
  })),
})
