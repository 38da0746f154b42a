import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, api } from './client.ts'
import type { IssueFilter, Period } from './issue-filter.ts'

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
