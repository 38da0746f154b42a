import { z } from 'zod'
import { opaqueId } from '../../../contract/ids.ts'
import { page, pageQuery } from '../../../contract/page.ts'
import { planExportQuery, planVersion as planVersionSchema } from '../../../contract/plans.ts'
import { seatingPlan } from '../../../contract/seating-plan.ts'
import { pretixForm } from '../../../domain/booking/pretix-form.ts'
import { database } from '../../../platform/db/commit.ts'
import { planById, planVersion, planVersionsBefore } from '../../../platform/db/plans.ts'
import { readDocument } from '../../../platform/plans.ts'
import { problem } from '../problem.ts'
import { asPage, readCursor } from './cursor.ts'
import { asPlanVersion } from './plan-answer.ts'
import { answer, can, problems, router } from './route.ts'

export const planVersions = router()
const tags = ['plans']
const one = { params: z.object({ id: opaqueId }) }

planVersions.openapi(
  can('event.read', {
    method: 'get',
    path: '/plans/{id}/versions',
    tags,
    summary: 'The documents of a plan, newest first: the draft, and what was ever published',
    request: { ...one, query: pageQuery },
    responses: { 200: answer(page(planVersionSchema), 'A page of versions'), ...problems },
  }),
  async (c) => {
    const db = database(c.env.DB)
    const row = await planById(db, c.var.caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const { limit, cursor } = c.req.valid('query')
    const place = cursor === undefined ? [Number.MAX_SAFE_INTEGER] : readCursor(cursor, z.tuple([z.int()]))
    if (place === null) return problem(c, 'invalid_cursor')
    const rows = await planVersionsBefore(db, row.id, { before: place[0] ?? 0, limit: limit + 1 })
    return c.json(asPage(rows, { limit, place: ({ version }) => [version], item: asPlanVersion }), 200)
  },
)

planVersions.openapi(
  can('event.read', {
    method: 'get',
    path: '/plans/{id}/export',
    tags,
    summary: 'The seating-plan JSON of a version',
    request: { ...one, query: planExportQuery },
    responses: {
      200: answer(seatingPlan, 'The document as it was imported, or the fields of pretix of it'),
      ...problems,
    },
  }),
  async (c) => {
    const db = database(c.env.DB)
    const row = await planById(db, c.var.caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    const { format, version = row.document.version } = c.req.valid('query')
    const wanted = version === row.document.version ? row.document : await planVersion(db, row.id, version)
    if (wanted === null) return problem(c, 'not_found')
    const document = await readDocument(c.env.BUCKET, wanted.documentKey)
    if (document === null) return problem(c, 'payload_gone')
    return c.json(format === 'pretix' ? pretixForm(document) : document, 200, {
      'Content-Disposition': `attachment; filename="${row.id}-${version}.json"`,
    })
  },
)
