import type { Tour } from '../api/tours.ts'
import { useEventWords } from '../events/words.ts'
import { Badge } from '../organization/badge.tsx'

const tones = { DRAFT: 'plain', ACTIVE: 'ok', ARCHIVED: 'plain' } as const

export function TourBadge({ tour }: { tour: Tour }) {
  const { tours } = useEventWords()
  return <Badge tone={tones[tour.status]}>{tours.statuses[tour.status]}</Badge>
}
