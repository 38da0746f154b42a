import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Download, SearchX, Ticket } from 'lucide-react'
import { TextFilter } from '../activity/text-filter.tsx'
import { type Booking, type BookingSearch, bookingsExportUrl, bookingsQuery } from '../api/bookings.ts'
import { type BookableEvent, bookableEventQuery } from '../api/events.ts'
import { Button, buttonStyle } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { Notice } from '../components/notice.tsx'
import { Select } from '../components/select.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useNews } from '../events/use-news.ts'
import { useEventWords } from '../events/words.ts'
import { CardTable } from '../organization/card-table.tsx'
import { LoadMore } from '../organization/load-more.tsx'
import { BookingRow } from './booking-row.tsx'
import { type BookingListSearch, bookingListSearch, LISTED_STATUSES } from './search.ts'

const route = getRouteApi('/shell/event-frame/manage/events/$id/bookings')

export function BookingsPage() {
  const { bookings } = useEventWords()
  const { id } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data: event } = useQuery(bookableEventQuery(id))
  const change = (changed: Partial<Record<keyof BookingListSearch, string>>) =>
    void navigate({ search: (before) => bookingListSearch({ ...before, ...changed }), replace: true })
  const wanted: BookingSearch = {
    ...(search.q !== undefined && { query: search.q }),
    ...(search.status !== undefined && { status: search.status }),
  }
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-2">
        <TextFilter
          label={bookings.search}
          placeholder={bookings.search}
          value={search.q ?? ''}
          onValue={(q) => change({ q })}
          className="w-full sm:w-72"
        />
        <Select
          label={bookings.status}
          value={search.status ?? ''}
          options={[
            ['', bookings.anyStatus] as const,
            ...LISTED_STATUSES.map((status) => [status, bookings.statuses[status]] as const),
          ]}
          onChange={(status) => change({ status })}
        />
        <span className="flex gap-2 sm:ms-auto">
          {(['csv', 'ndjson'] as const).map((format) => (
            <a
              key={format}
              href={bookingsExportUrl(id, { format, ...wanted })}
              download
              className={buttonStyle({ className: 'h-9' })}
            >
              <Download aria-hidden="true" />
              {format.toUpperCase()}
            </a>
          ))}
        </span>
      </div>
      {event === undefined ? (
        <Skeleton className="h-72 w-full rounded-xl" />
      ) : (
        <Bookings event={event} search={wanted} onClear={() => void navigate({ search: {} })} />
      )}
    </div>
  )
}

/** Newest first. What comes while someone reads waits for a press; nothing moves under the pointer. */
function Bookings(props: { event: BookableEvent; search: BookingSearch; onClear(): void }) {
  const { bookings } = useEventWords()
  const { event, search, onClear } = props
  const list = useInfiniteQuery({ ...bookingsQuery(event.id, search), placeholderData: (before) => before })
  const news = useNews(event.id, 'booking.', () => void list.refetch())
  if (list.isPending) return <Skeleton className="h-72 w-full rounded-xl" />
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  const rows = list.data.pages.flatMap((page) => page.data)
  if (rows.length === 0) return <Empty filtered={Object.keys(search).length > 0} onClear={onClear} />
  return (
    <>
      {news.waiting > 0 && (
        <Button look="primary" size="small" shape="pill" className="justify-self-center" onClick={news.show}>
          {bookings.changed(news.waiting)}
        </Button>
      )}
      <Table event={event} rows={rows} onRead={news.read}>
        <LoadMore list={list} />
      </Table>
    </>
  )
}

interface TableProps {
  event: BookableEvent
  rows: readonly Booking[]
  onRead(reading: boolean): void
  children: React.ReactNode
}

function Table({ event, rows, onRead, children }: TableProps) {
  const { bookings, tabs } = useEventWords()
  const heads = [bookings.who, bookings.what, bookings.status, bookings.total, bookings.when]
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: resting here only holds back what is new
    <div
      className="overflow-clip rounded-xl border border-line bg-surface"
      onPointerEnter={({ pointerType }) => pointerType === 'mouse' && onRead(true)}
      onPointerLeave={() => onRead(false)}
      onFocus={() => onRead(true)}
      onBlur={({ relatedTarget, currentTarget }) => currentTarget.contains(relatedTarget) || onRead(false)}
    >
      <CardTable label={tabs.bookings} heads={heads}>
        {rows.map((booking) => (
          <BookingRow key={booking.id} booking={booking} event={event} />
        ))}
      </CardTable>
      {children}
    </div>
  )
}

function Empty({ filtered, onClear }: { filtered: boolean; onClear(): void }) {
  const { bookings } = useEventWords()
  if (!filtered) return <Notice icon={<Ticket />} title={bookings.empty} text={bookings.emptyText} />
  return (
    <Notice icon={<SearchX />} title={bookings.noMatch}>
      <Button onClick={onClear}>{bookings.clear}</Button>
    </Notice>
  )
}
