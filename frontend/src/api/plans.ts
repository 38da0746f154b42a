import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { SeatingPlan } from '../../../contract/seating-plan.ts'
import { answer, api, idempotent } from './client.ts'
import type { components } from './schema.gen.ts'

export type Plan = components['schemas']['Plan']
export type PlanVersion = components['schemas']['PlanVersion']

const path = (id: string) => ({ params: { path: { id } } })

export const plansQuery = (query: string) =>
  infiniteQueryOptions({
    queryKey: ['plans', query],
    queryFn: ({ pageParam: cursor }) => {
      const wish = { limit: 50, ...(query !== '' && { query }), ...(cursor !== undefined && { cursor }) }
      return answer(api.GET('/api/v1/plans', { params: { query: wish } }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

/** Those that an event can be sold by. */
export const planChoicesQuery = queryOptions({
  queryKey: ['plans', 'choices'],
  queryFn: async () => {
    const { data } = await answer(api.GET('/api/v1/plans', { params: { query: { limit: 100 } } }))
    return data.filter(({ publishedVersion }) => publishedVersion !== null)
  },
})

export const planQuery = (id: string) =>
  queryOptions({ queryKey: ['plan', id], queryFn: () => answer(api.GET('/api/v1/plans/{id}', path(id))) })

export const planVersionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['plan', id, 'versions'],
    queryFn: async () =>
      (await answer(api.GET('/api/v1/plans/{id}/versions', { params: { path: { id }, query: { limit: 50 } } }))).data,
  })

/** The document of a version; a published one never changes. */
export const planDocumentQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['plan', id, 'document', version],
    queryFn: async () => {
      const params = { path: { id }, query: { version } }
      return (await answer(api.GET('/api/v1/plans/{id}/export', { params }))) as SeatingPlan
    },
    staleTime: 5 * 60_000,
  })

/** Where the browser saves a document from. */
export const planExportUrl = (id: string, { version, format }: { version: number; format: 'signalbox' | 'pretix' }) =>
  `/api/v1/plans/${id}/export?version=${version}&format=${format}`

export const importPlan = (body: components['schemas']['NewPlan']) =>
  answer(api.POST('/api/v1/plans', { body, headers: idempotent() }))

export const changePlan = (id: string, body: components['schemas']['PlanChange']) =>
  answer(api.PATCH('/api/v1/plans/{id}', { ...path(id), body }))

export const publishPlan = (id: string, version: number) =>
  answer(api.POST('/api/v1/plans/{id}/publish', { ...path(id), body: { version } }))

export const duplicatePlan = (id: string, name: string) =>
  answer(api.POST('/api/v1/plans/{id}/duplicate', { ...path(id), body: { name }, headers: idempotent() }))

export const deletePlan = (id: string) => answer(api.DELETE('/api/v1/plans/{id}', path(id)))
