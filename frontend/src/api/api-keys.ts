import { infiniteQueryOptions } from '@tanstack/react-query'
import { answer, api, idempotent } from './client.ts'

const path = (id: string) => ({ params: { path: { id } } })

export const apiKeysQuery = infiniteQueryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ pageParam: cursor }) => {
    const query = { limit: 50, ...(cursor !== undefined && { cursor }) }
    return answer(api.GET('/api/v1/api-keys', { params: { query } }))
  },
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})

interface Wish {
  name: string
  scopes: string[]
  expiresInDays: number | null
}

export const createApiKey = (body: Wish) => answer(api.POST('/api/v1/api-keys', { body, headers: idempotent() }))

export const rotateApiKey = (id: string) =>
  answer(api.POST('/api/v1/api-keys/{id}/rotate', { ...path(id), headers: idempotent() }))

export const revokeApiKey = (id: string) => answer(api.DELETE('/api/v1/api-keys/{id}', path(id)))
