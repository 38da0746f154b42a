import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, api } from './client.ts'

export const statuses = ['unresolved', 'resolved', 'ignored', 'all'] as const
export const sorts = ['lastSeen', 'firstSeen', 'count', 'users'] as const
export const periods = ['24h', '14d'] as const

export type StatusFilter = (typeof statuses)[number]
export type Sort = (typeof sorts)[number]
export type Period = (typeof periods)[number]

/** What the list shows; the page keeps it in its URL. */
export interface IssueFilter {
  status: StatusFilter
  sort: Sort
  project?: string
  query?: string
}

export function fetchIssues(filter: IssueFilter, cursor?: string) {
  const query = cursor === undefined ? filter : { ...filter, cursor }
  return answer(api.GET('/api/v1/issues', { params: { query } }))
}

export const issueListQuery = (filter: IssueFilter) =>
  infiniteQueryOptions({
    queryKey: ['issues', filter],
    queryFn: ({ pageParam }) => fetchIssues(filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

const path = (id: string) => ({ params: { path: { id } } })

export const issueQuery = (id: string) =>
  queryOptions({ queryKey: ['issue', id], queryFn: () => answer(api.GET('/api/v1/issues/{id}', path(id))) })

export const statsQuery = (id: string, period: Period) =>
  queryOptions({
    queryKey: ['issue', id, 'stats', period],
    queryFn: async () =>
      (await answer(api.GET('/api/v1/issues/{id}/stats', { params: { path: { id }, query: { period } } }))).data,
  })

export const tagsQuery = (id: string) =>
  queryOptions({
    queryKey: ['issue', id, 'tags'],
    queryFn: async () => (await answer(api.GET('/api/v1/issues/{id}/tags', path(id)))).data,
  })

/** `eventId` is an SDK's event id, `latest` or `oldest`. */
export const occurrenceQuery = (id: string, eventId: string) =>
  queryOptions({
    queryKey: ['issue', id, 'occurrence', eventId],
    queryFn: () => answer(api.GET('/api/v1/issues/{id}/occurrences/{eventId}', { params: { path: { id, eventId } } })),
  })

export const issueActions = {
  resolve: (id: string) => answer(api.POST('/api/v1/issues/{id}/resolve', path(id))),
  ignore: (id: string) => answer(api.POST('/api/v1/issues/{id}/ignore', path(id))),
  unresolve: (id: string) => answer(api.POST('/api/v1/issues/{id}/unresolve', path(id))),
}

export type IssueAction = keyof typeof issueActions
