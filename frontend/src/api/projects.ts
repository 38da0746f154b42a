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

interface ProjectChange {
  name: string
  version: number
}

export const changeProject = (id: string, body: ProjectChange) =>
  answer(api.PATCH('/api/v1/projects/{id}', { ...path(id), body }))

/** The name goes along, so that nothing is deleted by a slip. */
export const removeProject = (id: string, name: string) =>
  answer(api.DELETE('/api/v1/projects/{id}', { ...path(id), body: { name } }))

interface KeyChange {
  name: string
  /** Null lets pages of every origin send. */
  allowedOrigins: string[] | null
}

export const changeKey = (id: string, keyId: string, body: KeyChange) =>
  answer(api.PATCH('/api/v1/projects/{id}/keys/{keyId}', { params: { path: { id, keyId } }, body }))
