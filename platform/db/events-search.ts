import { and, eq, getTableColumns, gt, isNull, lt, type SQL, sql } from 'drizzle-orm'
import type { EventSettings } from '../../contract/event-settings.ts'
import type { EventQuery, EventSort } from '../../contract/events.ts'
import { folded } from '../../domain/booking/event-content.ts'
import type { Database } from './commit.ts'
import type { EventRow } from './events.ts'
import { events } from './schema/events.ts'
import { organisations } from './schema/identity.ts'

/** Where a page ends: what its last row has in the order of the list, and its id. */
export type EventPlace = readonly [value: string | number, id: string]

export interface EventSearch {
  query: Omit<EventQuery, 'limit' | 'cursor' | 'organization' | 'public'>
  /** Whose; null for those of everybody. */
  organisationId: string | null
  /** Only what everyone may see. */
  listed: boolean
  after: EventPlace | null
  limit: number
}

// What nobody reads in a list may be large: thousands of codes.
const SHORT = sql<EventSettings>`json_remove(${events.settings}, '$.codes', '$.allotments')`.mapWith(
  (text: string): EventSettings => ({ ...(JSON.parse(text) as EventSettings), codes: [], allotments: [] }),
)

/** @returns a page of events, without codes and allotments. */
export const searchEvents = (db: Database, search: EventSearch): Promise<EventRow[]> => {
  const { column, down } = ORDERS[search.query.sort]
  return db
    .select({ ...getTableColumns(events), settings: SHORT })
    .from(events)
    .innerJoin(organisations, and(eq(organisations.id, events.organisationId), isNull(organisations.deletedAt)))
    .where(
      and(
        isNull(events.deletedAt),
        search.organisationId === null ? undefined : eq(events.organisationId, search.organisationId),
        search.listed ? sql`${events.status} <> 'DRAFT' AND ${events.unlisted} = 0` : undefined,
        ...conditions(search.query),
        afterPlace(search),
      ),
    )
    .orderBy(down ? sql`${column} DESC` : sql`${column}`, down ? sql`${events.id} DESC` : sql`${events.id}`)
    .limit(search.limit)
    .all()
}

/** @returns where a row stands in the order of a list. */
export const placeOf = (sort: EventSort, row: EventRow): EventPlace => [ORDERS[sort].of(row), row.id]

// Whoever sells nothing to the public comes last, whichever way prices are sorted.
const DEAREST = 2_000_000_000

const ORDERS: Record<EventSort, { column: SQL; down: boolean; of: (row: EventRow) => string | number }> = {
  startsAt: { column: sql`${events.startsAt}`, down: false, of: (row) => row.startsAt },
  '-startsAt': { column: sql`${events.startsAt}`, down: true, of: (row) => row.startsAt },
  // Folded, it begins with the name: so é is beside e, and case counts for nothing.
  name: { column: sql`${events.searched}`, down: false, of: (row) => row.searched },
  price: {
    column: sql`coalesce(${events.lowestPrice}, ${DEAREST})`,
    down: false,
    of: (row) => row.lowestPrice ?? DEAREST,
  },
  '-price': { column: sql`coalesce(${events.highestPrice}, -1)`, down: true, of: (row) => row.highestPrice ?? -1 },
  '-updatedAt': { column: sql`${events.updatedAt}`, down: true, of: (row) => row.updatedAt },
}

const afterPlace = ({ query: { sort }, after }: EventSearch): SQL | undefined => {
  if (after === null) return undefined
  const { column, down } = ORDERS[sort]
  const [value, id] = after
  return down ? sql`(${column}, ${events.id}) < (${value}, ${id})` : sql`(${column}, ${events.id}) > (${value}, ${id})`
}

const conditions = (query: EventSearch['query']): (SQL | undefined)[] => {
  const { from, to, priceMin, priceMax, currency, available, status, tourId } = query
  return [
    ...words(query.query, sql`${events.searched}`),
    ...words(query.place, sql`substr(${events.searched}, instr(${events.searched}, '|'))`),
    from === undefined ? undefined : gt(events.endsAt, Date.parse(from)),
    to === undefined ? undefined : lt(events.startsAt, Date.parse(to)),
    priceMin === undefined ? undefined : sql`${events.highestPrice} >= ${priceMin}`,
    priceMax === undefined ? undefined : sql`${events.lowestPrice} <= ${priceMax}`,
    currency === undefined ? undefined : eq(events.currency, currency),
    available === undefined ? undefined : sql`(${ON_SALE}) = ${available ? 1 : 0}`,
    status === undefined ? undefined : eq(events.status, status),
    tourId === undefined ? undefined : eq(events.tourId, tourId),
  ]
}

const NOW = sql`strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`
const NOW_MS = sql`CAST(unixepoch('subsec') * 1000 AS INTEGER)`
const SALE_STARTS = sql`${events.settings} ->> '$.saleStartsAt'`
const CUTOFF_MS = sql`${events.startsAt} - (${events.settings} ->> '$.cutoffMinutes') * 60000`

// As sale-state.ts says it, with what the room last told; the room itself decides.
const ON_SALE = sql`(${events.status} = 'ON_SALE' OR (${events.status} = 'SCHEDULED' AND ${SALE_STARTS} IS NOT NULL))
  AND coalesce(${SALE_STARTS} <= ${NOW}, 1)
  AND coalesce(${events.settings} ->> '$.saleEndsAt' > ${NOW}, 1)
  AND coalesce(${CUTOFF_MS} > ${NOW_MS}, 1) AND ${events.endsAt} > ${NOW_MS}
  AND coalesce(${events.free}, ${events.capacity}, 1) > 0`

/** Each is a parameter, of which D1 takes a hundred. */
const MOST_WORDS = 10

const words = (text: string | undefined, column: SQL): SQL[] =>
  text === undefined
    ? []
    : folded(text)
        .split(' ')
        .filter((word) => word !== '')
        .slice(0, MOST_WORDS)
        .map((word) => sql`instr(${column}, ${word}) > 0`)
