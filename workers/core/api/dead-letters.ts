import { z } from 'zod'
import { type DeadLetter, deadLetter, deadLetterId, deadLetterQuery } from '../../../contract/dead-letters.ts'
import { page } from '../../../contract/page.ts'
import { database } from '../../../platform/db/commit.ts'
import { type DeadLetterRow, listDeadLetters } from '../../../platform/db/dead-letters-read.ts'
import { instantOf } from '../../../platform/db/instant.ts'
import { problem } from '../problem.ts'
import { asPage, readCursor } from './cursor.ts'
import { redrive } from './redrive.ts'
import { answer, can, problems, router } from './route.ts'

export const deadLetters = router()
const tags = ['dead letters']
const place = z.tuple([z.int(), deadLetterId])

deadLetters.openapi(
  can('deadletter.read', {
    method: 'get',
    path: '/dead-letters',
    tags,
    summary: 'What was accepted and could not be digested, and events that a reader could not take, newest first',
    request: { query: deadLetterQuery },
    responses: { 200: answer(page(deadLetter), 'A page of dead letters'), ...problems },
  }),
  async (c) => {
    const { limit, cursor, project } = c.req.valid('query')
    const after = cursor === undefined ? null : readCursor(cursor, place)
    if (cursor !== undefined && after === null) return problem(c, 'invalid_cursor')
    const rows = await listDeadLetters(database(c.env.DB), {
      organisationId: c.var.caller.organisationId,
      project,
      after: after === null ? null : { createdAt: after[0], id: after[1] },
      limit: limit + 1,
    })
    return c.json(asPage(rows, { limit, place: ({ createdAt, id }) => [createdAt, id], item: asDeadLetter }), 200)
  },
)

deadLetters.openapi(
  can('deadletter.redrive', {
    method: 'post',
    path: '/dead-letters/{id}/redrive',
    tags,
    summary: 'Send a dead letter again',
    description:
      'Occurrences are counted by event id, so sending one too many does no harm. An event of the log is taken by the reader that could not take it, out of its order; then the dead letter is gone.',
    request: { params: z.object({ id: deadLetterId }) },
    responses: { 200: answer(deadLetter, 'The dead letter'), ...problems },
  }),
  async (c) => {
    const sent = await redrive(c.env, c.var.caller, c.req.valid('param').id)
    return sent.ok ? c.json(asDeadLetter(sent.value), 200) : problem(c, sent.error)
  },
)

const asDeadLetter = ({ id, projectId, position, ...row }: DeadLetterRow): DeadLetter => ({
  id,
  projectId: projectId === null ? null : String(projectId),
  position,
  source: row.source,
  reason: row.reason,
  detail: row.detail,
  createdAt: new Date(row.createdAt).toISOString(),
  redrivenAt: instantOf(row.redrivenAt),
})
