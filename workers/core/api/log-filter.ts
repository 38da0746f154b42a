import { z } from 'zod'
import type { Caller } from '../../../contract/auth.ts'
import { ALIASES } from '../../../contract/domain-events.ts'
import type { LogQuery } from '../../../contract/event-log.ts'
import type { LogFilter } from '../../../domain/events/log-filter.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import type { LogSearch } from '../../../platform/db/log-search.ts'
import type { ProblemDetails } from '../problem.ts'
import { readCursor } from './cursor.ts'
import { visibleTo } from './event-view.ts'

type Asked = Omit<LogQuery, 'limit'>
type Refused = { code: 'invalid_cursor' | 'invalid_query'; details?: ProblemDetails }

const MOST_GLOBS = 20

/** @returns the search that a caller's query means, but for how much of it; or the problem it has. */
export const searchFor = (caller: Caller, query: Asked): Result<Omit<LogSearch, 'limit'>, Refused> => {
  const { order, cursor } = query
  // A cursor of one order means nothing in the other.
  const place = cursor === undefined ? null : readCursor(cursor, z.tuple([z.literal(order), z.int().min(0)]))
  if (cursor !== undefined && place === null) return failed({ code: 'invalid_cursor' })
  const filter = filterOf(query)
  const errors = (['types', 'sources'] as const).flatMap((name) =>
    (filter[name]?.length ?? 0) > MOST_GLOBS
      ? [{ pointer: `/${name.slice(0, -1)}`, code: 'too_many', detail: `At most ${MOST_GLOBS}, by comma` }]
      : [],
  )
  if (errors.length > 0) return failed({ code: 'invalid_query', details: { errors } })
  const after = place === null ? null : place[1]
  return ok({ organisationId: caller.organisationId, filter, order, after, visible: visibleTo(caller) })
}

// A field that is left empty asks for nothing.
const filterOf = (query: Asked): LogFilter => ({
  types: globsIn(query.type)?.map((glob) => ALIASES.get(glob) ?? glob) ?? null,
  sources: globsIn(query.source),
  subject: given(query.subject),
  actor: given(query.actor),
  aggregate: given(query.aggregate),
  correlation: given(query.correlation),
  from: momentOf(query.from),
  to: momentOf(query.to),
  text: given(query.q),
})

const given = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text)

const momentOf = (moment: string | undefined): number | null => (moment === undefined ? null : Date.parse(moment))

const globsIn = (list: string | undefined): string[] | null => {
  const globs = (list ?? '').split(',').flatMap((glob) => glob.trim() || [])
  return globs.length === 0 ? null : globs
}
