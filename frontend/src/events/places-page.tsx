import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useMe } from '../account/use-me.ts'
import { type BookableEvent, bookableEventQuery } from '../api/events.ts'
import { planDocumentQuery } from '../api/plans.ts'
import { Failure } from '../components/failure.tsx'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useFormat, useLanguage, useMessages } from '../i18n/language.tsx'
import { mayDo } from '../organization/access.ts'
import { drawingOf } from '../plans/drawing.ts'
import { BlockPlaces } from './block-places.tsx'
import { HouseMap } from './house-map.tsx'
import { shownAmount } from './money.ts'
import type { Places } from './places.ts'
import { PlacesBar, PlacesLegend } from './places-bar.tsx'
import { usePlaces } from './use-places.ts'
import { useEventWords } from './words.ts'

/** How many places are what, now, and where in the house. */
export function PlacesPage() {
  const { id = '' } = useParams({ strict: false })
  const { data: event } = useQuery(bookableEventQuery(id))
  const { places, live, error } = usePlaces(id)
  if (places === null && error !== null) return <Failure error={error} />
  if (event === undefined || places === null) return <Skeleton className="h-80 w-full rounded-xl" />
  return (
    <div className="grid gap-4">
      <Numbers places={places} live={live} />
      {event.planId !== null && event.planVersion !== null ? (
        <House event={event} planId={event.planId} version={event.planVersion} places={places} />
      ) : (
        <BlockNumber event={event} places={places} />
      )}
      <TicketTypes event={event} places={places} />
    </div>
  )
}

function Numbers({ places: { numbers }, live }: { places: Places; live: boolean }) {
  const { places: words } = useEventWords()
  const { shell } = useMessages()
  const format = useFormat()
  const state = live ? 'live' : 'offline'
  return (
    <Panel
      title={words.title}
      aside={
        <span role="status" title={shell.liveHint[state]} className="inline-flex items-center gap-2 text-xs text-muted">
          <span className={`size-2 rounded-full ${live ? 'bg-ok' : 'bg-warning motion-safe:animate-pulse'}`} />
          {shell.live[state]}
        </span>
      }
    >
      <div className="grid gap-3 p-4">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="text-3xl font-semibold tracking-tight tabular" data-free>
            {format.number(numbers.free)}
          </span>
          <span className="text-muted">{words.freeOf(format.number(numbers.capacity))}</span>
          {numbers.low && <span className="font-medium text-warning">{words.low}</span>}
        </p>
        <PlacesBar counts={numbers} />
        <PlacesLegend counts={numbers} />
      </div>
    </Panel>
  )
}

interface HouseProps {
  event: BookableEvent
  planId: string
  version: number
  places: Places
}

function House({ event, planId, version, places }: HouseProps) {
  const { places: words } = useEventWords()
  const { data: plan, error, refetch } = useQuery(planDocumentQuery(planId, version))
  const drawing = useMemo(() => (plan === undefined ? null : drawingOf(plan)), [plan])
  const may = mayDo(useMe(), 'booking.manage') && event.status !== 'CANCELLED'
  return (
    <Panel title={words.house}>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {drawing === null && error === null && <Skeleton className="m-4 h-72" />}
      {drawing !== null && <HouseMap event={event} drawing={drawing} places={places} may={may} />}
    </Panel>
  )
}

function BlockNumber({ event, places }: { event: BookableEvent; places: Places }) {
  const { places: words } = useEventWords()
  if (!mayDo(useMe(), 'booking.manage') || event.status === 'CANCELLED') return null
  return (
    <Panel title={words.offSale}>
      <BlockPlaces event={event} places={places} />
    </Panel>
  )
}

/** What of each ticket type can still be had. */
function TicketTypes({ event, places }: { event: BookableEvent; places: Places }) {
  const { places: words, form } = useEventWords()
  const { language } = useLanguage()
  const format = useFormat()
  const free = new Map(places.numbers.ticketTypes.map((type) => [type.id, type.free]))
  return (
    <Panel title={form.tickets}>
      <ul className="divide-y divide-line">
        {event.ticketTypes.map(({ id, name, price, currency, hidden, active }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5">
            <span className="min-w-0 wrap-anywhere">
              {name}
              {hidden && <span className="text-xs text-muted"> · {form.hidden}</span>}
              {!active && <span className="text-xs text-muted"> · {words.inactive}</span>}
            </span>
            <span className="flex gap-5 tabular">
              <span className="text-muted">
                {price === 0 ? form.gratis : shownAmount(price, { currency, language })}
              </span>
              <span className="min-w-20 text-end">
                {free.has(id) ? words.freeShort(format.number(free.get(id) ?? 0)) : '–'}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
