import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, api, idempotent } from './client.ts'
import type { components } from './schema.gen.ts'

export type Venue = components['schemas']['Venue']
export type NewVenue = components['schemas']['NewVenue']

const path = (id: string) => ({ params: { path: { id } } })

export const venuesQuery = (query: string) =>
  infiniteQueryOptions({
    queryKey: ['venues', query],
    queryFn: ({ pageParam: cursor }) => {
      const wish = { limit: 50, ...(query !== '' && { query }), ...(cursor !== undefined && { cursor }) }
      return answer(api.GET('/api/v1/venues', { params: { query: wish } }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

/** To choose from; whoever has more than a hundred finds the others by name in the list. */
export const venueChoicesQuery = queryOptions({
  queryKey: ['venues', 'choices'],
  queryFn: async () => (await answer(api.GET('/api/v1/venues', { params: { query: { limit: 100 } } }))).data,
})

export const createVenue = (body: NewVenue) => answer(api.POST('/api/v1/venues', { body, headers: idempotent() }))

export const changeVenue = (id: string, body: components['schemas']['VenueChange']) =>
  answer(api.PATCH('/api/v1/venues/{id}', { ...path(id), body }))

export const deleteVenue = (id: string) => answer(api.DELETE('/api/v1/venues/{id}', path(id)))
