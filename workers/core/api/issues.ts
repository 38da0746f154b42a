import { z } from 'zod'
import { opaqueId } from '../../../contract/ids.ts'
import {
  type IssueQuery,
  issue,
  issueDetail,
  issueQuery,
  issueSort,
  issueTag,
  statsPeriod,
  statsPoint,
  statusChange,
} from '../../../contract/issues.ts'
import { page } from '../../../contract/page.ts'
import { parseIssueSearch, type SearchRefused } from '../../../domain/errors/search.ts'
import { randomId } from '../../../platform/crypto.ts'
import { changeStatus, issueById, listIssues } from '../../../platform/db/issues.ts'
import { statsOf, tagsOf } from '../../../platform/db/issues-stats.ts'
import { announce } from '../../../platform/live.ts'
import { problem } from '../problem.ts'
import { asPage, readCursor } from './cursor.ts'
import { answer, body, can, problems, router } from './route.ts'

export const issues = router()
const tags = ['issues']
const one = { params: z.object({ id: opaqueId }) }

issues.openapi(
  can('issue.read', {
    method: 'get',
    path: '/issues',
    tags,
    summary: 'Issues of the organisation, or of one project',
    request: { query: issueQuery },
    responses: { 200: answer(page(issue), 'A page of issues'), ...problems },
  }),
  async (c) => {
    const query = c.req.valid('query')
    const search = parseIssueSearch(query.query)
    if (!search.ok) return problem(c, 'invalid_query', refusedSearch(search.error))
    const after = query.cursor === undefined ? null : readCursor(query.cursor, placeIn(query))
    if (query.cursor !== undefined && after === null) return problem(c, 'invalid_cursor')
    const rows = await listIssues(c.env.DB, {
      organisationId: c.var.caller.organisationId,
      project: query.project,
      status: query.status ?? search.value.status ?? 'unresolved',
      search: search.value,
      sort: query.sort,
      after: after === null ? null : { value: after[1], id: after[2] },
      limit: query.limit + 1,
      now: Date.now(),
    })
    const place = ({ position }: (typeof rows)[number]) => [query.sort, position.value, position.id]
    return c.json(asPage(rows, { limit: query.limit, place, item: (row) => row.issue }), 200)
  },
)

issues.openapi(
  can('issue.read', {
    method: 'get',
    path: '/issues/{id}',
    tags,
    summary: 'One issue, with why its occurrences belong together',
    request: one,
    responses: { 200: answer(issueDetail, 'The issue'), ...problems },
  }),
  async (c) => {
    const found = await readIssue(c.env.DB, c.var.caller.organisationId, c.req.valid('param').id)
    return found === null ? problem(c, 'not_found') : c.json(found, 200)
  },
)

for (const [verb, status] of [
  ['resolve', 'resolved'],
  ['ignore', 'ignored'],
  ['unresolve', 'unresolved'],
] as const) {
  issues.openapi(
    can('issue.triage', {
      method: 'post',
      path: `/issues/{id}/${verb}`,
      tags,
      summary: `Make an issue ${status}`,
      request: { ...one, body: body(statusChange, false), headers: z.object({ 'if-match': z.string().optional() }) },
      responses: { 200: answer(issueDetail, 'The issue'), ...problems },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const { organisationId, userId: actor } = c.var.caller
      const version = c.req.valid('json').version ?? versionOf(c.req.valid('header')['if-match'])
      const wish = { organisationId, id, status, version, actor, eventId: randomId('e'), now: Date.now() }
      const changed = await changeStatus(c.env.DB, wish)
      if (changed !== null) c.executionCtx.waitUntil(announce(c.env, [changed]))
      const found = await readIssue(c.env.DB, organisationId, id)
      if (found === null) return problem(c, 'not_found')
      if (changed === null && version !== undefined && found.version !== version) return problem(c, 'stale_version')
      return c.json(found, 200)
    },
  )
}

issues.openapi(
  can('issue.read', {
    method: 'get',
    path: '/issues/{id}/tags',
    tags,
    summary: 'How often each tag came with which value',
    request: one,
    responses: { 200: answer(page(issueTag), 'The tags'), ...problems },
  }),
  async (c) => {
    const found = await readIssue(c.env.DB, c.var.caller.organisationId, c.req.valid('param').id)
    if (found === null) return problem(c, 'not_found')
    return c.json({ data: await tagsOf(c.env.DB, found.id), next: null }, 200)
  },
)

issues.openapi(
  can('issue.read', {
    method: 'get',
    path: '/issues/{id}/stats',
    tags,
    summary: 'Occurrences hour by hour, quiet hours included',
    request: { ...one, query: z.object({ period: statsPeriod.default('24h') }) },
    responses: { 200: answer(page(statsPoint), 'The hours, oldest first'), ...problems },
  }),
  async (c) => {
    const found = await readIssue(c.env.DB, c.var.caller.organisationId, c.req.valid('param').id)
    if (found === null) return problem(c, 'not_found')
    const hours = c.req.valid('query').period === '24h' ? 24 : 14 * 24
    return c.json({ data: await statsOf(c.env.DB, found.id, { hours, now: Date.now() }), next: null }, 200)
  },
)

const readIssue = (db: D1Database, organisationId: string, id: string) =>
  issueById(db, { organisationId, id, now: Date.now() })

// A cursor of one order means nothing in another.
const placeIn = ({ sort }: IssueQuery) => z.tuple([issueSort.extract([sort]), z.number(), opaqueId])

const versionOf = (ifMatch: string | undefined): number | undefined => {
  const [, digits] = /^"?(\d+)"?$/.exec(ifMatch ?? '') ?? []
  return digits === undefined ? undefined : Number(digits)
}

const refusedSearch = ({ reason, word }: SearchRefused) => ({
  errors: [{ pointer: '/query', code: reason, detail: SEARCH_DETAIL[reason].replace('…', word) }],
})

const SEARCH_DETAIL = {
  unknown_status: 'In “…”: is: takes unresolved, resolved, ignored or all',
  too_many_terms: 'A search has at most fifteen terms',
  empty_value: 'In “…” there is nothing after the colon',
} as const satisfies Record<SearchRefused['reason'], string>
