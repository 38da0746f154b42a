import { vi } from 'vitest'
import type { Event } from '../../contract/events.ts'
import { call, read } from './client.ts'
import type { browser } from './pages.ts'

/** @returns an evening that is on sale for nothing, but for what is said. */
export const evening = (token: string, body: object = {}) =>
  read<Event>(
    201,
    call('POST', '/api/v1/events', {
      token,
      body: {
        name: 'Chamber concert',
        startsAt: '2099-06-01T18:00:00Z',
        endsAt: '2099-06-01T20:00:00Z',
        timeZone: 'Europe/Berlin',
        status: 'ON_SALE',
        capacity: 40,
        ...body,
      },
    }),
  )

/** What the form of an event without a plan calls the number of its tickets. */
export const unitsName = ({ ticketTypes }: Event) => `units.${ticketTypes[0]?.id}`

/** Books places of an event without numbers, and confirms. */
export const bookedBy = async (visitor: ReturnType<typeof browser>, made: Event, units = '1') => {
  const held = await visitor.submit(await visitor.get(`/events/${made.id}`), { [unitsName(made)]: units })
  const summary = await visitor.submit(held, { fullName: 'Ada', emailAddress: 'ada@example.org' }, '.checkout')
  return visitor.submit(summary, {}, '.confirm')
}

/** Lists are brought up to date a moment after their room. */
export const listed = (isThere: () => Promise<boolean>) => vi.waitUntil(isThere, { timeout: 10_000, interval: 50 })
