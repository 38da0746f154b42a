import type { Plan, PlanVersion } from '../../../contract/plans.ts'
import { instantOf } from '../../../platform/db/instant.ts'
import type { PlanRow, PlanVersionRow } from '../../../platform/db/plans.ts'

/** @returns a plan as the API shows it, with the places of its newest document. */
export const asPlan = ({ document, ...row }: PlanRow): Plan => ({
  id: row.id,
  name: row.name,
  venueId: row.venueId,
  status: row.publishedVersion === null ? 'DRAFT' : 'PUBLISHED',
  version: row.version,
  draftVersion: row.draftVersion,
  publishedVersion: row.publishedVersion,
  ...placesOf(document),
  createdAt: new Date(row.createdAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
})

/** @returns one version of a plan as the API shows it. */
export const asPlanVersion = (row: PlanVersionRow): PlanVersion => ({
  version: row.version,
  status: row.publishedAt === null ? 'DRAFT' : 'PUBLISHED',
  ...placesOf(row),
  bytes: row.bytes,
  createdAt: new Date(row.createdAt).toISOString(),
  publishedAt: instantOf(row.publishedAt),
})

const placesOf = ({ seats, places, categories }: PlanVersionRow) => ({
  seats,
  places,
  categories: JSON.parse(categories) as Plan['categories'],
})
