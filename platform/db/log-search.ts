import type { LoggedEvent } from '../../contract/domain-events.ts'
import { asciiLower, inJson, type LogFilter, matches } from '../../domain/events/log-filter.ts'
import { LOGGED_COLUMNS } from './domain-events.sql.ts'

/** A page of the log that is asked for. */
export interface LogSearch {
  organisationId: string
  filter: LogFilter
  order: 'desc' | 'asc'
  /** Position behind which it begins; null for where the order begins. */
  after: number | null
  /** Events at most. */
  limit: number
  /** What whoever asks may see of an event's data. Text is looked for in it alone, or a search would tell the rest. */
  visible: (event: LoggedEvent) => unknown
}

/** Events in the order asked for, and the position to go on behind; null where there is no more. */
export interface LogFound {
  events: LoggedEvent[]
  next: number | null
  searched: { database: boolean; sealedHours: number }
}

/** Events one search reads at most: where few of many are asked for, its page ends early and `next` goes on. */
const READS = 10_000
/** Events held at once while most of them may turn out not to match. */
const HELD = 250

/** @returns a page of an organisation's log. */
export const searchLog = async (db: D1Database, search: LogSearch): Promise<LogFound> => {
  const { limit } = search
  const stretch = await stretchOf(db, search)
  const events: LoggedEvent[] = []
  const held = isExact(search.filter) ? limit + 1 : Math.max(limit + 1, HELD)
  for (let after = search.after; ; ) {
    const rows = await eventsIn(db, { ...search, after }, { edge: stretch.edge, limit: held })
    events.push(...rows.filter((row) => matches(row, search.filter, search.visible(row))))
    if (events.length > limit) return found(events.slice(0, limit), events[limit - 1]?.position ?? null)
    if (rows.length < held) return found(events, stretch.edge)
    after = rows.at(-1)?.position ?? after
  }
}

/** @returns an event of an organisation's log by its id, or null. */
export const eventById = (db: D1Database, organisationId: string, id: string): Promise<LoggedEvent | null> =>
  db
    .prepare(`SELECT ${LOGGED_COLUMNS} FROM domain_events WHERE organisation_id = ?1 AND id = ?2`)
    .bind(organisationId, id)
    .first<LoggedEvent>()

/** @returns the position of the last of so many events that a search reads first; null where there are fewer. */
export const positionAfter = (
  db: D1Database,
  search: Omit<LogSearch, 'limit'>,
  events: number,
): Promise<number | null> => {
  const { sql, values } = within(search)
  return db
    .prepare(
      `SELECT position FROM domain_events INDEXED BY ${indexFor(search.filter)} WHERE ${sql}
       ORDER BY position ${search.order} LIMIT 1 OFFSET ${events - 1}`,
    )
    .bind(...values)
    .first<number>('position')
}

const found = (events: LoggedEvent[], next: number | null): LogFound => ({
  events,
  next,
  searched: { database: true, sealedHours: 0 },
})

interface Stretch {
  /** Position of the last event that may be read; null where all that remain may. */
  edge: number | null
}

// Where it ends depends on what lies there and never on what matches: who may not see an event must not notice it either.
const stretchOf = async (db: D1Database, search: LogSearch): Promise<Stretch> => ({
  edge: reads(search.filter) ? await positionAfter(db, search, READS) : null,
})

const eventsIn = async (
  db: D1Database,
  search: LogSearch,
  { edge, limit }: Stretch & { limit: number },
): Promise<LoggedEvent[]> => {
  const place = within(search)
  const end = edge === null ? [] : [{ sql: `position ${search.order === 'desc' ? '>=' : '<='} ?`, values: [edge] }]
  const all = [place, ...end, ...conditions(search)]
  const { results } = await db
    .prepare(
      `SELECT ${LOGGED_COLUMNS} FROM domain_events INDEXED BY ${indexFor(search.filter)}
       WHERE ${all.map(({ sql }) => `(${sql})`).join(' AND ')} ORDER BY position ${search.order} LIMIT ?`,
    )
    .bind(...all.flatMap(({ values }) => values), limit)
    .all<LoggedEvent>()
  return results
}

