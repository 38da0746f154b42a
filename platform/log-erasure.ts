import type { LoggedEvent } from '../contract/domain-events.ts'
import { erasedEntry, type SealedEntry } from '../domain/events/log-chain.ts'
import { closedEvent, concerns, joinedEvent, openEvent, splitEvent } from '../domain/events/log-entry.ts'
import { personalShape } from './catalogue.ts'
import { randomId } from './crypto.ts'
import { commit, database, type Fact } from './db/commit.ts'
import { isRefused } from './db/guard.ts'
import { type ErasureRow, eraseRows, erasureById, moveErasure, openErasures, rowsToErase } from './db/log-erasures.ts'
import { erasedPositions, hoursAfter, type SealedHour } from './db/sealed-hours.ts'
import type { Sealing } from './log-sealer.ts'
import { compressPart, partPrefix, putPart, readPart } from './sealed-log.ts'

const ROWS = 200
/** D1 takes 2 MB in one value; quotes are written as two characters, and letters may take three bytes. */
const STATEMENT_CHARACTERS = 300_000
/** Steps of one run: a batch of rows or a sealed hour each. The next run, a minute later, goes on. */
const STEPS = 40
/** Erasures of that many steps in one run: each step asks the platform several times, and a run may a thousand times. */
const LONG = 2

/** Lets erasures that were stopped, or are long, go on. @returns what they logged */
export const eraseOn = async (of: Sealing, now: number): Promise<LoggedEvent[]> => {
  const logged: LoggedEvent[] = []
  let long = 0
  for (const row of await openErasures(database(of.db), 10))
    try {
      const erased = await erase(of, row, now)
      logged.push(...erased.logged)
      if (erased.row.stage !== 'done') long += 1
      if (long === LONG) break
    } catch (error) {
      // One that cannot go on keeps none of the others.
      const name = error instanceof Error ? error.name : 'unknown'
      console.warn(JSON.stringify({ level: 'warn', message: 'erasure stands', erasure: row.id, error: name }))
    }
  return logged
}

/**
 * Takes what the log says of a person out of it: first out of the table, while the sealer stands still, then out of the
 * objects in R2. What is taken out is named by a `log.erased` before it goes, so that it never looks changed by stealth.
 * It may be stopped anywhere, and run twice at once.
 */
export const erase = async (
  of: Sealing,
  row: ErasureRow,
  now: number,
): Promise<{ row: ErasureRow; logged: LoggedEvent[] }> => {
  const logged: LoggedEvent[] = []
  let at = row
  for (let step = 0; step < STEPS && at.stage !== 'done'; step += 1) {
    try {
      logged.push(...(at.stage === 'rows' ? await eraseFromTable(of, at, now) : await erasePart(of, at, now)))
    } catch (error) {
      // Another run is at it, and further.
      if (!isRefused(error)) throw error
    }
    at = (await erasureById(database(of.db), at.organisationId, at.id)) ?? at
  }
  return { row: at, logged }
}

const eraseFromTable = async (of: Sealing, row: ErasureRow, now: number): Promise<LoggedEvent[]> => {
  const db = database(of.db)
  const found = await rowsToErase(of.db, row, ROWS)
  const rows = front(found)
  const left = rows.flatMap((logged) => whatIsLeft(logged, row.person ?? ''))
  const moved = moveErasure(db, row, {
    entries: row.entries + left.length,
    ...(rows.length < ROWS && rows.length === found.length
      ? { stage: 'sealed', cursor: 0 }
      : { cursor: rows.at(-1)?.position ?? row.cursor }),
  })
  const positions = left.map(({ position }) => position)
  return commit(db, [...moved, eraseRows(db, left)], record(row, { positions, now }))
}

/** @returns as many rows from the front as the database takes in one statement. */
const front = (rows: LoggedEvent[]): LoggedEvent[] => {
  let size = 0
  const end = rows.findIndex(({ data }, index) => {
    size += data.length
    return size > STATEMENT_CHARACTERS && index > 0
  })
  return end === -1 ? rows : rows.slice(0, end)
}

