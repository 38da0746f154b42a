import type { EventSettings, TicketType } from '../../contract/event-settings.ts'
import type { EventStatus } from '../../contract/room.ts'

/** What is said of an event, as it is stored: moments of columns in milliseconds since 1970, money in minor units. */
export interface EventContent {
  name: string
  status: EventStatus
  unlisted: boolean
  startsAt: number
  endsAt: number
  timeZone: string
  place: string | null
  city: string | null
  country: string | null
  currency: string
  tourId: string | null
  optionId: string | null
  venueId: string | null
  planId: string | null
  planVersion: number | null
  capacity: number | null
  settings: EventSettings
}

/** @returns whether everyone may see an event who knows its id. */
export const isPublic = ({ status }: Pick<EventContent, 'status'>): boolean => status !== 'DRAFT'

/** @returns the ticket types that are offered to everyone. */
export const publicTypes = ({ ticketTypes }: Pick<EventSettings, 'ticketTypes'>): TicketType[] =>
  ticketTypes.filter(({ active, hidden }) => active && !hidden)

/** @returns the lowest and the highest price that the public sees, in minor units; null where it sees none. */
export const priceRange = (settings: EventSettings): { lowestPrice: number | null; highestPrice: number | null } => {
  const prices = publicTypes(settings).map(({ price }) => price)
  if (prices.length === 0) return { lowestPrice: null, highestPrice: null }
  return { lowestPrice: Math.min(...prices), highestPrice: Math.max(...prices) }
}

/** @returns when the sale ends, in milliseconds since 1970: with the window, at the cutoff, or with the event. */
export const saleEnd = ({ startsAt, endsAt, settings }: EventContent): number => {
  const { saleEndsAt, cutoffMinutes } = settings
  const last = cutoffMinutes === null ? endsAt : startsAt - cutoffMinutes * 60_000
  return saleEndsAt === null ? last : Math.min(last, Date.parse(saleEndsAt))
}

/** @returns a text as the search compares it: without case and accents, words apart by one space. */
export const folded = (...texts: (string | null)[]): string =>
  texts
    .filter((text) => text !== null)
    .join(' ')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** @returns how many places an event without a plan has: its capacity, or all its pools where every type has one; else null. */
export const placesWithoutPlan = ({
  capacity,
  settings,
}: Pick<EventContent, 'capacity' | 'settings'>): number | null => {
  if (capacity !== null) return capacity
  const sizes = new Map(settings.pools.flatMap(({ id, size }) => (size === null ? [] : [[id, size] as const])))
  const bounded = settings.ticketTypes.every(({ pools }) => pools.some((id) => sizes.has(id)))
  return bounded ? [...sizes.values()].reduce((sum, size) => sum + size, 0) : null
}
