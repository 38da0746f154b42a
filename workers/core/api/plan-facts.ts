import type { Caller } from '../../../contract/auth.ts'
import type { Fact } from '../../../platform/db/commit.ts'
import type { PlanRow } from '../../../platform/db/plans.ts'

export type PlanFactType = 'plan.created' | 'plan.updated' | 'plan.published' | 'plan.deleted'

/** @returns the fact that something happened to a plan. */
export const planFact = (
  type: PlanFactType,
  { id: planId, name, venueId, version, document }: PlanRow,
  { id, caller, now }: { id: string; caller: Caller; now: number },
): Fact => ({
  id,
  organisationId: caller.organisationId,
  type,
  subject: planId,
  actor: caller.userId,
  time: now,
  data: { planId, name, venueId, version, places: document.places },
})
