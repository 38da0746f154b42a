import { Check, CircleHelp, Clock, LogOut, X } from 'lucide-react'
import type { ScanResult } from '../api/check-ins.ts'
import type { BookableEvent } from '../api/events.ts'
import { Moment } from '../components/moment.tsx'
import { useSeatNames } from '../events/use-seat-names.ts'
import { useEventWords } from '../events/words.ts'
import { useFormat } from '../i18n/language.tsx'
import type { DoorScan } from './scan-queue.ts'

type Look = 'ok' | 'error' | 'warning' | 'plain'

/** Who may come in, who may not, and what only needs a second look. */
const lookOf = (result: ScanResult | null): Look => {
  if (result === null) return 'plain'
  if (result === 'VALID' || result === 'EXIT') return 'ok'
  return result === 'NOT_YET' || result === 'UNPAID' ? 'warning' : 'error'
}

const styles: Record<Look, string> = {
  ok: 'bg-ok-soft text-ok',
  error: 'bg-error-soft text-error',
  warning: 'bg-warning-soft text-warning',
  plain: 'bg-hover text-muted',
}

function Mark({ result }: { result: ScanResult | null }) {
  const look = lookOf(result)
  if (result === null) return <Clock className="size-10" aria-hidden="true" />
  if (result === 'EXIT') return <LogOut className="size-10" aria-hidden="true" />
  const Icon = look === 'ok' ? Check : look === 'error' ? X : CircleHelp
  return <Icon className="size-10" strokeWidth={2.5} aria-hidden="true" />
}

interface ScanProps {
  scan: DoorScan
  event: BookableEvent
  /** Whether there is no answer to be had: then this device says what it knows. */
  alone: boolean
}

/** What the last scan came to: large, in a colour, a shape and a word, to be seen from a step away. */
export function ScanCard({ scan, event, alone }: ScanProps) {
  const { checkIn } = useEventWords()
  const { placeOf } = useSeatNames(event)
  const format = useFormat()
  const { sent, answer } = scan
  const verdict = alone && answer === null ? scan.verdict : null
  const told = answer ?? verdict
  const result = told?.result ?? null
  const ticket = told?.ticket
  const type = event.ticketTypes.find(({ id }) => id === ticket?.ticketTypeId)
  return (
    <div className={`flex items-center gap-4 rounded-xl px-5 py-6 ${styles[lookOf(result)]}`} data-result={result}>
      <Mark result={result} />
      <div className="min-w-0">
        <p className="text-2xl font-semibold tracking-tight">
          {result === null
            ? checkIn.waits
            : verdict !== null && result === 'UNKNOWN'
              ? checkIn.notListed
              : checkIn.results[result]}
        </p>
        <p className="text-ink wrap-anywhere">
          {ticket != null && [ticket.fullName, type?.name, placeOf(ticket)].filter(Boolean).join(' · ')}
          {ticket == null && result === null && (sent.secret?.slice(0, 24) ?? '')}
        </p>
        {result === 'USED' && told?.usedAt != null && (
          <p className="text-ink">{checkIn.usedAt(format.hour(told.usedAt))}</p>
        )}
        {verdict !== null && (
          <p className="text-ink" data-alone>
            {checkIn.byRoster(format.hour(new Date(verdict.readAt).toISOString()))}
          </p>
        )}
        {answer?.forced === true && <p className="text-ink">{checkIn.forced}</p>}
      </div>
    </div>
  )
}

export function ScanLine({ scan: { sent, answer, verdict }, event, alone }: ScanProps) {
  const { checkIn } = useEventWords()
  const { placeOf } = useSeatNames(event)
  const told = answer ?? (alone ? verdict : null)
  const result = told?.result ?? null
  const ticket = told?.ticket ?? null
  return (
    <li className="flex items-center gap-3 px-4 py-2">
      <ResultBadge result={result} />
      <span className="min-w-0 flex-1 truncate">
        {[ticket?.fullName, ticket == null ? null : placeOf(ticket), answer === null ? checkIn.unsent : null]
          .filter(Boolean)
          .join(' · ')}
      </span>
      <Moment at={sent.at ?? answer?.at ?? ''} className="text-xs text-muted" />
    </li>
  )
}

export function ResultBadge({ result }: { result: ScanResult | null }) {
  const { checkIn } = useEventWords()
  return (
    <span className={`rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap ${styles[lookOf(result)]}`}>
      {result === null ? checkIn.waits : checkIn.results[result]}
    </span>
  )
}
