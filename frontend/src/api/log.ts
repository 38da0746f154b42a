import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { CloudEvent } from '../../../contract/domain-events.ts'
import { type EventSearch, spanOf } from '../activity/search.ts'

export interface EventPage {
  data: CloudEvent[]
  next: string | null
  sealedHours?: number
}

const pending = <T>(path: string): Promise<T> => fetch(`/api/v1/${path}`).then((answer) => answer.json() as Promise<T>)

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

export const exportUrl = (search: EventSearch) => `/api/v1/domain-events/export?${new URLSearchParams(queryOf(search))}`

export const eventQuery = (id: string) =>
  queryOptions({ queryKey: ['event', id], queryFn: () => pending<CloudEvent>(`domain-events/${id}`) })

export const typesQuery = queryOptions({
  queryKey: ['event-types'],
  queryFn: () => pending<{ data: { type: string }[] }>('schemas').then(({ data }) => data),
  staleTime: 5 * 60_000,
})
