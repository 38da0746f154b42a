import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Hourglass } from 'lucide-react'
import { useState } from 'react'
import { useMe } from '../account/use-me.ts'
import { type BookableEvent, bookableEventQuery } from '../api/events.ts'
import { type EntryStatus, waitlistQuery } from '../api/waitlist.ts'
import { Button } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { Notice } from '../components/notice.tsx'
import { Select } from '../components/select.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useNews } from '../events/use-news.ts'
import { useEventWords } from '../events/words.ts'
import { mayDo } from '../organization/access.ts'
import { CardTable } from '../organization/card-table.tsx'
import { LoadMore } from '../organization/load-more.tsx'
import { EntryRow } from './entry-row.tsx'

const route = getRouteApi('/shell/event-frame/manage/events/$id/waitlist')

const STATUSES = ['WAITING', 'OFFERED', 'CLAIMED', 'LAPSED', 'DECLINED', 'LEFT', 'REVOKED'] as const

/** Who waits, in the order in which they are offered what is given back. */
export function WaitlistPage() {
  const { waitlist } = useEventWords()
  const { id } = route.useParams()
  const [status, setStatus] = useState<EntryStatus | ''>('')
  const { data: event } = useQuery(bookableEventQuery(id))
  if (event === undefined) return <Skeleton className="h-72 w-full rounded-xl" />
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Select
          label={waitlist.status}
          value={status}
          options={[
            ['', waitlist.any] as const,
            ...STATUSES.map((known) => [known, waitlist.statuses[known]] as const),
          ]}
          onChange={(chosen) => setStatus(STATUSES.find((known) => known === chosen) ?? '')}
        />
        <p className="text-xs text-muted">
          {event.waitlist ? waitlist.policy[event.waitlistPolicy.fit] : waitlist.off}
        </p>
      </div>
      <Entries event={event} status={status === '' ? null : status} />
    </div>
  )
}

function Entries({ event, status }: { event: BookableEvent; status: EntryStatus | null }) {
  const { waitlist, tabs, bookings } = useEventWords()
  const may = mayDo(useMe(), 'booking.manage')
  const list = useInfiniteQuery({ ...waitlistQuery(event.id, status), placeholderData: (before) => before })
  const news = useNews(event.id, 'waitlist.', () => void list.refetch())
  if (list.isPending) return <Skeleton className="h-72 w-full rounded-xl" />
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  const rows = list.data.pages.flatMap((page) => page.data)
  if (rows.length === 0)
    return (
      <Notice icon={<Hourglass />} title={waitlist.empty} text={event.waitlist ? waitlist.emptyText : waitlist.off} />
    )
  const heads = [waitlist.place, waitlist.who, waitlist.wants, waitlist.status, waitlist.since, waitlist.actions]
  return (
    <>
      {news.waiting > 0 && (
        <Button look="primary" size="small" shape="pill" className="justify-self-center" onClick={news.show}>
          {bookings.changed(news.waiting)}
        </Button>
      )}
      <div className="overflow-clip rounded-xl border border-line bg-surface">
        <CardTable label={tabs.waitlist} heads={heads}>
          {rows.map((entry) => (
            <EntryRow key={entry.id} entry={entry} event={event} may={may} />
          ))}
        </CardTable>
        <LoadMore list={list} />
      </div>
    </>
  )
}
