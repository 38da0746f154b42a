import { z } from 'zod'
import { opaqueId } from '../../../contract/ids.ts'
import { page, pageQuery } from '../../../contract/page.ts'
import { newReplay, type Replay, type ReplayPlan, replay, replayPlan } from '../../../contract/replays.ts'
import { progressOf } from '../../../domain/events/replay.ts'
import { database } from '../../../platform/db/commit.ts'
import { instantOf } from '../../../platform/db/instant.ts'
import { type ReplayRow, replayById, replaysOf } from '../../../platform/db/replays.ts'
import type { CountedEvent } from '../../../platform/replay-source.ts'
import { problem } from '../problem.ts'
import { stopReplay } from './cancelled-replay.ts'
import { asPage, readCursor } from './cursor.ts'
import { type Planned, planReplay, startReplay } from './new-replay.ts'
import { answer, body, can, creating, problems, router } from './route.ts'

export const replays = router()
const tags = ['replays']
const one = { params: z.object({ id: opaqueId }) }
const place = z.tuple([z.int(), opaqueId])

replays.openapi(
  creating('replay.manage', {
    method: 'post',
    path: '/replays',
    tags,
    summary: 'Tell a reader of the log again what it was told',
    description:
      "Events of your organisation alone, in the order of the log, each marked `replay`. The reader's own cursor stays " +
      'where it is. One replay at a time runs to a reader. A dry run only counts.',
    request: { body: body(newReplay) },
    responses: {
      200: answer(replayPlan, 'What it would tell'),
      201: answer(replay, 'The replay, which runs'),
      ...problems,
    },
  }),
  async (c) => {
    const { caller, factId } = c.var
    const wish = c.req.valid('json')
    const planned = await planReplay(c.env, caller, wish)
    if (!planned.ok) return problem(c, 'invalid', { errors: [planned.error] })
    if (wish.dryRun) return c.json(asPlan(planned.value, wish), 200)
    const started = await startReplay(c.env, { caller, wish, factId }, planned.value)
    return started.ok ? c.json(asReplay(started.value, Date.now()), 201) : problem(c, started.error)
  },
)

replays.openapi(
  can('replay.read', {
    method: 'get',
    path: '/replays',
    tags,
    summary: 'Replays of the organisation, newest first',
    request: { query: pageQuery },
    responses: { 200: answer(page(replay), 'A page of replays'), ...problems },
  }),
  async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const after = cursor === undefined ? null : readCursor(cursor, place)
    if (cursor !== undefined && after === null) return problem(c, 'invalid_cursor')
    const rows = await replaysOf(database(c.env.DB), c.var.caller.organisationId, {
      after: after === null ? null : { createdAt: after[0], id: after[1] },
      limit: limit + 1,
    })
    const now = Date.now()
    const item = (row: ReplayRow) => asReplay(row, now)
    return c.json(asPage(rows, { limit, place: ({ createdAt, id }) => [createdAt, id], item }), 200)
  },
)

replays.openapi(
  can('replay.read', {
    method: 'get',
    path: '/replays/{id}',
    tags,
    summary: 'One replay, and how far it is',
    request: one,
    responses: { 200: answer(replay, 'The replay'), ...problems },
  }),
  async (c) => {
    const row = await replayById(database(c.env.DB), c.var.caller.organisationId, c.req.valid('param').id)
    return row === null ? problem(c, 'not_found') : c.json(asReplay(row, Date.now()), 200)
  },
)

replays.openapi(
  can('replay.manage', {
    method: 'post',
    path: '/replays/{id}/cancel',
    tags,
    summary: 'Stop a replay; what is being told just now is told to the end',
    request: one,
    responses: { 200: answer(replay, 'The replay'), ...problems },
  }),
  async (c) => {
    const stopped = await stopReplay(c.env, c.var.caller, c.req.valid('param').id)
    return stopped.ok ? c.json(asReplay(stopped.value, Date.now()), 200) : problem(c, stopped.error)
  },
)

const asPlan = (
  { range: { from, to, type }, count: { total, first, last } }: Planned,
  { reader, rate }: { reader: string; rate: number },
): ReplayPlan => ({
  dryRun: true,
  reader,
  from,
  to,
  type,
  rate,
  total,
  first: asCounted(first),
  last: asCounted(last),
  seconds: total / rate,
})

const asCounted = (event: CountedEvent | null) =>
  event && { position: event.position, type: event.type, loggedAt: new Date(event.loggedAt).toISOString() }

const asReplay = (row: ReplayRow, now: number): Replay => {
  const { id, reader, fromPosition: from, toPosition: to, type, rate, total, done, status, reason, createdBy } = row
  const { progress, left } = progressOf(row)
  return {
    id,
    reader,
    from,
    to,
    type,
    rate,
    total,
    status,
    reason,
    done,
    progress,
    eta: instantOf(status === 'running' ? now + left : null),
    createdBy,
    createdAt: new Date(row.createdAt).toISOString(),
    finishedAt: instantOf(row.finishedAt),
  }
}
