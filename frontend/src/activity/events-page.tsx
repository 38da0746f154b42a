import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ArrowUp, Pause, Play } from 'lucide-react'
import { eventsQuery } from '../api/log.ts'
import { Button } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { useShortcuts } from '../components/shortcuts.ts'
import { useMessages } from '../i18n/language.tsx'
import { EmptyLog } from './empty-log.tsx'
import { EventFilters } from './event-filters.tsx'
import { EventTable } from './event-table.tsx'
import { ListFoot } from './list-foot.tsx'
import { RowsSkeleton } from './rows-skeleton.tsx'
import { type EventSearch, eventSearch } from './search.ts'
import { useTail } from './use-tail.ts'

const route = getRouteApi('/shell/activity-frame/activity')

export function EventsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const change = (changed: Partial<Record<keyof EventSearch, string>>) =>
    void navigate({ search: (before) => eventSearch({ ...before, ...changed }), replace: true })
  return (
    <>
      <EventFilters search={search} onChange={change} />
      <Results key={JSON.stringify(search)} search={search} onClear={() => void navigate({ search: {} })} />
    </>
  )
}

/** A list and a tail of their own per search: what came in one is not shown in the next. */
function Results({ search, onClear }: { search: EventSearch; onClear(): void }) {
  const list = useInfiniteQuery(eventsQuery(search))
  const live = useTail(search)
  const { tail } = live
  const read = list.data?.pages.flatMap((page) => page.data) ?? []
  const sealed = list.data?.pages.reduce((sum, { searched }) => sum + searched.sealedHours, 0) ?? 0
  const known = new Set(read.map(({ id }) => id))
  const shown = tail.shown.filter(({ id }) => !known.has(id))
  const waiting = tail.waiting.filter(({ id }) => !known.has(id))
  const rows = [...shown, ...read]
  const readAgain = () => {
    live.restart()
    void list.refetch()
  }

  if (list.isPending) return <RowsSkeleton />
  if (list.isError && rows.length === 0) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  return (
    <>
      <TailBar live={live} arrived={shown.length} ended={search.to !== undefined} />
      <Waiting count={waiting.length} overran={tail.overran} onRelease={tail.overran ? readAgain : live.release} />
      {rows.length === 0 ? (
        <EmptyLog search={search} onClear={onClear} />
      ) : (
        <div className="overflow-clip rounded-xl border border-line bg-surface">
          <EventTable events={rows} live={new Set(shown.map(({ id }) => id))} onRead={live.read} />
        </div>
      )}
      <ListFoot rows={rows.length} list={list} sealedHours={sealed} />
    </>
  )
}

interface TailBarProps {
  live: Pick<ReturnType<typeof useTail>, 'paused' | 'pause' | 'resume'>
  arrived: number
  ended: boolean
}

/** Whether the list follows the log, and the switch for it. */
function TailBar({ live: { paused, pause, resume }, arrived, ended }: TailBarProps) {
  const { events } = useMessages().activity
  useShortcuts({ p: paused ? resume : pause })
  if (ended) return <p className="pb-2 text-xs text-muted">{events.noTail}</p>
  return (
    <div className="flex items-center justify-between gap-3 pb-2 text-xs text-muted">
      <span role="status">{arrived > 0 && events.arrived(arrived)}</span>
      <span className="flex items-center gap-3">
        <span className="hidden md:inline">{events.hint}</span>
        <Button size="small" aria-pressed={paused} onClick={paused ? resume : pause}>
          {paused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
          {paused ? events.resume : events.pause}
        </Button>
      </span>
    </div>
  )
}

/** News wait for a press: nothing moves while someone reads. */
function Waiting(props: { count: number; overran: boolean; onRelease(): void }) {
  const { events } = useMessages().activity
  const show = () => {
    props.onRelease()
    window.scrollTo({ top: 0 })
  }
  return (
    <div role="status" className="pointer-events-none sticky top-14 z-20 -mb-3 h-3 text-center md:top-3">
      {(props.count > 0 || props.overran) && (
        <Button look="primary" size="small" shape="pill" onClick={show} className="pointer-events-auto shadow-raised">
          <ArrowUp aria-hidden="true" />
          {props.overran ? events.overran : events.waiting(props.count)}
        </Button>
      )}
    </div>
  )
}
