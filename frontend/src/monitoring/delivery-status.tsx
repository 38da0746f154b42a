import { Check, CheckCheck, CircleSlash, CircleX, Clock, type LucideIcon, Send } from 'lucide-react'
import type { Delivery } from '../../../contract/deliveries.ts'
import { useMessages } from '../i18n/language.tsx'
import { Badge, type Tone } from '../organization/badge.tsx'

const looks: Record<Delivery['status'], { tone: Tone; icon: LucideIcon }> = {
  scheduled: { tone: 'plain', icon: Clock },
  queued: { tone: 'warning', icon: Clock },
  sending: { tone: 'plain', icon: Send },
  accepted: { tone: 'ok', icon: Check },
  delivered: { tone: 'ok', icon: CheckCheck },
  bounced: { tone: 'error', icon: CircleX },
  failed: { tone: 'error', icon: CircleX },
  suppressed: { tone: 'plain', icon: CircleSlash },
  skipped: { tone: 'plain', icon: CircleSlash },
  cancelled: { tone: 'plain', icon: CircleSlash },
  dead: { tone: 'error', icon: CircleX },
}

/** What became of a message, with the reason beside it. */
export function DeliveryStatus({ delivery: { status, reason } }: { delivery: Pick<Delivery, 'status' | 'reason'> }) {
  const { monitoring } = useMessages()
  const reasons: Record<string, string> = monitoring.reasons
  const name = monitoring.statuses[status]
  const text = reason === null ? name : monitoring.because(name, reasons[reason] ?? reason)
  return (
    <Badge {...looks[status]} title={text}>
      {text}
    </Badge>
  )
}