/** SQL with question marks, and their values. */
interface Condition {
  sql: string
  values: (string | number)[]
}

// What an index finds, so that nothing else is read.
const within = ({
  organisationId,
  filter: { correlation, subject },
  order,
  after,
}: Omit<LogSearch, 'limit'>): Condition => {
  const start: Condition =
    after === null ? { sql: '1', values: [] } : { sql: `position ${order === 'desc' ? '<' : '>'} ?`, values: [after] }
  const found: Condition =
    correlation !== null
      ? { sql: 'correlation_id = ?', values: [correlation] }
      : subject !== null
        ? { sql: 'subject = ?', values: [subject] }
        : { sql: '1', values: [] }
  return {
    sql: `organisation_id = ? AND ${found.sql} AND ${start.sql}`,
    values: [organisationId, ...found.values, ...start.values],
  }
}

const indexFor = ({ correlation, subject }: LogFilter): string => {
  if (correlation !== null) return 'domain_events_correlation'
  return subject !== null ? 'domain_events_subject' : 'domain_events_organisation'
}

// Whether events have to be read that are not asked for.
const reads = ({ types, sources, actor, aggregate, from, to, text, subject, correlation }: LogFilter): boolean =>
  [types, sources, actor, aggregate, from, to, text].some((part) => part !== null) ||
  (subject !== null && correlation !== null)

// Whether the conditions below let through what is asked for, and nothing else.
const isExact = ({ types, sources, text }: LogFilter): boolean =>
  text === null && sources === null && (types ?? []).every((glob) => /^[^*]*\*?$/.test(glob))

const conditions = ({ filter, organisationId }: LogSearch): Condition[] => [
  ...equal('subject', filter.subject),
  ...equal('actor', filter.actor),
  ...equal('aggregate', filter.aggregate),
  ...(filter.from === null ? [] : [{ sql: 'time >= ?', values: [filter.from] }]),
  ...(filter.to === null ? [] : [{ sql: 'time < ?', values: [filter.to] }]),
  ...(filter.types === null ? [] : [anyOf('type', filter.types)]),
  ...(filter.sources === null ? [] : [anyOf(`coalesce(source, '/organizations/' || organisation_id)`, filter.sources)]),
  ...(filter.text === null ? [] : [textIn(filter.text, organisationId)]),
]

const equal = (column: string, value: string | null): Condition[] =>
  value === null ? [] : [{ sql: `${column} = ?`, values: [value] }]

// As much of a glob as stands before its first star: LIKE and GLOB take patterns of 50 bytes only, and read other signs.
const anyOf = (text: string, globs: readonly string[]): Condition => ({
  sql: globs
    .map((glob) => (glob.includes('*') ? `substr(${text}, 1, length(?1)) = ?1`.replaceAll('?1', '?') : `${text} = ?`))
    .join(' OR '),
  values: globs.flatMap((glob) => {
    const head = glob.slice(0, glob.indexOf('*'))
    return glob.includes('*') ? [head, head] : [glob]
  }),
})

// The database lets through a little more than is asked for, as it does not know what is masked.
const textIn = (text: string, organisationId: string): Condition => {
  const wanted = asciiLower(text)
  return {
    sql: `instr(lower(data), ?) > 0 OR instr(lower(data), ?) > 0
      OR instr(lower(id || char(10) || type || char(10) || coalesce(source, ?) || char(10) || subject || char(10)
        || coalesce(actor, '') || char(10) || coalesce(correlation_id, '')), ?) > 0
      OR instr(lower(extensions), ?) > 0`,
    values: [wanted, asciiLower(inJson(text)), `/organizations/${organisationId}`, wanted, wanted],
  }
}
