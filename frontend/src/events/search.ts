import type { EventStatus } from '../../../contract/room.ts'
import { isStatus } from './status.ts'

/** Which events by their dates: those to come are the rule. */
export const SPANS = ['coming', 'past', 'all'] as const
export type Span = (typeof SPANS)[number]

/** What stands in the URL of the list of events; what is left out filters nothing. */
export interface EventListSearch {
  q?: string
  status?: EventStatus
  when?: Span
  tour?: string
}

const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined)

/** Keeps what is known and says something, so that equal views have equal URLs. */
export function eventListSearch(raw: Record<string, unknown>): EventListSearch {
  const when = SPANS.find((span) => span === raw.when && span !== 'coming')
  const known: [keyof EventListSearch, string | undefined][] = [
    ['q', text(raw.q)],
    ['status', isStatus(raw.status) ? raw.status : undefined],
    ['when', when],
    ['tour', text(raw.tour)],
  ]
  return Object.fromEntries(known.filter(([, value]) => value !== undefined))
}

interface EventListQuery {
  query?: string
  status?: EventStatus
  tourId?: string
  from?: string
  to?: string
  sort: 'startsAt' | '-startsAt'
}

/** What the API is asked for; `now` in milliseconds since 1970. */
export function eventListQuery({ q, status, when = 'coming', tour }: EventListSearch, now: number): EventListQuery {
  const today = new Date(now).toISOString()
  return {
    sort: when === 'past' ? '-startsAt' : 'startsAt',
    ...(when === 'coming' && { from: today }),
    ...(when === 'past' && { to: today }),
    ...(q !== undefined && { query: q }),
    ...(status !== undefined && { status }),
    ...(tour !== undefined && { tourId: tour }),
  }
}
