import { z } from 'zod'
import type { Caller } from '../../../contract/auth.ts'
import { delivery, deliveryQuery, deliveryWithBody } from '../../../contract/deliveries.ts'
import { opaqueId } from '../../../contract/ids.ts'
import { page } from '../../../contract/page.ts'
import { database } from '../../../platform/db/commit.ts'
import { asDelivery, deliveriesAfter, deliveryById } from '../../../platform/db/deliveries-read.ts'
import { problem } from '../problem.ts'
import { perform } from './account-facts.ts'
import { asPage, readCursor } from './cursor.ts'
import { answer, can, problems, router } from './route.ts'

export const deliveries = router()
const tags = ['deliveries']
const place = z.tuple([z.int(), opaqueId])

deliveries.openapi(
  can('delivery.read', {
    method: 'get',
    path: '/deliveries',
    tags,
    summary: 'What was sent or waits to be, the newest in front',
    request: { query: deliveryQuery },
    responses: { 200: answer(page(delivery), 'A page of deliveries'), ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const { limit, cursor, scope, status } = c.req.valid('query')
    if (scope === 'deployment' && !isAdmin(caller))
      return problem(c, 'forbidden', { detail: 'It takes platform.admin.' })
    const after = cursor === undefined ? null : readCursor(cursor, place)
    if (cursor !== undefined && after === null) return problem(c, 'invalid_cursor')
    const organisationId = scope === 'deployment' ? null : caller.organisationId
    const rows = await deliveriesAfter(database(c.env.DB), { organisationId, status, after, limit: limit + 1 })
    return c.json(asPage(rows, { limit, place: ({ createdAt, id }) => [createdAt, id], item: asDelivery }), 200)
  },
)

deliveries.openapi(
  can('delivery.read', {
    method: 'get',
    path: '/deliveries/{id}',
    tags,
    summary: 'A delivery with its text',
    description: 'Where an ADMIN reads what was sent to an account, the log says so.',
    request: { params: z.object({ id: opaqueId }) },
    responses: { 200: answer(deliveryWithBody, 'The delivery'), ...problems },
  }),
  async (c) => {
    const { caller } = c.var
    const row = await deliveryById(database(c.env.DB), c.req.valid('param').id)
    if (row === null || !mayRead(caller, row)) return problem(c, 'not_found')
    if (row.organisationId === null)
      await perform(
        c.env,
        { caller, statements: [], actionType: 'READ_DELIVERY', actionDetails: { deliveryId: row.id } },
        Date.now(),
      )
    c.header('Cache-Control', 'no-store')
    return c.json({ ...asDelivery(row), body: row.body }, 200)
  },
)

const isAdmin = ({ credential, platformRole }: Caller): boolean =>
  credential.kind === 'session' && platformRole === 'ADMIN'

const mayRead = (caller: Caller, { organisationId }: { organisationId: string | null }): boolean =>
  organisationId === null ? isAdmin(caller) : organisationId === caller.organisationId
