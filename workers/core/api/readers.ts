import { z } from 'zod'
import { page } from '../../../contract/page.ts'
import { reader, readerName, rewind } from '../../../contract/readers.ts'
import { listReaders } from '../../../platform/db/reader-control.ts'
import { problem } from '../problem.ts'
import { changeState, rewindTo } from './reader-change.ts'
import { answer, body, can, problems, router } from './route.ts'

export const readers = router()
const tags = ['readers']
const one = { params: z.object({ name: readerName }) }

readers.openapi(
  can('reader.read', {
    method: 'get',
    path: '/readers',
    tags,
    summary: 'What reads the log, and how far it is behind',
    responses: { 200: answer(page(reader), 'The readers, by name'), ...problems },
  }),
  async (c) => c.json({ data: await listReaders(c.env.DB, c.var.caller.organisationId), next: null }, 200),
)

for (const [verb, state, summary] of [
  ['pause', 'paused', 'Let a reader stop; what it is reading just now it reads to the end'],
  ['resume', 'running', 'Let a reader go on where it stopped, and at once where it was to wait'],
] as const) {
  readers.openapi(
    can('platform.admin', {
      method: 'post',
      path: `/readers/{name}/${verb}`,
      tags,
      summary,
      request: one,
      responses: { 200: answer(reader, 'The reader'), ...problems },
    }),
    async (c) => {
      const changed = await changeState(c.env, { caller: c.var.caller, name: c.req.valid('param').name }, state)
      return changed.ok ? c.json(changed.value, 200) : problem(c, changed.error)
    },
  )
}

readers.openapi(
  can('platform.admin', {
    method: 'post',
    path: '/readers/{name}/rewind',
    tags,
    summary: 'Let a reader read again what it has read',
    description:
      'Back only: nothing is skipped unseen. It goes back as far as events are in the database, not into sealed hours.',
    request: { ...one, body: body(rewind) },
    responses: { 200: answer(reader, 'The reader'), ...problems },
  }),
  async (c) => {
    const { name } = c.req.valid('param')
    const moved = await rewindTo(c.env, { caller: c.var.caller, name }, c.req.valid('json'))
    if (moved.ok) return c.json(moved.value, 200)
    if (moved.error !== 'ahead') return problem(c, moved.error)
    const detail = 'It has not read as far as that.'
    return problem(c, 'invalid', { errors: [{ pointer: '/position', code: 'too_big', detail }] })
  },
)
