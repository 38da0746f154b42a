import { infiniteQueryOptions } from '@tanstack/react-query'
import { answer, api } from './client.ts'
import type { components } from './schema.gen.ts'

export type ListedEntry = components['schemas']['ListedEntry']
export type EntryStatus = ListedEntry['status']

const path = (id: string) => ({ params: { path: { id } } })

/** In the order of the line. */
export const waitlistQuery = (eventId: string, status: EntryStatus | null) =>
  infiniteQueryOptions({
    queryKey: ['waitlist', eventId, status],
    queryFn: ({ pageParam: cursor }) => {
      const query = { limit: 50, ...(status !== null && { status }), ...(cursor !== undefined && { cursor }) }
      return answer(api.GET('/api/v1/events/{id}/waitlist', { params: { path: { id: eventId }, query } }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const offerNow = (eventId: string, entryId: string) =>
  answer(api.POST('/api/v1/events/{id}/waitlist/offer', { ...path(eventId), body: { entryId } }))

export const prioritise = (eventId: string, body: { entryId: string; priority: number; reason: string }) =>
  answer(api.POST('/api/v1/events/{id}/waitlist/prioritise', { ...path(eventId), body }))

export const revokeEntry = (eventId: string, body: { entryId: string; reason?: string }) =>
  answer(api.POST('/api/v1/events/{id}/waitlist/revoke', { ...path(eventId), body }))
