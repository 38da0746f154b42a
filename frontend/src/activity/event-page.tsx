import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ArrowLeft, CopyPlus } from 'lucide-react'
import type { CloudEvent } from '../../../contract/domain-events.ts'
import { useMe } from '../account/use-me.ts'
import { cloudEventOf, eventQuery } from '../api/log.ts'
import type { LoggedEvent } from '../api/shapes.ts'
import { buttonStyle } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Failure } from '../components/failure.tsx'
import { Moment } from '../components/moment.tsx'
import { usePageTitle } from '../components/page-title.ts'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useMessages } from '../i18n/language.tsx'
import { ValueTable, ValueTree } from '../occurrence/value-tree.tsx'
import { mayDo } from '../organization/access.ts'
import { curlOf } from './curl.ts'
import { EventAttributes } from './event-attributes.tsx'
import { EventTimeline } from './event-timeline.tsx'
import { KindMark } from './kind-mark.tsx'

const route = getRouteApi('/shell/activity/events/$id')

export function EventPage() {
  const { activity } = useMessages()
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(eventQuery(id))
  usePageTitle(`${data?.type ?? activity.pages.events} · ${activity.title}`)
  return (
    <div className="mx-auto grid max-w-7xl gap-4 px-3 py-4 md:px-6">
      <Link
        to="/activity"
        search={{}}
        className="inline-flex items-center gap-1.5 justify-self-start text-xs text-muted hover:text-ink"
      >
        <ArrowLeft className="size-3.5" aria-hidden="true" />
        {activity.event.back}
      </Link>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} page />}
      {data === undefined && error === null && <EventSkeleton />}
      {data !== undefined && <EventView logged={data} />}
    </div>
  )
}

function EventView({ logged }: { logged: LoggedEvent }) {
  const event = cloudEventOf(logged)
  return (
    <>
      <EventHead event={event} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="grid min-w-0 gap-4">
          <EventData event={event} />
          <EventJson event={event} />
        </div>
        <div className="grid min-w-0 gap-4">
          <EventAttributes event={event} position={logged.position} loggedAt={logged.loggedAt} />
          <EventTimeline id={event.id} />
        </div>
      </div>
    </>
  )
}

function EventHead({ event }: { event: CloudEvent }) {
  const { event: words } = useMessages().activity
  const may = mayDo(useMe(), 'event.publish')
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
      <div className="min-w-0 flex-1 basis-72">
        <h1 className="flex items-center gap-2.5 font-mono text-lg font-semibold tracking-tight">
          <KindMark type={event.type} className="size-5" />
          <span className="min-w-0 wrap-anywhere">{event.type}</span>
        </h1>
        <p className="mt-1 flex flex-wrap gap-x-3 text-muted">
          <span className="font-mono text-xs leading-5 wrap-anywhere">{event.subject}</span>
          <Moment at={event.time} />
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={() => JSON.stringify(event, null, 2)} label={words.copyJson} />
        <CopyButton text={() => curlOf(event, location.origin)} label={words.copyCurl} />
        {may && (
          <Link
            to="/activity/publish"
            search={{ type: event.type, like: event.id }}
            className={buttonStyle({ size: 'small' })}
          >
            <CopyPlus aria-hidden="true" />
            {words.publishAgain}
          </Link>
        )}
      </div>
    </div>
  )
}

function EventData({ event: { data } }: { event: CloudEvent }) {
  const { event: words } = useMessages().activity
  const entries = typeof data === 'object' && data !== null ? Object.entries(data) : []
  return (
    <Panel title={words.data}>
      <div className="p-3">
        {JSON.stringify(data ?? null).includes('"[personal]"') && (
          <p className="pb-2 text-xs text-muted">{words.personal}</p>
        )}
        {entries.length > 0 && <ValueTable values={entries} />}
        {entries.length === 0 && (data === null || typeof data === 'object') && (
          <p className="text-muted">{words.noData}</p>
        )}
        {data !== null && typeof data !== 'object' && (
          <p className="font-mono text-xs">
            <ValueTree value={data} />
          </p>
        )}
      </div>
    </Panel>
  )
}

function EventJson({ event }: { event: CloudEvent }) {
  const { event: words } = useMessages().activity
  return (
    <Panel title={words.json}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="max-h-[36rem] overflow-auto p-4 font-mono text-xs leading-relaxed">
        {JSON.stringify(event, null, 2)}
      </pre>
    </Panel>
  )
}

function EventSkeleton() {
  const { shell } = useMessages()
  return (
    <div role="status" aria-label={shell.loading} className="grid gap-4">
      <Skeleton className="h-7 w-72" />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <Skeleton className="h-96 w-full rounded-xl" />
        <Skeleton className="h-96 w-full rounded-xl" />
      </div>
    </div>
  )
}
