import { z } from 'zod'
import { opaqueId } from '../../../contract/ids.ts'
import { type LogErasure, logErasure, newLogErasure } from '../../../contract/log-erasures.ts'
import { page } from '../../../contract/page.ts'
import { database } from '../../../platform/db/commit.ts'
import { instantOf } from '../../../platform/db/instant.ts'
import { type ErasureRow, erasureById, erasuresOf, insertErasure } from '../../../platform/db/log-erasures.ts'
import { announce } from '../../../platform/live.ts'
import { erase } from '../../../platform/log-erasure.ts'
import { problem } from '../problem.ts'
import { answer, body, can, creating, problems, router } from './route.ts'

export const logErasures = router()
const tags = ['event log']
const SHOWN = 100

logErasures.openapi(
  creating('log.erase', {
    method: 'post',
    path: '/domain-events/erasures',
    tags,
    summary: 'Erase what the log says of a person',
    description:
      'Takes the personal fields out of every event whose subject or actor is that person, or whose data names them, in sealed hours too. The events stay, and so does the chain. A long log is gone on with in the background.',
    request: { body: body(newLogErasure) },
    responses: { 202: answer(logErasure, 'The erasure'), ...problems },
  }),
  async (c) => {
    const { organisationId, userId: createdBy } = c.var.caller
    const { person } = c.req.valid('json')
    const now = Date.now()
    // A request that comes again goes on with what it began.
    const wish = { id: c.var.factId, organisationId, person, createdBy }
    const begun = await insertErasure(database(c.env.DB), wish, now)
    const { row, logged } = await erase({ db: c.env.DB, bucket: c.env.BUCKET }, begun, now)
    await announce(c.env, logged)
    return c.json(asErasure(row), 202)
  },
)

logErasures.openapi(
  can('log.erase', {
    method: 'get',
    path: '/domain-events/erasures',
    tags,
    summary: 'The latest hundred erasures, and how far they are',
    responses: { 200: answer(page(logErasure), 'Erasures, the newest in front'), ...problems },
  }),
  async (c) => {
    const rows = await erasuresOf(database(c.env.DB), c.var.caller.organisationId, SHOWN)
    return c.json({ data: rows.map(asErasure), next: null }, 200)
  },
)

logErasures.openapi(
  can('log.erase', {
    method: 'get',
    path: '/domain-events/erasures/{id}',
    tags,
    summary: 'How far an erasure is',
    request: { params: z.object({ id: opaqueId }) },
    responses: { 200: answer(logErasure, 'The erasure'), ...problems },
  }),
  async (c) => {
    const row = await erasureById(database(c.env.DB), c.var.caller.organisationId, c.req.valid('param').id)
    return row === null ? problem(c, 'not_found') : c.json(asErasure(row), 200)
  },
)

const asErasure = ({ id, stage, cursor, lastPosition, entries, reason, ...row }: ErasureRow): LogErasure => ({
  ...{ id, entries, reason, createdBy: row.createdBy },
  status: stage === 'done' ? 'done' : 'running',
  progress: progressOf({ stage, cursor, lastPosition }),
  createdAt: new Date(row.createdAt).toISOString(),
  finishedAt: instantOf(row.finishedAt),
})

// The table is the first half, sealed hours the second.
const progressOf = ({ stage, cursor, lastPosition }: Pick<ErasureRow, 'stage' | 'cursor' | 'lastPosition'>): number => {
  if (stage === 'done') return 1
  const half = lastPosition === 0 ? 0 : Math.min(cursor / lastPosition, 1) / 2
  return stage === 'rows' ? half : 0.5 + half
}
