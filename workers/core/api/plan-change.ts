import type { Caller } from '../../../contract/auth.ts'
import type { NewPlan, PlanChange } from '../../../contract/plans.ts'
import type { FieldError } from '../../../contract/problem.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { randomId } from '../../../platform/crypto.ts'
import { commit, type Database, database, type Fact } from '../../../platform/db/commit.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import {
  deleteDraft,
  insertPlan,
  insertPlanVersion,
  mustBePlan,
  type PlanRow,
  type PlanVersionRow,
  publishVersion,
  updatePlan,
} from '../../../platform/db/plans.ts'
import { venueById } from '../../../platform/db/venues.ts'
import { announce } from '../../../platform/live.ts'
import { putPlan, removePlan } from '../../../platform/plans.ts'
import { checkDocument, type PlanDocument } from './plan-document.ts'
import { type PlanFactType, planFact } from './plan-facts.ts'

/** What someone may wish for that cannot be: fields that are wrong, or a plan that someone else changed meanwhile. */
export type PlanRefusal = 'stale_version' | FieldError[]

/** Makes a plan of a document, as a draft or published at once. */
export const createPlan = async (
  env: Env,
  { caller, wish, factId }: { caller: Caller; wish: NewPlan; factId: string },
  now: number,
): Promise<Result<PlanRow, FieldError[]>> => {
  const db = database(env.DB)
  const { organisationId } = caller
  const read = checkDocument(wish.plan)
  const faults = [...(read.ok ? placeFaults(wish, read.value) : read.error), ...(await venueFaults(db, caller, wish))]
  if (!read.ok || faults.length > 0) return failed(faults)
  const name = wish.name ?? (read.value.name.trim() || 'Plan')
  const id = randomId('p')
  const document = await store(env, read.value, { caller, planId: id, version: 1, now })
  const draft: PlanRow = {
    id,
    organisationId,
    venueId: wish.venueId,
    name,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
    version: 1,
    draftVersion: 1,
    publishedVersion: null,
    document,
  }
  const row = wish.publish ? published(draft, { caller, now }) : draft
  const facts = [planFact('plan.created', row, { id: factId, caller, now })]
  if (wish.publish) facts.push(planFact('plan.published', row, { id: randomId('e'), caller, now }))
  await announce(env, await commit(db, [insertPlan(db, row), insertPlanVersion(db, row.document)], facts))
  return ok(row)
}

/**
 * Changes what the wish names. Another document takes the place of the draft, and never that of a published one; with
 * `publish` it, or the draft that is there, becomes what new events take.
 */
export const changePlan = async (
  env: Env,
  { caller, row, wish }: { caller: Caller; row: PlanRow; wish: PlanChange },
  now: number,
): Promise<Result<PlanRow, PlanRefusal>> => {
  if (wish.version !== undefined && wish.version !== row.version) return failed('stale_version')
  const db = database(env.DB)
  const read = wish.plan === undefined ? null : checkDocument(wish.plan)
  const refused = read !== null && !read.ok ? read.error : placeFaults(wish, read?.value ?? row.document)
  const faults = [...refused, ...(await venueFaults(db, caller, wish))]
  if (faults.length > 0 || read?.ok === false) return failed(faults)
  const { name = row.name, venueId = row.venueId } = wish
  const version = row.version + 1
  const document = read === null ? row.document : await store(env, read.value, { caller, planId: row.id, version, now })
  const replaced = read !== null || name !== row.name || venueId !== row.venueId
  const edited: PlanRow = !replaced
    ? row
    : {
        ...row,
        name,
        venueId,
        version,
        updatedAt: now,
        document,
        draftVersion: read === null ? row.draftVersion : version,
      }
  const next = wish.publish === true ? published(edited, { caller, now }) : edited
  return next === row ? ok(row) : keep(env, { caller, before: row, row: next }, now)
}

interface PlanStep {
  caller: Caller
  before: PlanRow
  row: PlanRow
}

const keep = async (
  env: Env,
  { caller, before, row }: PlanStep,
  now: number,
): Promise<Result<PlanRow, 'stale_version'>> => {
  const db = database(env.DB)
  const isNew = row.document.version !== before.document.version
  const dropped = isNew && before.draftVersion !== null ? before.document : null
  const statements = [mustBePlan(db, before), ...versionStatements(db, { before, row, dropped }), updatePlan(db, row)]
  try {
    await announce(env, await commit(db, statements, factsOf({ caller, before, row }, now)))
    if (dropped !== null) await removePlan(env.BUCKET, dropped)
    return ok(row)
  } catch (error) {
    if (!isRefused(error)) throw error
    if (isNew) await removePlan(env.BUCKET, row.document)
    return failed('stale_version')
  }
}

const versionStatements = (
  db: Database,
  { before, row, dropped }: { before: PlanRow; row: PlanRow; dropped: PlanVersionRow | null },
) => {
  const { document } = row
  const { publishedAt, publishedBy } = document
  const isNew = document.version !== before.document.version
  const publishes = !isNew && publishedAt !== null && publishedBy !== null && before.document.publishedAt === null
  return [
    ...(dropped === null ? [] : [deleteDraft(db, dropped)]),
    ...(isNew ? [insertPlanVersion(db, document)] : []),
    ...(publishes ? [publishVersion(db, document, { publishedAt, publishedBy })] : []),
  ]
}

const factsOf = ({ caller, before, row }: PlanStep, now: number): Fact[] => {
  const fact = (type: PlanFactType) => planFact(type, row, { id: randomId('e'), caller, now })
  return [
    ...(row.version === before.version ? [] : [fact('plan.updated')]),
    ...(row.publishedVersion === before.publishedVersion ? [] : [fact('plan.published')]),
  ]
}

// Publishing what is published already changes nothing.
const published = (row: PlanRow, { caller, now }: { caller: Caller; now: number }): PlanRow =>
  row.draftVersion === null
    ? row
    : {
        ...row,
        updatedAt: now,
        draftVersion: null,
        publishedVersion: row.draftVersion,
        document: { ...row.document, publishedAt: now, publishedBy: caller.userId },
      }

const store = async (
  env: Env,
  { name: _, document, layout, ...shown }: PlanDocument,
  { caller, planId, version, now }: { caller: Caller; planId: string; version: number; now: number },
): Promise<PlanVersionRow> => {
  const place = { organisationId: caller.organisationId, planId, version }
  const keys = await putPlan(env.BUCKET, place, { document, layout })
  const made = { createdAt: now, createdBy: caller.userId, publishedAt: null, publishedBy: null }
  return { planId, version, ...keys, ...shown, ...made }
}

const placeFaults = (wish: { publish?: boolean | undefined }, { places }: { places: number }): FieldError[] =>
  wish.publish === true && places === 0
    ? [{ pointer: '/plan/zones', code: 'no_places', detail: 'A plan without any place cannot be published' }]
    : []

const venueFaults = async (
  db: Database,
  { organisationId }: Caller,
  { venueId = null }: { venueId?: string | null | undefined },
): Promise<FieldError[]> =>
  venueId === null || (await venueById(db, organisationId, venueId)) !== null
    ? []
    : [{ pointer: '/venueId', code: 'unknown_venue', detail: 'There is no such venue' }]
