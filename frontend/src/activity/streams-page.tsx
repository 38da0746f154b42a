import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Waves } from 'lucide-react'
import { useRef } from 'react'
import type { EventStream } from '../../../contract/event-streams.ts'
import { streamsQuery } from '../api/log.ts'
import { Failure } from '../components/failure.tsx'
import { Moment } from '../components/moment.tsx'
import { Notice } from '../components/notice.tsx'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useFormat, useMessages } from '../i18n/language.tsx'
import { CardTable, Cell, HeadCell, Row } from '../organization/card-table.tsx'
import { HourBars } from './hour-bars.tsx'
import { KindMark } from './kind-mark.tsx'
import { useListKeys } from './use-list-keys.ts'

/** Types of events and how often each happened; a press shows them in the list. */
export function StreamsPage() {
  const { streams } = useMessages().activity
  const { data, error, refetch } = useQuery(streamsQuery)
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Skeleton className="h-96 w-full rounded-xl" />
  if (data.length === 0) return <Notice icon={<Waves />} title={streams.emptyTitle} text={streams.emptyText} />
  return (
    <div className="grid gap-4">
      <p className="text-muted">{streams.intro}</p>
      <AllStreams streams={data} />
      <StreamTable streams={data} />
    </div>
  )
}

const hoursTogether = (streams: readonly EventStream[]) =>
  streams.reduce<number[]>((sums, { hours }) => hours.map(({ count }, hour) => count + (sums[hour] ?? 0)), [])

function AllStreams({ streams }: { streams: readonly EventStream[] }) {
  const { streams: words } = useMessages().activity
  const hours = hoursTogether(streams)
  const total = hours.reduce((sum, count) => sum + count, 0)
  return (
    <Panel title={words.perHour} aside={<span className="tabular text-xs text-muted">{words.total(total)}</span>}>
      <div className="p-4">
        <HourBars counts={hours} className="h-24 w-full" />
      </div>
    </Panel>
  )
}

function StreamTable({ streams }: { streams: readonly EventStream[] }) {
  const { activity } = useMessages()
  const { streams: words, attributes, pages } = activity
  const list = useRef<HTMLDivElement>(null)
  useListKeys(list)
  return (
    <div ref={list} className="min-w-0">
      <Panel title={pages.streams}>
        <CardTable label={pages.streams} heads={[attributes.type, words.trendHead, words.count, words.last]}>
          {streams.map((stream) => (
            <StreamRow key={stream.type} stream={stream} />
          ))}
        </CardTable>
      </Panel>
    </div>
  )
}

function StreamRow({ stream: { type, count, hours, lastTime } }: { stream: EventStream }) {
  const { streams: words } = useMessages().activity
  const format = useFormat()
  return (
    <Row>
      <HeadCell>
        <Link
          data-row={type}
          to="/activity"
          search={{ type }}
          className="inline-flex min-w-0 items-center gap-2 font-mono text-xs font-medium hover:text-accent hover:underline"
        >
          <KindMark type={type} />
          <span className="wrap-anywhere">{type}</span>
        </Link>
      </HeadCell>
      <Cell label={words.trendHead}>
        <HourBars counts={hours.map((hour) => hour.count)} className="h-7 w-40 lg:w-72" />
      </Cell>
      <Cell label={words.count}>
        <span className="tabular font-semibold">{format.number(count)}</span>
      </Cell>
      <Cell label={words.last}>
        <Moment at={lastTime} className="whitespace-nowrap text-muted" />
      </Cell>
    </Row>
  )
}
