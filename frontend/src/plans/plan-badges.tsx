import type { Plan } from '../api/plans.ts'
import { useEventWords } from '../events/words.ts'
import { Badge } from '../organization/badge.tsx'

/** Which version is published, and which is worked on. */
export function PlanBadges({ plan }: { plan: Plan }) {
  const { plans } = useEventWords()
  return (
    <span className="flex flex-wrap gap-1.5">
      {plan.publishedVersion !== null && <Badge tone="ok">{plans.published(plan.publishedVersion)}</Badge>}
      {plan.draftVersion !== null && <Badge tone="warning">{plans.draft(plan.draftVersion)}</Badge>}
    </span>
  )
}
