import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { CloudEvent } from '../../../contract/domain-events.ts'
import type { DryRun, LoggedEventView, TimelineEntry } from '../../../contract/event-log.ts'
import type { EventStream } from '../../../contract/event-streams.ts'
import type { Reader, Rewind } from '../../../contract/readers.ts'
import type { JsonSchema } from '../activity/schema-fields.ts'
import { type EventSearch, spanOf } from '../activity/search.ts'
import { problemOf } from './problem.ts'

export interface EventPage {
  data: CloudEvent[]
  next: string | null
  searched: { database: boolean; sealedHours: number }
}

export interface Timeline {
  data: TimelineEntry[]
  truncated: boolean
  withheld: 'deliveries'[]
}

export const pending = async <T>(path: string, body?: unknown): Promise<T> => {
  const init =
    body === undefined
      ? {}
      : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const answer = await fetch(path.startsWith('/') ? path : `/api/v1/${path}`, init)
  if (!answer.ok) throw await problemOf(answer)
  return answer.json()
}

const queryOf = (search: EventSearch) => {
  const { range, from, to, ...rest } = search
  return { ...rest, ...spanOf(search, Date.now()) }
}

export const eventsQuery = (search: EventSearch) =>
  infiniteQueryOptions({
    queryKey: ['events', search],
    queryFn: ({ pageParam }) =>
      pending<EventPage>(
        `domain-events?${new URLSearchParams({ ...queryOf(search), limit: '50', ...(pageParam !== undefined && { cursor: pageParam }) })}`,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
    refetchOnReconnect: false,
  })

/** The event alone, without what the log says of its place. */
export const cloudEventOf = ({ position, aggregate, loggedAt, ...event }: LoggedEventView) => event as CloudEvent

export const exportUrl = (search: EventSearch) => `/api/v1/domain-events/export?${new URLSearchParams(queryOf(search))}`

export const eventQuery = (id: string) =>
  queryOptions({ queryKey: ['event', id], queryFn: () => pending<LoggedEventView>(`domain-events/${id}`) })

export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: ['event', id, 'timeline'],
    queryFn: () => pending<Timeline>(`domain-events/${id}/timeline`),
  })

export const streamsQuery = queryOptions({
  queryKey: ['event-streams'],
  queryFn: async () => (await pending<{ data: EventStream[] }>('domain-events/streams')).data,
})

export const readersQuery = queryOptions({
  queryKey: ['readers'],
  queryFn: async () => (await pending<{ data: Reader[] }>('readers')).data,
})

export const pauseReader = (name: string) => pending<Reader>(`readers/${name}/pause`, {})
export const resumeReader = (name: string) => pending<Reader>(`readers/${name}/resume`, {})
export const rewindReader = (name: string, to: Rewind) => pending<Reader>(`readers/${name}/rewind`, to)

export interface EventKind {
  type: string
  summary: string
}

interface AsyncApi {
  components: { messages: Record<string, { summary: string }> }
}

/** Every type there is, from the document that describes the events to everybody. */
export const typesQuery = queryOptions({
  queryKey: ['event-types'],
  queryFn: async (): Promise<EventKind[]> => {
    const { components } = await pending<AsyncApi>('/asyncapi.json')
    const types = Object.entries(components.messages).filter(([type]) => !type.startsWith('live.'))
    return types.map(([type, { summary }]) => ({ type, summary }))
  },
  staleTime: Number.POSITIVE_INFINITY,
})

/** The JSON Schema of a type's data, with an example of it. */
export const schemaQuery = (type: string) =>
  queryOptions({
    queryKey: ['event-schema', type],
    queryFn: () => pending<JsonSchema>(`/schemas/${encodeURIComponent(type)}.json`),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const publishEvent = (event: object) =>
  pending<{ data: { outcome: 'logged' | 'duplicate' }[] }>('domain-events', event)

export const tryEvent = (event: object) => pending<DryRun>('domain-events?dryRun=true', event)
