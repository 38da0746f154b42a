import { randomUUID } from 'node:crypto'
import { send, type Team } from './client.ts'

/** A seating plan of `rows` rows (A, B …) with as many seats each (A-1, A-2 …), all side by side. */
const planOf = (rows: number, seats: number) => ({
  name: 'House',
  categories: [{ name: 'Stalls', color: '#3366cc' }],
  size: { width: seats * 25 + 100, height: rows * 25 + 100 },
  zones: [
    {
      name: 'Stalls',
      position: { x: 50, y: 50 },
      rows: Array.from({ length: rows }, (_, row) => ({
        row_number: letter(row),
        position: { x: 0, y: row * 25 },
        seats: Array.from({ length: seats }, (_seat, n) => ({
          seat_guid: `${letter(row)}-${n + 1}`,
          seat_number: `${n + 1}`,
          position: { x: n * 25, y: 0 },
          category: 'Stalls',
        })),
      })),
      areas: [],
    },
  ],
})

const letter = (row: number) => String.fromCharCode(65 + row)

/** @returns the guids of all seats of such a plan, row by row. */
export const seatsOf = (rows: number, seats: number): string[] =>
  Array.from({ length: rows * seats }, (_, n) => `${letter(Math.floor(n / seats))}-${(n % seats) + 1}`)

const NEXT_YEAR = new Date(Date.now() + 365 * 86_400_000).toISOString()
const AND_TWO_HOURS = new Date(Date.now() + 365 * 86_400_000 + 7_200_000).toISOString()

/** Puts an event on sale. @returns its id */
export const eventOf = async ({ origin, token }: Team, change: Record<string, unknown> = {}): Promise<string> => {
  const wish = {
    name: `Concert ${randomUUID()}`,
    startsAt: NEXT_YEAR,
    endsAt: AND_TWO_HOURS,
    timeZone: 'Europe/Berlin',
    status: 'ON_SALE',
    ...change,
  }
  return (await send<{ id: string }>(origin, 'events', { token, body: wish })).id
}

/** Puts an event with seats on sale. @returns its id */
export const seatedEventOf = async (
  team: Team,
  { rows, seats }: { rows: number; seats: number },
  change: Record<string, unknown> = {},
): Promise<string> => {
  const body = { name: 'House', plan: planOf(rows, seats), publish: true }
  const { id: planId } = await send<{ id: string }>(team.origin, 'plans', { token: team.token, body })
  return eventOf(team, { planId, ...change })
}
