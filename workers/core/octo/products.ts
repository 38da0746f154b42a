import type { Context } from 'hono'
import type { TourOption } from '../../../contract/tours.ts'
import { octoProduct, unitsOf } from '../../../domain/booking/octo-product.ts'
import { database } from '../../../platform/db/commit.ts'
import { organisationById } from '../../../platform/db/organisations.ts'
import { type TourRow, tourById, toursAfter } from '../../../platform/db/tours.ts'
import { publicOrigin } from '../api/links.ts'
import { permit, router } from '../api/route.ts'
import { both, capabilitiesOf, octoRefusal } from './answer.ts'

/** OCTO's supplier, its products and what we can do of OCTO. Products are the ACTIVE tours of the key's organisation. */
export const octoProducts = router()

for (const path of both('/octo/supplier'))
  octoProducts.get(path, permit('event.read'), async (c) => {
    const found = await organisationById(database(c.env.DB), c.var.caller.organisationId)
    const { content } = capabilitiesOf(c)
    const supplier = {
      id: c.var.caller.organisationId,
      name: found?.name ?? '',
      endpoint: `${publicOrigin(c)}/octo`,
      contact: { website: publicOrigin(c), email: null, telephone: null, address: null },
    }
    return c.json({ ...supplier, ...(content ? { shortDescription: null, media: [] } : {}) }, 200)
  })

for (const path of both('/octo/capabilities'))
  octoProducts.get(path, permit('event.read'), (c) => {
    const ours = (['octo/content', 'octo/pricing'] as const).map((id) => ({
      id,
      revision: 1,
      required: false,
      dependencies: [],
      docs: null,
    }))
    return c.json(ours, 200)
  })

const SLICE = 100
const MOST = 1000

for (const path of both('/octo/products'))
  octoProducts.get(path, permit('event.read'), async (c) => {
    const capabilities = capabilitiesOf(c)
    const rows: TourRow[] = []
    const whose = { organisationId: c.var.caller.organisationId, listed: true }
    for (let more = true; more && rows.length < MOST; ) {
      const last = rows.at(-1)
      const after = last === undefined ? null : ([last.name, last.id] as [string, string])
      const next = await toursAfter(database(c.env.DB), whose, { after, limit: SLICE })
      rows.push(...next)
      more = next.length === SLICE
    }
    return c.json(
      rows.map((row) => octoProduct(row, capabilities)),
      200,
    )
  })

for (const path of both('/octo/products/:id'))
  octoProducts.get(path, permit('event.read'), async (c) => {
    const productId = c.req.param('id') ?? ''
    const found = await activeTour(c.env, c.var.caller.organisationId, productId)
    if (found === null) return octoRefusal(c, { error: 'INVALID_PRODUCT_ID', productId })
    return c.json(octoProduct(found, capabilitiesOf(c)), 200)
  })

const activeTour = async (env: Pick<Env, 'DB'>, organisationId: string, id: string): Promise<TourRow | null> => {
  const row = await tourById(database(env.DB), organisationId, id)
  return row?.status === 'ACTIVE' ? row : null
}

/** What a reseller means: a product of the organisation, one of its options, and units of that. */
export interface Meant {
  tour: TourRow
  option: TourOption
}

/** @returns the product and option that are named, where the option has each of these units; or the answer that refuses. */
export const meantBy = async (
  c: Context,
  { productId, optionId, unitIds }: { productId: string; optionId: string; unitIds: readonly string[] },
  organisationId: string,
): Promise<Meant | { refused: Response }> => {
  const tour = await activeTour(c.env, organisationId, productId)
  if (tour === null) return { refused: octoRefusal(c, { error: 'INVALID_PRODUCT_ID', productId }) }
  const option = tour.settings.options.find(({ id }) => id === optionId)
  if (option === undefined) return { refused: octoRefusal(c, { error: 'INVALID_OPTION_ID', optionId }) }
  const units = unitsOf(tour, option)
  const unitId = unitIds.find((wanted) => units.every(({ id }) => id !== wanted))
  if (unitId !== undefined) return { refused: octoRefusal(c, { error: 'INVALID_UNIT_ID', unitId }) }
  return { tour, option }
}
