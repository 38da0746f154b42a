import { queryOptions } from '@tanstack/react-query'
import { answer, api, idempotent } from './client.ts'

const path = (id: string) => ({ params: { path: { id } } })

export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: async () => (await answer(api.GET('/api/v1/projects', { params: { query: { limit: 100 } } }))).data,
  staleTime: 60_000,
})

export const projectQuery = (id: string) =>
  queryOptions({ queryKey: ['project', id], queryFn: () => answer(api.GET('/api/v1/projects/{id}', path(id))) })

export const keysQuery = (id: string) =>
  queryOptions({
    queryKey: ['project', id, 'keys'],
    queryFn: async () => (await answer(api.GET('/api/v1/projects/{id}/keys', path(id)))).data,
  })

export const outcomesQuery = (id: string) =>
  queryOptions({
    queryKey: ['project', id, 'outcomes'],
    queryFn: async () => {
      const params = { path: { id }, query: { period: '14d' as const } }
      return (await answer(api.GET('/api/v1/projects/{id}/outcomes', { params }))).data
    },
  })

export const deadLettersQuery = (id: string) =>
  queryOptions({
    queryKey: ['project', id, 'dead-letters'],
    queryFn: async () => (await answer(api.GET('/api/v1/dead-letters', { params: { query: { project: id } } }))).data,
  })

export const redrive = (id: string) =>
  answer(api.POST('/api/v1/dead-letters/{id}/redrive', { params: { path: { id } } }))

export const createProject = (body: { name: string; platform?: string }) =>
  answer(api.POST('/api/v1/projects', { body, headers: idempotent() }))

export const createKey = (id: string, name: string) =>
  answer(api.POST('/api/v1/projects/{id}/keys', { ...path(id), body: { name }, headers: idempotent() }))

export const revokeKey = (id: string, keyId: string) =>
  answer(api.POST('/api/v1/projects/{id}/keys/{keyId}/revoke', { params: { path: { id, keyId } } }))

export const restoreKey = (id: string, keyId: string) =>
  answer(api.POST('/api/v1/projects/{id}/keys/{keyId}/restore', { params: { path: { id, keyId } } }))
