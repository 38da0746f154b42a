import type { FieldError } from '../../../contract/problem.ts'
import { eventFaults, type PlannedPlaces } from '../../../domain/booking/event-check.ts'
import type { EventContent } from '../../../domain/booking/event-content.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { database } from '../../../platform/db/commit.ts'
import { publishedVersion } from '../../../platform/db/event-plan.ts'
import type { PlanVersionRow } from '../../../platform/db/plans.ts'
import { readLayout } from '../../../platform/plans.ts'

/** An event that contradicts neither itself nor its plan; the version of the plan is named from here on. */
export interface SoundEvent {
  content: EventContent
  plan: PlanVersionRow | null
}

/** Finds the plan an event names, and what contradicts itself in it. */
export const soundEvent = async (
  env: Pick<Env, 'DB' | 'BUCKET'>,
  { organisationId, content }: { organisationId: string; content: EventContent },
): Promise<Result<SoundEvent, FieldError[]>> => {
  const { planId, planVersion: version } = content
  const plan = planId === null ? null : await publishedVersion(database(env.DB), organisationId, { planId, version })
  const faults = eventFaults(content, plan === null ? null : await placesOf(env, content, plan))
  if (faults.length > 0) return failed(faults)
  return ok({ content: { ...content, planVersion: plan?.version ?? null }, plan })
}

// Seats are many; they are read where somebody names one.
const placesOf = async (
  env: Pick<Env, 'BUCKET'>,
  { settings }: EventContent,
  { places, categories, layoutKey }: PlanVersionRow,
): Promise<PlannedPlaces> => {
  const named = settings.allotments.some(({ seats }) => seats.length > 0)
  const layout = named ? await readLayout(env.BUCKET, layoutKey) : null
  return {
    places,
    categories: (JSON.parse(categories) as { name: string }[]).map(({ name }) => name),
    seats: new Set(layout?.seats.map(({ guid }) => guid)),
  }
}
