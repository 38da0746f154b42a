import type { LoggedEvent } from '../contract/domain-events.ts'
import { closedEvent, joinedEvent } from '../domain/events/log-entry.ts'
import { matches } from '../domain/events/log-filter.ts'
import { eventById, type LogFound, type LogSearch, positionAfter, searchLog } from './db/log-search.ts'
import { hourBefore, keptFrom, type SealedHour, type SealedStretch, sealedStretch } from './db/sealed-hours.ts'
import type { Sealing } from './log-sealer.ts'
import { readPart } from './sealed-log.ts'

/** Sealed hours one search opens at most: each is read from R2 as a whole. */
const HOURS = 8
/** Hours one export opens at most. */
const EXPORT_HOURS = 300
/** Hours looked through for an id nobody said the position of, and for what came of an event. */
const ID_HOURS = 24
const RELATED_HOURS = 3

/** A page of the log, and until when it is sealed, in hours since 1970; null where nothing is. */
export interface WholeLogFound extends LogFound {
  sealedUntil: number | null
}

/** @returns a page of an organisation's log: of the table as far as that goes back, and of sealed hours before. */
export const searchWholeLog = async (of: Sealing, search: LogSearch): Promise<WholeLogFound> => {
  const [kept, last] = await Promise.all([
    keptFrom(of.db, search.organisationId),
    hourBefore(of.db, search.organisationId, Number.MAX_SAFE_INTEGER),
  ])
  const found = search.order === 'desc' ? await newestFirst(of, search, kept) : await oldestFirst(of, search, kept)
  return { ...found, sealedUntil: last === null ? null : last.hour + 1 }
}

/**
 * @param position of the event, where it is known; without it only the newest sealed hours are looked through
 * @returns an event of an organisation's log by its id, sealed or not, or null
 */
export const eventOfLog = async (
  of: Sealing,
  { organisationId, id, position }: { organisationId: string; id: string; position?: number | undefined },
): Promise<LoggedEvent | null> => {
  const row = await eventById(of.db, organisationId, id)
  if (row !== null) return row
  const after = position === undefined ? 0 : position - 1
  const before = position === undefined ? await keptFrom(of.db, organisationId) : position + 1
  const stretch = { organisation: organisationId, order: 'desc' as const, after, before, limit: ID_HOURS }
  for (const part of await sealedStretch(of.db, stretch)) {
    const event = (await eventsIn(of.bucket, part)).find((one) => one.id === id)
    if (event !== undefined) return event
  }
  return null
}

/** @returns what a sealed event came of and what came of it, as far as it lies in the same sealed hour or the next ones. */
export const relatedSealed = async (of: Sealing, event: LoggedEvent): Promise<LoggedEvent[]> => {
  const { organisationId: organisation, position, correlationId } = event
  const before = await keptFrom(of.db, organisation)
  if (position >= before) return []
  const parts = await sealedStretch(of.db, {
    organisation,
    order: 'asc',
    after: position - 1,
    before,
    limit: RELATED_HOURS,
  })
  const events = (await Promise.all(parts.map((part) => eventsIn(of.bucket, part)))).flat()
  const related = new Set([event.id, event.causationId])
  return events.filter((one) => {
    const ours = (correlationId !== null && one.correlationId === correlationId) || related.has(one.id)
    const effect = one.causationId !== null && one.position > position && related.has(one.causationId)
    if (effect) related.add(one.id)
    return ours || effect
  })
}

/** @returns the position with which an export of so many events has to end; null where it reaches the end of the log. */
export const endOfWholeLog = async (
  of: Sealing,
  search: Omit<LogSearch, 'limit'>,
  events: number,
): Promise<number | null> => {
  const kept = await keptFrom(of.db, search.organisationId)
  const rows = () => positionAfter(of.db, { ...search, after: afterInTable(search, kept) }, events)
  if (search.order === 'desc' && kept !== Number.POSITIVE_INFINITY) {
    const end = await rows()
    if (end !== null) return end
  }
  const parts = await sealedStretch(of.db, { ...stretchOf(search, kept), limit: EXPORT_HOURS })
  let entries = 0
  for (const part of parts) {
    entries += part.entries
    if (entries >= events) return endOf(part, search.order)
  }
  const last = parts.at(-1)
  if (last !== undefined && parts.length === EXPORT_HOURS) return endOf(last, search.order)
  return search.order === 'asc' ? rows() : null
}

