import { Ban, CalendarClock, CircleCheck, CirclePause, CircleStop, Pencil, Ticket } from 'lucide-react'
import type { EventStatus } from '../../../contract/room.ts'
import { Badge, type Tone } from '../organization/badge.tsx'
import { useEventWords } from './words.ts'

const looks = {
  DRAFT: ['plain', Pencil],
  SCHEDULED: ['plain', CalendarClock],
  ON_SALE: ['ok', Ticket],
  PAUSED: ['warning', CirclePause],
  CLOSED: ['plain', CircleStop],
  COMPLETED: ['plain', CircleCheck],
  CANCELLED: ['error', Ban],
} as const satisfies Record<EventStatus, readonly [Tone, unknown]>

export function StatusBadge({ status }: { status: EventStatus }) {
  const { statuses } = useEventWords()
  const [tone, icon] = looks[status]
  return (
    <Badge tone={tone} icon={icon}>
      {statuses[status]}
    </Badge>
  )
}
