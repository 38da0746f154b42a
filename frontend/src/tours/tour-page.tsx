import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useMe } from '../account/use-me.ts'
import { eventsQuery } from '../api/events.ts'
import { changeTour, deleteTour, type Tour, tourQuery } from '../api/tours.ts'
import { Button } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { usePageTitle } from '../components/page-title.ts'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { say } from '../components/toast.ts'
import { BackLink } from '../events/back-link.tsx'
import { EventRow } from '../events/event-row.tsx'
import { MoreMenu } from '../events/more-menu.tsx'
import { useTold } from '../events/told.ts'
import { useEventWords } from '../events/words.ts'
import { mayDo } from '../organization/access.ts'
import { Confirm } from '../organization/confirm.tsx'
import { DuplicateTour } from './duplicate-tour.tsx'
import { TourBadge } from './tour-badge.tsx'

/** Who only looks at departures does not load the form. */
const TourSettings = lazy(() => import('./tour-settings.tsx').then(({ TourSettings: form }) => ({ default: form })))

const route = getRouteApi('/shell/manage/tours/$id')

export function TourPage() {
  const { pages } = useEventWords()
  const { id } = route.useParams()
  const may = mayDo(useMe(), 'event.manage')
  const { data: tour, error, refetch } = useQuery(tourQuery(id))
  const [read, setRead] = useState(0)
  usePageTitle(tour?.name ?? pages.tours)
  return (
    <div className="mx-auto grid max-w-3xl gap-4 px-3 py-4 md:px-6">
      <BackLink to="/manage/tours">{pages.tours}</BackLink>
      {error !== null && tour === undefined && <Failure error={error} onRetry={() => void refetch()} page />}
      {tour === undefined && error === null && <Skeleton className="h-96 w-full rounded-xl" />}
      {tour !== undefined && (
        <>
          <header className="flex flex-wrap items-start justify-between gap-3">
            <h1 className="flex flex-wrap items-center gap-2.5 text-xl font-semibold tracking-tight">
              <span className="wrap-anywhere">{tour.name}</span>
              <TourBadge tour={tour} />
            </h1>
            {may && <Steps tour={tour} onChanged={() => setRead(read + 1)} />}
          </header>
          <Departures tour={tour} />
          {may && (
            <Suspense fallback={<Skeleton className="h-96 w-full rounded-xl" />}>
              <TourSettings key={read} tour={tour} onRead={() => setRead(read + 1)} />
            </Suspense>
          )}
        </>
      )}
    </div>
  )
}

/** Only of an active tour departures are made. */
function Steps({ tour, onChanged }: { tour: Tour; onChanged(): void }) {
  const { tours } = useEventWords()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [asking, setAsking] = useState<'duplicate' | 'remove' | null>(null)
  const next = tour.status === 'ACTIVE' ? 'ARCHIVED' : 'ACTIVE'
  const step = useMutation({
    mutationFn: () => changeTour(tour.id, { status: next, version: tour.version }),
    onSuccess: async (changed) => {
      queries.setQueryData(['tour', tour.id], changed)
      say(tours.done(tours.statuses[changed.status]))
      onChanged()
      await queries.invalidateQueries({ queryKey: ['tours'] })
      await queries.invalidateQueries({ queryKey: ['bookable-events'] })
    },
    onError: useTold(),
  })
  const remove = useMutation({
    mutationFn: () => deleteTour(tour.id),
    onSuccess: async () => {
      await navigate({ to: '/manage/tours' })
      await queries.invalidateQueries({ queryKey: ['tours'] })
    },
  })
  return (
    <div className="flex gap-2">
      <Button look={next === 'ACTIVE' ? 'primary' : 'outline'} disabled={step.isPending} onClick={() => step.mutate()}>
        {tours.to[next]}
      </Button>
      <MoreMenu
        label={tours.more}
        items={[
          { text: tours.duplicate, run: () => setAsking('duplicate') },
          { text: tours.remove, run: () => setAsking('remove'), danger: true },
        ]}
      />
      {asking === 'duplicate' && <DuplicateTour tour={tour} onClose={() => setAsking(null)} />}
      {asking === 'remove' && (
        <Confirm
          title={tours.removeTitle(tour.name)}
          text={tours.removeText}
          submit={tours.remove}
          mutation={remove}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  )
}

const FIRST = 8

function Departures({ tour }: { tour: Tour }) {
  const { tours } = useEventWords()
  const list = useInfiniteQuery(eventsQuery({ tour: tour.id }))
  const rows = list.data?.pages[0]?.data ?? []
  return (
    <Panel
      title={tours.departures}
      aside={
        rows.length > FIRST && (
          <Link to="/manage/events" search={{ tour: tour.id }} className="text-xs text-accent hover:underline">
            {tours.showAll}
          </Link>
        )
      }
    >
      {list.isPending && <Skeleton className="m-4 h-20" />}
      {!list.isPending && rows.length === 0 && (
        <p className="px-4 py-3 text-muted">{tour.status === 'ACTIVE' ? tours.making : tours.noDepartures}</p>
      )}
      <ul className="divide-y divide-line">
        {rows.slice(0, FIRST).map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </ul>
    </Panel>
  )
}
