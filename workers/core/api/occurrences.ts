import { z } from 'zod'
import { eventId, opaqueId } from '../../../contract/ids.ts'
import { occurrence, occurrenceDetail } from '../../../contract/issues.ts'
import { page, pageQuery } from '../../../contract/page.ts'
import { issueById } from '../../../platform/db/issues.ts'
import { attachmentsOf, neighboursOf, occurrenceOf, occurrencesOf } from '../../../platform/db/occurrences-read.ts'
import { readMember, readMembers } from '../../../platform/segments.ts'
import { problem } from '../problem.ts'
import { asPage, readCursor } from './cursor.ts'
import { answer, can, problems, router } from './route.ts'
import { asAttachment, asOccurrence } from './stored-occurrence.ts'

export const occurrences = router()
const tags = ['issues']
/** An isolate has 128 MB; a page of large occurrences ends early and its cursor goes on. */
const PAGE_BYTES = 4 * 1024 * 1024
const place = z.tuple([z.int(), eventId])

occurrences.openapi(
  can('issue.read', {
    method: 'get',
    path: '/issues/{id}/occurrences',
    tags,
    summary: 'Occurrences of an issue, newest first',
    request: { params: z.object({ id: opaqueId }), query: pageQuery },
    responses: { 200: answer(page(occurrence), 'A page of occurrences'), ...problems },
  }),
  async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const after = cursor === undefined ? null : readCursor(cursor, place)
    if (cursor !== undefined && after === null) return problem(c, 'invalid_cursor')
    const issue = await issueById(c.env.DB, scope(c.var.caller, c.req.valid('param').id))
    if (issue === null) return problem(c, 'not_found')
    const before = after === null ? null : { receivedAt: after[0], eventId: after[1] }
    const rows = await occurrencesOf(c.env.DB, issue.id, { before, limit: limit + 1 })
    const stored = await readMembers(c.env.BUCKET, rows.slice(0, limit), PAGE_BYTES)
    const entries = rows.slice(0, stored.length + 1).map((row, index) => ({ row, stored: stored[index] ?? null }))
    const answered = asPage(entries, {
      limit: Math.max(stored.length, 1),
      place: ({ row }) => [row.receivedAt, row.eventId],
      item: (entry) => asOccurrence(issue, entry.row, entry.stored),
    })
    return c.json(answered, 200)
  },
)

occurrences.openapi(
  can('issue.read', {
    method: 'get',
    path: '/issues/{id}/occurrences/{eventId}',
    tags,
    summary: 'One occurrence, the `latest` or the `oldest`, with its neighbours and files',
    request: { params: z.object({ id: opaqueId, eventId: z.union([eventId, z.enum(['latest', 'oldest'])]) }) },
    responses: { 200: answer(occurrenceDetail, 'The occurrence'), ...problems },
  }),
  async (c) => {
    const { id, eventId: which } = c.req.valid('param')
    const issue = await issueById(c.env.DB, scope(c.var.caller, id))
    const row = issue === null ? null : await occurrenceOf(c.env.DB, issue, which)
    if (issue === null || row === null) return problem(c, 'not_found')
    const stored = await readMember(c.env.BUCKET, row)
    if (stored === null) return problem(c, 'payload_gone')
    const files = await attachmentsOf(c.env.DB, row.projectId, row.eventId)
    const attachments = files.map((file, index) =>
      asAttachment({ issueId: issue.id, eventId: row.eventId, index }, file),
    )
    const neighbours = await neighboursOf(c.env.DB, issue.id, row)
    return c.json({ ...asOccurrence(issue, row, stored), ...neighbours, attachments }, 200)
  },
)

occurrences.openapi(
  can('issue.read', {
    method: 'get',
    path: '/issues/{id}/occurrences/{eventId}/attachments/{fileId}',
    tags,
    summary: 'Download a file that came with an occurrence',
    request: { params: z.object({ id: opaqueId, eventId, fileId: z.string().regex(/^\d{1,3}$/) }) },
    responses: {
      200: {
        content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
        description: 'The bytes',
      },
      ...problems,
    },
  }),
  async (c) => {
    const { id, eventId: which, fileId } = c.req.valid('param')
    const issue = await issueById(c.env.DB, scope(c.var.caller, id))
    const row = issue === null ? null : await occurrenceOf(c.env.DB, issue, which)
    const file = row === null ? undefined : (await attachmentsOf(c.env.DB, row.projectId, row.eventId))[Number(fileId)]
    const object = file === undefined ? null : await c.env.BUCKET.get(file.key)
    if (file === undefined || object === null) return problem(c, 'not_found')
    // Whatever a stranger's app sent must not run as a page of ours: never inline, never sniffed.
    return c.body(object.body, 200, {
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'Content-Length': String(object.size),
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, no-store',
    })
  },
)

const scope = ({ organisationId }: { organisationId: string }, id: string) => ({ organisationId, id, now: Date.now() })