const newestFirst = async (of: Sealing, search: LogSearch, kept: number): Promise<LogFound> => {
  if (kept === Number.POSITIVE_INFINITY || (search.after !== null && search.after <= kept))
    return searchSealed(of, search, kept)
  const { events, next } = await searchLog(of.db, search)
  // Records of erasing stay in the table for ever; among what was sealed they come again, in their place.
  const young = events.filter(({ position }) => position >= kept)
  const searched = { database: true, sealedHours: 0 }
  if (next !== null && next >= kept) return { events: young, next, searched }
  if (young.length >= search.limit) return { events: young, next: kept, searched }
  const rest = await searchSealed(of, { ...search, after: kept, limit: search.limit - young.length }, kept)
  return { events: [...young, ...rest.events], next: rest.next, searched: { ...rest.searched, database: true } }
}

const oldestFirst = async (of: Sealing, search: LogSearch, kept: number): Promise<LogFound> => {
  const old = await searchSealed(of, search, kept)
  const limit = search.limit - old.events.length
  if (old.next !== null || limit <= 0 || kept === Number.POSITIVE_INFINITY) return old
  const young = await searchLog(of.db, { ...search, after: afterInTable(search, kept), limit })
  const searched = { ...old.searched, database: true }
  return { events: [...old.events, ...young.events], next: young.next, searched }
}

const afterInTable = ({ order, after }: Omit<LogSearch, 'limit'>, kept: number): number | null =>
  order === 'desc' ? after : Math.max(after ?? 0, kept - 1)

const stretchOf = (
  { organisationId: organisation, order, after, filter }: Omit<LogSearch, 'limit'>,
  kept: number,
): Omit<SealedStretch, 'limit'> => ({
  ...{ organisation, order, from: filter.from, to: filter.to },
  after: order === 'asc' ? (after ?? 0) : 0,
  before: order === 'asc' ? kept : Math.min(after ?? Number.MAX_SAFE_INTEGER, kept),
})

/** Looks through sealed hours that the table does not have any more; `next` goes on where it opened enough of them. */
const searchSealed = async (of: Sealing, search: LogSearch, kept: number): Promise<LogFound> => {
  const stretch = stretchOf(search, kept)
  const parts = await sealedStretch(of.db, { ...stretch, limit: HOURS + 1 })
  const events: LoggedEvent[] = []
  const searched = { database: false, sealedHours: 0 }
  for (const part of parts.slice(0, HOURS)) {
    searched.sealedHours += 1
    const entries = await eventsIn(of.bucket, part)
    for (const event of search.order === 'desc' ? entries.reverse() : entries) {
      const within = event.position > stretch.after && event.position < stretch.before
      if (!within || !matches(event, search.filter, search.visible(event))) continue
      events.push(event)
      if (events.length === search.limit) return { events, next: event.position, searched }
    }
  }
  const opened = parts[HOURS - 1]
  const next = parts.length > HOURS && opened !== undefined ? endOf(opened, search.order) : null
  return { events, next, searched }
}

const endOf = ({ firstPosition, lastPosition }: SealedHour, order: 'asc' | 'desc'): number =>
  order === 'asc' ? lastPosition : firstPosition

/** What of a part can be read, oldest first; what cannot is for verifying to name. */
const eventsIn = async (bucket: R2Bucket, { key }: SealedHour): Promise<LoggedEvent[]> =>
  (await readPart(bucket, key))?.entries.map((entry) => closedEvent(joinedEvent(entry))) ?? []
