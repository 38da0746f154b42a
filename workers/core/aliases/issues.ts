import type { Issue } from '../../../contract/issues.ts'
import { randomId } from '../../../platform/crypto.ts'
import { changeStatus, issueById, listIssues } from '../../../platform/db/issues.ts'
import { announce } from '../../../platform/live.ts'
import { reportByHand } from '../api/report-by-hand.ts'
import { permit, router } from '../api/route.ts'
import { problem } from '../problem.ts'

/**
 * Paths of the earlier bug tracker: `GET /api/issues`, `GET /api/issues/{id}`, `POST /api/issues/{id}/resolve`, and its
 * `POST /api/errors` for a person who is signed in. Lists are bare arrays there, levels and statuses are in capitals.
 */
export const earlierIssues = router()

const MOST = 100

earlierIssues.get('/api/issues', permit('issue.read'), async (c) => {
  const rows = await listIssues(c.env.DB, {
    organisationId: c.var.caller.organisationId,
    project: undefined,
    status: 'all',
    search: { status: null, terms: [] },
    sort: 'lastSeen',
    after: null,
    limit: MOST,
    now: Date.now(),
  })
  return c.json(rows.map(({ issue }) => asEarlier(issue)))
})

earlierIssues.get('/api/issues/:id', permit('issue.read'), async (c) => {
  const { organisationId } = c.var.caller
  const issue = await issueById(c.env.DB, { organisationId, id: c.req.param('id'), now: Date.now() })
  return issue === null ? problem(c, 'not_found') : c.json(asEarlier(issue))
})

earlierIssues.post('/api/issues/:id/resolve', permit('issue.triage'), async (c) => {
  const { organisationId, userId: actor } = c.var.caller
  const id = c.req.param('id')
  const now = Date.now()
  const wish = {
    organisationId,
    id,
    status: 'resolved',
    version: undefined,
    actor,
    eventId: randomId('e'),
    now,
  } as const
  const changed = await changeStatus(c.env.DB, wish)
  if (changed !== null) c.executionCtx.waitUntil(announce(c.env, [changed]))
  const issue = await issueById(c.env.DB, { organisationId, id, now })
  return issue === null ? problem(c, 'not_found') : c.json(asEarlier(issue))
})

for (const path of ['/api/errors', '/api/issues'])
  earlierIssues.post(path, permit('error.report'), (c) => reportByHand(c, c.var.caller))

const asEarlier = (issue: Issue) => ({
  id: issue.id,
  message: issue.title,
  title: issue.title,
  culprit: issue.culprit,
  level: issue.level.toUpperCase(),
  status: issue.status.toUpperCase(),
  count: issue.count,
  occurrences: issue.count,
  environment: issue.environment,
  firstSeen: issue.firstSeen,
  lastSeen: issue.lastSeen,
})
