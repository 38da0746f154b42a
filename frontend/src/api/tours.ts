import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, api, idempotent } from './client.ts'
import type { components } from './schema.gen.ts'

type Schemas = components['schemas']
export type Tour = Schemas['Tour']
export type NewTour = Schemas['NewTour']
export type NewTourOption = Schemas['NewTourOption']
export type ScheduleRule = Schemas['ScheduleRule']

const path = (id: string) => ({ params: { path: { id } } })

export const toursQuery = (query: string) =>
  infiniteQueryOptions({
    queryKey: ['tours', query],
    queryFn: ({ pageParam: cursor }) => {
      const wish = { limit: 50, ...(query !== '' && { query }), ...(cursor !== undefined && { cursor }) }
      return answer(api.GET('/api/v1/tours', { params: { query: wish } }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const tourQuery = (id: string) =>
  queryOptions({ queryKey: ['tour', id], queryFn: () => answer(api.GET('/api/v1/tours/{id}', path(id))) })

export const createTour = (body: NewTour) => answer(api.POST('/api/v1/tours', { body, headers: idempotent() }))

export const changeTour = (id: string, body: Schemas['TourChange']) =>
  answer(api.PATCH('/api/v1/tours/{id}', { ...path(id), body }))

export const duplicateTour = (id: string, name: string) =>
  answer(api.POST('/api/v1/tours/{id}/duplicate', { ...path(id), body: { name }, headers: idempotent() }))

export const deleteTour = (id: string) => answer(api.DELETE('/api/v1/tours/{id}', path(id)))
