import { queryOptions } from '@tanstack/react-query'
import { answer, api, idempotent } from './client.ts'
import type { components } from './schema.gen.ts'

type Schemas = components['schemas']
export type CheckinList = Schemas['CheckinList']
export type NewCheckinList = Schemas['NewCheckinList']
export type CheckinListChange = Schemas['CheckinListChange']
export type NewScan = Schemas['NewScan']
export type Scan = Schemas['Scan']
export type ScanResult = Scan['result']
export type ListedTicket = Schemas['ListedTicket']

const path = (id: string) => ({ params: { path: { id } } })
const ofList = (id: string, list: string) => ({ params: { path: { id, list } } })

export const checkinListsQuery = (eventId: string) =>
  queryOptions({
    queryKey: ['checkin-lists', eventId],
    queryFn: async () => (await answer(api.GET('/api/v1/events/{id}/checkin-lists', path(eventId)))).data,
  })

export const checkinNumbersQuery = (eventId: string, list: string) =>
  queryOptions({
    queryKey: ['checkin-numbers', eventId, list],
    queryFn: () => answer(api.GET('/api/v1/events/{id}/checkin-lists/{list}/numbers', ofList(eventId, list))),
    refetchInterval: 10_000,
  })

interface ByName {
  list: string
  query: string
  /** How many were scanned here: after each, they are read again. */
  scans: number
}

/** Tickets of whose holder a part of the name or address is known. */
export const ticketsByNameQuery = (eventId: string, { list, query, scans }: ByName) =>
  queryOptions({
    queryKey: ['checkin-tickets', eventId, list, query, scans],
    queryFn: async () => {
      const params = { path: { id: eventId, list }, query: { query, limit: 20 } }
      return (await answer(api.GET('/api/v1/events/{id}/checkin-lists/{list}/tickets', { params }))).data
    },
    enabled: query.length >= 2,
    staleTime: 2000,
  })

export const createCheckinList = (eventId: string, body: NewCheckinList) =>
  answer(api.POST('/api/v1/events/{id}/checkin-lists', { ...path(eventId), body, headers: idempotent() }))

export const changeCheckinList = (eventId: string, list: string, body: CheckinListChange) =>
  answer(api.PATCH('/api/v1/events/{id}/checkin-lists/{list}', { ...ofList(eventId, list), body }))

export const deleteCheckinList = (eventId: string, list: string) =>
  answer(api.DELETE('/api/v1/events/{id}/checkin-lists/{list}', ofList(eventId, list)))

/** Each scan counts once for its nonce, however often it is sent. @returns what each came to, in their order */
export async function sendScans(eventId: string, scans: NewScan[]): Promise<Scan[]> {
  const done = await answer(api.POST('/api/v1/events/{id}/checkins', { ...path(eventId), body: { scans } }))
  return 'results' in done ? done.results : [done]
}
