import { z } from 'zod'
import { type DeadLetter, deadLetter, deadLetterId, deadLetterQuery } from '../../../contract/dead-letters.ts'
import { page } from '../../../contract/page.ts'
import { randomId } from '../../../platform/crypto.ts'
import { commit, database, type Fact } from '../../../platform/db/commit.ts'
import {
  buriedMessage,
  type DeadLetterRow,
  deadLetterById,
  listDeadLetters,
  updateRedrivenAt,
} from '../../../platform/db/dead-letters-read.ts'
import { instantOf } from '../../../platform/db/instant.ts'
import { announce } from '../../../platform/live.ts'
import { problem } from '../problem.ts'
import { asPage, readCursor } from './cursor.ts'
import { answer, can, problems, router } from './route.ts'

export const deadLetters = router()
const tags = ['dead letters']
const place = z.tuple([z.int(), deadLetterId])

deadLetters.openapi(
  can('deadletter.read', {
    method: 'get',
    path: '/dead-letters',
    tags,
    summary: 'What was accepted and could not be digested, newest first',
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
    description: 'Occurrences are counted by event id, so sending one too many does no harm.',
    request: { params: z.object({ id: deadLetterId }) },
    responses: { 200: answer(deadLetter, 'The dead letter'), ...problems },
  }),
  async (c) => {
    const { organisationId, userId: actor } = c.var.caller
    const db = database(c.env.DB)
    const row = await deadLetterById(db, organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const message = await buriedMessage(c.env.BUCKET, row)
    if (message === null) return problem(c, 'body_gone')
    // Before it is sent: what gives up once more is then later than this.
    const now = Date.now()
    await c.env.SPOOL.get(c.env.SPOOL.idFromName('spool')).keep([message])
    const data = { deadLetterId: row.id, projectId: String(row.projectId) }
    const about = { organisationId, subject: row.id, actor, time: now }
    const fact: Fact = { ...about, id: randomId('e'), type: 'dead_letter.redriven', data }
    const logged = await commit(db, [updateRedrivenAt(db, row.id, now)], [fact])
    await announce(c.env, logged)
    return c.json(asDeadLetter({ ...row, redrivenAt: now }), 200)
  },
)

const asDeadLetter = ({ id, projectId, source, reason, detail, createdAt, redrivenAt }: DeadLetterRow): DeadLetter => ({
  id,
  projectId: String(projectId),
  source,
  reason,
  detail,
  createdAt: new Date(createdAt).toISOString(),
  redrivenAt: instantOf(redrivenAt),
})
