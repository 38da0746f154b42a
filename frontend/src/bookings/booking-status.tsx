import { Ban, CircleCheck, CircleCheckBig, Clock, TimerOff } from 'lucide-react'
import type { BookingStatus } from '../api/bookings.ts'
import { useEventWords } from '../events/words.ts'
import { Badge, type Tone } from '../organization/badge.tsx'

const looks = {
  ON_HOLD: ['warning', Clock],
  PENDING: ['warning', Clock],
  CONFIRMED: ['ok', CircleCheck],
  REDEEMED: ['ok', CircleCheckBig],
  EXPIRED: ['plain', TimerOff],
  CANCELLED: ['error', Ban],
  REJECTED: ['error', Ban],
} as const satisfies Record<BookingStatus, readonly [Tone, unknown]>

export function BookingBadge({ status }: { status: BookingStatus }) {
  const { bookings } = useEventWords()
  const [tone, icon] = looks[status]
  return (
    <Badge tone={tone} icon={icon}>
      {bookings.statuses[status]}
    </Badge>
  )
}
