import { z } from 'zod'
import type { EarlierDepartureQuery } from '../../../contract/earlier-tours.ts'
import { saleEnd } from '../../../domain/booking/event-content.ts'
import { instantOf, localOf } from '../../../domain/booking/zoned-time.ts'
import { database } from '../../../platform/db/commit.ts'
import type { EventRow } from '../../../platform/db/events.ts'
import { placeOf, searchEvents } from '../../../platform/db/events-search.ts'
import type { TourRow } from '../../../platform/db/tours.ts'
import { availabilityView } from '../api/availability-view.ts'
import { asPage, readCursor } from '../api/cursor.ts'

/** A departure of a tour in the words of the earlier tour booking. */
export interface EarlierDeparture {
  id: string
  departureId: string
  tourId: string | null
  optionId: string | null
  /** By the clock of the tour. */
  date: string
  time: string
  startDate: string
  endDate: string
  timeZone: string
  status: string
  capacity: number | null
  totalSlots: number | null
  availableSlots: number | null
  isAvailable: boolean
  lowAvailability: boolean
  /** Grows with each change of what can be had. */
  version: number
  /** A WebSocket that tells each change. */
  live: string
}

const DAY_MS = 86_400_000

interface Asked {
  tour: Pick<TourRow, 'id' | 'timeZone'>
  /** Whether drafts are left out. */
  listed: boolean
  query: Pick<EarlierDepartureQuery, 'date' | 'from' | 'to' | 'cursor' | 'limit'>
  now: number
}

/** @returns the departures of a tour in a time, not those that have begun; null for a cursor of another list. */
export const departuresIn = async (
  env: Pick<Env, 'DB'>,
  { tour, listed, query: { date, from = date, to = date, cursor, limit }, now }: Asked,
): Promise<{ data: EventRow[]; next: string | null } | null> => {
  const after = cursor === undefined ? null : readCursor(cursor, z.tuple([z.number(), z.string()]))
  if (cursor !== undefined && after === null) return null
  const begins = Math.max(now, from === undefined ? 0 : dayBegins(from, tour.timeZone))
  const ends = to === undefined ? undefined : dayBegins(to, tour.timeZone) + DAY_MS * 1.25
  const query = {
    tourId: tour.id,
    sort: 'startsAt',
    from: new Date(begins).toISOString(),
    ...(ends === undefined ? {} : { to: new Date(ends).toISOString() }),
  } as const
  const search = { query, organisationId: null, listed, after, limit: limit + 1 }
  const rows = await searchEvents(database(env.DB), search)
  const paged = asPage(rows, { limit, place: (row) => placeOf('startsAt', row), item: (row) => row })
  // The search finds what lasts in that time; a day of the tour may be an hour longer than others.
  const data = paged.data.filter((row) => {
    const { day } = localTimes(row)
    const inside = (from === undefined || day >= from) && (to === undefined || day <= to)
    return row.startsAt > now && inside && row.status !== 'CANCELLED'
  })
  return { ...paged, data }
}

const dayBegins = (day: string, timeZone: string): number => instantOf(Date.parse(`${day}T00:00:00Z`), timeZone)

/** @returns day and time of day of a departure by the clock of its tour. */
export const localTimes = ({ startsAt, timeZone }: Pick<EventRow, 'startsAt' | 'timeZone'>) => {
  const [day = '', time = ''] = new Date(localOf(startsAt, timeZone)).toISOString().split('T')
  return { day, time: time.slice(0, 5) }
}

/** @returns a departure with what its room says can be had now. */
export const asDeparture = async (
  env: Pick<Env, 'EVENT_ROOM'>,
  row: EventRow,
  { participants = 1, now }: { participants?: number | undefined; now: number },
): Promise<EarlierDeparture> => {
  const view = await availabilityView(env.EVENT_ROOM, row.id)
  const free = view?.numbers.free ?? row.free ?? row.capacity
  const capacity = view?.numbers.capacity ?? row.capacity
  const { day, time } = localTimes(row)
  return {
    id: row.id,
    departureId: row.id,
    tourId: row.tourId,
    optionId: row.optionId,
    date: day,
    time,
    startDate: new Date(row.startsAt).toISOString(),
    endDate: new Date(row.endsAt).toISOString(),
    timeZone: row.timeZone,
    status: row.status,
    capacity,
    totalSlots: capacity,
    availableSlots: free,
    isAvailable: isOnSale(row, now) && (free === null || free >= participants),
    lowAvailability: view?.numbers.low ?? false,
    version: view?.seq ?? 0,
    live: `/api/v1/events/${row.id}/live`,
  }
}

/** @returns whether places of an event are sold now, as far as the catalogue knows. */
export const isOnSale = (row: EventRow, now: number): boolean => {
  const { saleStartsAt } = row.settings
  const begun = saleStartsAt === null ? row.status === 'ON_SALE' : Date.parse(saleStartsAt) <= now
  return (row.status === 'ON_SALE' || row.status === 'SCHEDULED') && begun && now < saleEnd(row)
}
