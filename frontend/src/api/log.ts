import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { CloudEvent } from '../../../contract/domain-events.ts'
import type { DryRun } from '../../../contract/event-log.ts'
import type { JsonSchema } from '../activity/schema-fields.ts'
import { type EventSearch, spanOf } from '../activity/search.ts'
import { answer, api } from './client.ts'
import { offline, problemOf } from './problem.ts'
import type { LoggedEvent } from './shapes.ts'

const path = (id: string) => ({ params: { path: { id } } })

/** What the API is asked for: a range becomes the moments that it stands for now. */
const queryOf = (search: EventSearch) => {
  const { range: _, from: _from, to: _to, ...rest } = search
  return { ...rest, ...spanOf(search, Date.now()) }
}

/** The event alone, without what the log says of its place. */
export const cloudEventOf = ({ position: _, aggregate: _of, loggedAt: _at, ...event }: LoggedEvent) =>
  event as CloudEvent

/** Never fresh, and never read again by itself: what is new comes over the socket. */
export const eventsQuery = (search: EventSearch) =>
  infiniteQueryOptions({
    queryKey: ['events', search],
    queryFn: async ({ pageParam: cursor }) => {
      const query = { limit: 50, ...queryOf(search), ...(cursor !== undefined && { cursor }) }
      const page = await answer(api.GET('/api/v1/domain-events', { params: { query } }))
      return { ...page, data: page.data.map(cloudEventOf) }
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
    refetchOnReconnect: false,
  })

/** Where the browser saves all that matches from, one event on each line. */
export const exportUrl = (search: EventSearch) => `/api/v1/domain-events/export?${new URLSearchParams(queryOf(search))}`

export const eventQuery = (id: string) =>
  queryOptions({ queryKey: ['event', id], queryFn: () => answer(api.GET('/api/v1/domain-events/{id}', path(id))) })

export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: ['event', id, 'timeline'],
    queryFn: () => answer(api.GET('/api/v1/domain-events/{id}/timeline', path(id))),
  })

export const streamsQuery = queryOptions({
  queryKey: ['event-streams'],
  queryFn: async () => (await answer(api.GET('/api/v1/domain-events/streams'))).data,
})

/** An event as one writes it; what is left out, the API fills in. */
export type WrittenEvent = {
  id: string
  type: string
  data: unknown
  subject?: string
  partitionkey?: string
  source?: string
}

interface Published {
  data: { outcome: 'logged' | 'duplicate'; event: LoggedEvent }[]
}

/** The same id makes it safe to send again. */
export async function publishEvent(body: WrittenEvent): Promise<Published> {
  return (await answer(api.POST('/api/v1/domain-events', { body }))) as Published
}

/** Says what publishing would do, and does nothing. */
export async function tryEvent(body: WrittenEvent): Promise<DryRun> {
  return (await answer(api.POST('/api/v1/domain-events', { params: { query: { dryRun: 'true' } }, body }))) as DryRun
}

export interface EventKind {
  type: string
  summary: string
}

interface AsyncApi {
  components: { messages: Record<string, { summary: string }> }
}

/** A document that describes the events to everybody, outside the API. */
async function readDocument<T>(url: string): Promise<T> {
  const response = await fetch(url).catch(() => {
    throw offline()
  })
  if (!response.ok) throw await problemOf(response)
  return response.json()
}

/** Every type in the catalogue, with what has happened when an event of it is there. */
export const typesQuery = queryOptions({
  queryKey: ['event-types'],
  queryFn: async (): Promise<EventKind[]> => {
    const { components } = await readDocument<AsyncApi>('/asyncapi.json')
    const types = Object.entries(components.messages).filter(([type]) => !type.startsWith('live.'))
    return types.map(([type, { summary }]) => ({ type, summary }))
  },
  staleTime: Number.POSITIVE_INFINITY,
})

/** The JSON Schema of a type's data, with an example of it. */
export const schemaQuery = (type: string) =>
  queryOptions({
    queryKey: ['event-schema', type],
    queryFn: () => readDocument<JsonSchema & { examples?: unknown[] }>(`/schemas/${encodeURIComponent(type)}.json`),
    staleTime: Number.POSITIVE_INFINITY,
  })
