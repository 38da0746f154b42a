import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type Places, placesOf } from '../events/places.ts'
import { type EventListSearch, eventListQuery } from '../events/search.ts'
import { answer, api, idempotent } from './client.ts'
import { apiError } from './problem.ts'
import type { components } from './schema.gen.ts'

type Schemas = components['schemas']
export type BookableEvent = Schemas['Event']
export type ListedEvent = Schemas['ListedEvent']
export type NewEvent = Schemas['NewEvent']
export type EventChange = Schemas['EventChange']
export type TicketType = Schemas['TicketType']
export type TicketTypeDraft = Schemas['NewTicketType']
export type Pool = Schemas['Pool']
export type Allotment = Schemas['Allotment']
export type Code = Schemas['Code']
export type WaitlistPolicy = Schemas['WaitlistPolicy']
export type WaitingRoomPolicy = Schemas['WaitingRoomPolicy']

const path = (id: string) => ({ params: { path: { id } } })

export const eventsQuery = (search: EventListSearch) =>
  infiniteQueryOptions({
    queryKey: ['bookable-events', search],
    queryFn: ({ pageParam: cursor }) => {
      const query = { limit: 50, ...eventListQuery(search, Date.now()), ...(cursor !== undefined && { cursor }) }
      return answer(api.GET('/api/v1/events', { params: { query } }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const bookableEventQuery = (id: string) =>
  queryOptions({
    queryKey: ['bookable-event', id],
    queryFn: async (): Promise<BookableEvent> => {
      const event = await answer(api.GET('/api/v1/events/{id}', path(id)))
      if ('configured' in event) return event
      // Everyone sees something of a public event; this page is for its organisers.
      throw apiError({ status: 404, code: 'not_found', title: 'Not found' })
    },
  })

export const createEvent = (body: NewEvent) => answer(api.POST('/api/v1/events', { body, headers: idempotent() }))

export const changeEvent = (id: string, body: EventChange) =>
  answer(api.PATCH('/api/v1/events/{id}', { ...path(id), body }))

export const cancelEvent = (id: string, reason: string) =>
  answer(api.POST('/api/v1/events/{id}/cancel', { ...path(id), body: { reason: reason === '' ? null : reason } }))

export const deleteEvent = (id: string) => answer(api.DELETE('/api/v1/events/{id}', path(id)))

export const duplicateEvent = (id: string, body: Schemas['EventCopy']) =>
  answer(api.POST('/api/v1/events/{id}/duplicate', { ...path(id), body, headers: idempotent() }))

export const makeCodes = (id: string, body: Schemas['NewCodes']) =>
  answer(api.POST('/api/v1/events/{id}/codes', { ...path(id), body, headers: idempotent() }))

/** Every place as it is now, for a form that is filled in at once; a page that stays open hears it live. */
export const availabilityQuery = (id: string) =>
  queryOptions({ queryKey: ['availability', id], queryFn: () => readAvailability(id), staleTime: 0 })

export async function readAvailability(id: string): Promise<Places> {
  const { eventId: _, ...read } = await answer(api.GET('/api/v1/events/{id}/availability', path(id)))
  return placesOf(read)
}