/** @returns the row without its personal part, if it is about that person and has one. */
const whatIsLeft = (logged: LoggedEvent, person: string): LoggedEvent[] => {
  const event = openEvent(logged)
  if (!concerns(event, person)) return []
  const split = splitEvent(event, personalShape(logged.type))
  return split.personal === null ? [] : [closedEvent(split.event)]
}

const erasePart = async (of: Sealing, row: ErasureRow, now: number): Promise<LoggedEvent[]> => {
  const db = database(of.db)
  const { organisationId: organisation } = row
  const [part] = await hoursAfter(of.db, { organisation, after: row.cursor, limit: 1 })
  if (part === undefined) return finish(of, row, now)
  const stored = await readPart(of.bucket, part.key)
  const on = (reason = row.reason) => commit(db, moveErasure(db, row, { cursor: part.firstPosition, reason }), [])
  if (stored === null || stored.unreadable !== null) return on(`${part.key} cannot be read`)
  const theirs = new Set(stored.entries.filter((entry) => isAbout(entry, row.person ?? '')))
  if (theirs.size === 0) return on()
  const logged = await named(of, { row, part, entries: [...theirs] }, now)
  const bytes = compressPart(stored.entries.map((entry) => (theirs.has(entry) ? erasedEntry(entry) : entry)))
  // Where another run was faster, its object is read again, and found to be about nobody any more.
  await putPart(of.bucket, part.key, { bytes, etag: stored.etag })
  return logged
}

const isAbout = (entry: SealedEntry, person: string): boolean =>
  entry.personal !== null && concerns(joinedEvent(entry), person)

/** Logs what is about to be erased from a part, but for what was named before. */
const named = async (
  of: Sealing,
  { row, part, entries }: { row: ErasureRow; part: SealedHour; entries: SealedEntry[] },
  now: number,
): Promise<LoggedEvent[]> => {
  const { firstPosition: from, lastPosition: to } = part
  const before = await erasedPositions(of.db, { organisation: row.organisationId, from, to })
  const positions = entries.map(({ event }) => event.position).filter((position) => !before.has(position))
  if (positions.length === 0) return []
  const db = database(of.db)
  return commit(db, moveErasure(db, row, { entries: row.entries + positions.length }), record(row, { positions, now }))
}

/** Removes objects that never came into the chain, forgets whom it was about, and lets the sealer go on. */
const finish = async (of: Sealing, row: ErasureRow, now: number): Promise<LoggedEvent[]> => {
  await removeUnnamed(of, row.organisationId)
  const db = database(of.db)
  return commit(db, moveErasure(db, row, { stage: 'done', person: null, finishedAt: now }), [])
}

// A sealer that put one of these can add it no more: its rows were read before the erasure began.
const removeUnnamed = async ({ db, bucket }: Sealing, organisation: string): Promise<void> => {
  const { results } = await db
    .prepare('SELECT key FROM sealed_hours WHERE organisation_id = ?1')
    .bind(organisation)
    .all<{ key: string }>()
  const named = new Set(results.map(({ key }) => key))
  let cursor: string | undefined
  do {
    const page = await bucket.list({ prefix: partPrefix(organisation), ...(cursor !== undefined && { cursor }) })
    const unnamed = page.objects.map(({ key }) => key).filter((key) => !named.has(key))
    if (unnamed.length > 0) await bucket.delete(unnamed)
    cursor = page.truncated ? page.cursor : undefined
  } while (cursor !== undefined)
}

const record = (
  { id, organisationId, createdBy }: ErasureRow,
  { positions, now }: { positions: number[]; now: number },
): Fact[] =>
  positions.length === 0
    ? []
    : [
        {
          ...{ id: randomId('e'), organisationId, type: 'log.erased', subject: organisationId, actor: createdBy },
          time: now,
          data: { erasureId: id, entries: positions.length, positions },
        },
      ]
