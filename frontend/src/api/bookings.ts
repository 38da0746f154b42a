import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, api, idempotent } from './client.ts'
import type { components } from './schema.gen.ts'

export type Booking = components['schemas']['Booking']
export type BookingStatus = Booking['status']
export type Ticket = components['schemas']['Ticket']
export type TicketChange = components['schemas']['TicketChange']
export type DetailChange = components['schemas']['BookingDetailChange']

const path = (id: string) => ({ params: { path: { id } } })

export interface BookingSearch {
  query?: string
  status?: BookingStatus
}

export const bookingsQuery = (eventId: string, search: BookingSearch) =>
  infiniteQueryOptions({
    queryKey: ['bookings', eventId, search],
    queryFn: ({ pageParam: cursor }) => {
      const query = { eventId, limit: 50, ...search, ...(cursor !== undefined && { cursor }) }
      return answer(api.GET('/api/v1/bookings', { params: { query } }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const bookingQuery = (id: string) =>
  queryOptions({ queryKey: ['booking', id], queryFn: () => answer(api.GET('/api/v1/bookings/{id}', path(id))) })

export const confirmBooking = (id: string, reason: string) =>
  answer(
    api.POST('/api/v1/bookings/{id}/confirm', { ...path(id), body: reason === '' ? {} : { override: true, reason } }),
  )

export const cancelBooking = (id: string, body: components['schemas']['Cancellation']) =>
  answer(api.POST('/api/v1/bookings/{id}/cancel', { ...path(id), body }))

export const moveBooking = (id: string, body: components['schemas']['SeatChange']) =>
  answer(api.POST('/api/v1/bookings/{id}/seats', { ...path(id), headers: idempotent(), body }))

export const changeTickets = (id: string, body: TicketChange) =>
  answer(api.POST('/api/v1/bookings/{id}/tickets', { ...path(id), headers: idempotent(), body }))

export const changeDetails = (id: string, body: DetailChange) =>
  answer(api.PATCH('/api/v1/bookings/{id}', { ...path(id), body }))

export const passOn = (id: string, body: components['schemas']['BookingTransfer']) =>
  answer(api.POST('/api/v1/bookings/{id}/transfer', { ...path(id), headers: idempotent(), body }))

/** Where the browser saves the bookings of an event from. */
export const bookingsExportUrl = (
  eventId: string,
  { format, ...search }: BookingSearch & { format: 'csv' | 'ndjson' },
) => `/api/v1/events/${eventId}/bookings/export?${new URLSearchParams({ format, ...search })}`
