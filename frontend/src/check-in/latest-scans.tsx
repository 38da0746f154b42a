import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type CheckinList, type RecordedScan, type ScanResult, scansQuery } from '../api/check-ins.ts'
import type { BookableEvent } from '../api/events.ts'
import { Failure } from '../components/failure.tsx'
import { Moment } from '../components/moment.tsx'
import { Panel } from '../components/panel.tsx'
import { Select } from '../components/select.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useSeatNames } from '../events/use-seat-names.ts'
import { useEventWords } from '../events/words.ts'
import { useFormat } from '../i18n/language.tsx'
import { LoadMore } from '../organization/load-more.tsx'
import type { Roster } from './roster.ts'
import { ResultBadge } from './scan-card.tsx'

interface LatestScansProps {
  event: BookableEvent
  list: CheckinList
  /** Says whose a ticket is, where it is known by now. */
  roster: Roster | undefined
}

/** What was scanned on a list at whatever door, with what each came to in the end. */
export function LatestScans({ event, list, roster }: LatestScansProps) {
  const { checkIn } = useEventWords()
  const [result, setResult] = useState<ScanResult | ''>('')
  const read = useInfiniteQuery({
    ...scansQuery(event.id, { list: list.id, result }),
    placeholderData: (before) => before,
  })
  const choices: (readonly [ScanResult | '', string])[] = [['', checkIn.anyResult], ...resultsOf(checkIn.results)]
  const scans = read.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <Panel
      title={checkIn.latest}
      aside={
        <Select label={checkIn.result} value={result} options={choices} onChange={(chosen) => setResult(chosen)} />
      }
    >
      {read.isPending && <Skeleton className="m-4 h-20" />}
      {read.isError && read.data === undefined && <Failure error={read.error} onRetry={() => void read.refetch()} />}
      {read.isSuccess && scans.length === 0 && <p className="px-4 py-3 text-muted">{checkIn.noScans}</p>}
      <ul className="max-h-96 divide-y divide-line overflow-y-auto" data-latest>
        {scans.map((scan) => (
          <Recorded key={scan.nonce} scan={scan} event={event} roster={roster} />
        ))}
      </ul>
      <LoadMore list={read} />
    </Panel>
  )
}

const resultsOf = (words: Record<ScanResult, string>): (readonly [ScanResult, string])[] =>
  Object.entries(words) as [ScanResult, string][]

/** A door that tells so much later had no network. */
const LATER_MS = 60_000

function Recorded({ scan, event, roster }: { scan: RecordedScan } & Omit<LatestScansProps, 'list'>) {
  const { checkIn } = useEventWords()
  const { placeOf } = useSeatNames(event)
  const format = useFormat()
  const ticket = roster?.byId.get(scan.ticketId ?? '')
  const late = Date.parse(scan.receivedAt) - Date.parse(scan.at) > LATER_MS
  const said = [
    ticket?.fullName,
    ticket === undefined ? null : placeOf(ticket),
    scan.forced ? checkIn.forced : null,
    scan.device,
    late ? checkIn.toldLater(format.hour(scan.receivedAt)) : null,
  ]
  return (
    <li className="flex items-center gap-3 px-4 py-2">
      <ResultBadge result={scan.result} />
      <span className="min-w-0 flex-1 truncate">{said.filter(Boolean).join(' · ')}</span>
      <Moment at={scan.at} className="text-xs whitespace-nowrap text-muted" />
    </li>
  )
}
