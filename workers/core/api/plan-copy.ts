import type { Caller } from '../../../contract/auth.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { randomId } from '../../../platform/crypto.ts'
import { commit, database } from '../../../platform/db/commit.ts'
import { isRefused } from '../../../platform/db/guard.ts'
import {
  insertPlan,
  insertPlanVersion,
  mustBeFreePlan,
  mustBePlan,
  type PlanRow,
  planById,
  updatePlan,
} from '../../../platform/db/plans.ts'
import { announce } from '../../../platform/live.ts'
import { copyPlan } from '../../../platform/plans.ts'
import { planFact } from './plan-facts.ts'

/** Makes another plan, a draft, of the newest document of one. */
export const duplicatePlan = async (
  env: Env,
  { caller, row, name, factId }: { caller: Caller; row: PlanRow; name: string; factId: string },
  now: number,
): Promise<Result<PlanRow, 'payload_gone'>> => {
  const id = randomId('p')
  const keys = await copyPlan(env.BUCKET, row.document, { organisationId: row.organisationId, planId: id, version: 1 })
  if (keys === null) return failed('payload_gone')
  const made = { createdAt: now, createdBy: caller.userId, publishedAt: null, publishedBy: null }
  const copy: PlanRow = {
    ...row,
    id,
    name,
    createdAt: now,
    updatedAt: now,
    version: 1,
    draftVersion: 1,
    publishedVersion: null,
    document: { ...row.document, ...keys, ...made, planId: id, version: 1 },
  }
  const db = database(env.DB)
  const fact = planFact('plan.created', copy, { id: factId, caller, now })
  await announce(env, await commit(db, [insertPlan(db, copy), insertPlanVersion(db, copy.document)], [fact]))
  return ok(copy)
}

/** Deletes a plan, unless a tour or an event that is not over is sold by it. What was sold by it keeps its versions. */
export const deletePlan = async (
  env: Env,
  { caller, row }: { caller: Caller; row: PlanRow },
  now: number,
): Promise<Result<'deleted', 'in_use' | 'stale_version'>> => {
  const db = database(env.DB)
  const deleted = { ...row, deletedAt: now, updatedAt: now, version: row.version + 1 }
  const statements = [mustBePlan(db, row), mustBeFreePlan(db, row, now), updatePlan(db, deleted)]
  try {
    const fact = planFact('plan.deleted', row, { id: randomId('e'), caller, now })
    await announce(env, await commit(db, statements, [fact]))
    return ok('deleted')
  } catch (error) {
    if (!isRefused(error)) throw error
    const still = await planById(db, row.organisationId, row.id)
    return failed(
      still?.version === row.version && still.draftVersion === row.draftVersion ? 'in_use' : 'stale_version',
    )
  }
}
