import { queryOptions } from '@tanstack/react-query'
import type { Rewind } from '../../../contract/readers.ts'
import { answer, api } from './client.ts'

const path = (name: string) => ({ params: { path: { name } } })

export const readersQuery = queryOptions({
  queryKey: ['readers'],
  queryFn: async () => (await answer(api.GET('/api/v1/readers'))).data,
})

export const pauseReader = (name: string) => answer(api.POST('/api/v1/readers/{name}/pause', path(name)))
export const resumeReader = (name: string) => answer(api.POST('/api/v1/readers/{name}/resume', path(name)))

export const rewindReader = (name: string, body: Rewind) =>
  answer(api.POST('/api/v1/readers/{name}/rewind', { ...path(name), body }))
