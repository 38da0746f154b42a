import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { CalendarPlus, SearchX, Ticket } from 'lucide-react'
import { useMe } from '../account/use-me.ts'
import { TextFilter } from '../activity/text-filter.tsx'
import { eventsQuery } from '../api/events.ts'
import { Button, buttonStyle } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { Notice } from '../components/notice.tsx'
import { Select } from '../components/select.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { mayDo } from '../organization/access.ts'
import { LoadMore } from '../organization/load-more.tsx'
import { PageHead } from '../organization/page-head.tsx'
import { EventRow } from './event-row.tsx'
import { type EventListSearch, eventListSearch, SPANS } from './search.ts'
import { STATUSES } from './status.ts'
import { useEventWords } from './words.ts'

const route = getRouteApi('/shell/catalogue-frame/manage/events')

export function EventListPage() {
  const { pages, list } = useEventWords()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const may = mayDo(useMe(), 'event.manage')
  const change = (changed: Partial<Record<keyof EventListSearch, string>>) =>
    void navigate({ search: (before) => eventListSearch({ ...before, ...changed }), replace: true })
  return (
    <>
      <PageHead title={pages.events}>{may && <NewEvent look="primary" />}</PageHead>
      <div className="flex flex-wrap gap-2 pb-4">
        <TextFilter
          label={list.search}
          placeholder={list.search}
          value={search.q ?? ''}
          onValue={(q) => change({ q })}
          className="w-full sm:w-72"
        />
        <Select
          label={list.when}
          value={search.when ?? 'coming'}
          options={SPANS.map((span) => [span, list.spans[span]] as const)}
          onChange={(when) => change({ when })}
        />
        <StatusFilter search={search} onStatus={(status) => change({ status })} />
        {search.tour !== undefined && <Button onClick={() => change({ tour: '' })}>{list.allTours}</Button>}
      </div>
      <Events search={search} onClear={() => void navigate({ search: {} })} />
    </>
  )
}

function NewEvent({ look }: { look: 'primary' | 'outline' }) {
  const { list } = useEventWords()
  return (
    <Link to="/manage/events/new" className={buttonStyle({ look })}>
      <CalendarPlus aria-hidden="true" />
      {list.create}
    </Link>
  )
}

function StatusFilter({ search, onStatus }: { search: EventListSearch; onStatus(status: string): void }) {
  const { list, statuses } = useEventWords()
  const every: readonly [string, string] = ['', list.anyStatus]
  return (
    <Select
      label={list.status}
      value={search.status ?? ''}
      options={[every, ...STATUSES.map((status): [string, string] => [status, statuses[status]])]}
      onChange={onStatus}
    />
  )
}

function Events({ search, onClear }: { search: EventListSearch; onClear(): void }) {
  const { pages } = useEventWords()
  const events = useInfiniteQuery({ ...eventsQuery(search), placeholderData: (before) => before })
  if (events.isPending) return <Skeleton className="h-72 w-full rounded-xl" />
  if (events.isError) return <Failure error={events.error} onRetry={() => void events.refetch()} />
  const rows = events.data.pages.flatMap((page) => page.data)
  if (rows.length === 0) return <Empty search={search} onClear={onClear} />
  return (
    <div className="overflow-clip rounded-xl border border-line bg-surface">
      <ul aria-label={pages.events} className="divide-y divide-line">
        {rows.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </ul>
      <LoadMore list={events} />
    </div>
  )
}

/** Nothing found is not the same as nothing there. */
function Empty({ search, onClear }: { search: EventListSearch; onClear(): void }) {
  const { list } = useEventWords()
  const may = mayDo(useMe(), 'event.manage')
  if (Object.keys(search).length > 0)
    return (
      <Notice icon={<SearchX />} title={list.noMatch}>
        <Button onClick={onClear}>{list.clear}</Button>
      </Notice>
    )
  return (
    <Notice icon={<Ticket />} title={list.empty} text={list.emptyText}>
      {may && <NewEvent look="primary" />}
    </Notice>
  )
}
