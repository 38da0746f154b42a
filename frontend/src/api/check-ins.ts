import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type Roster, rosterOf } from '../check-in/roster.ts'
import { answer, api, idempotent } from './client.ts'
import type { components } from './schema.gen.ts'

type Schemas = components['schemas']
export type CheckinList = Schemas['CheckinList']
export type NewCheckinList = Schemas['NewCheckinList']
export type CheckinListChange = Schemas['CheckinListChange']
export type NewScan = Schemas['NewScan']
export type Scan = Schemas['Scan']
export type ScanResult = Scan['result']
export type RecordedScan = Schemas['RecordedScan']
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

const ROSTER_MS = 5 * 60_000
const MOST_BOOKINGS = 500

/** All tickets of a list, read again from time to time: a door that loses the network goes by the last reading. */
export const rosterQuery = (eventId: string, list: string) =>
  queryOptions({
    queryKey: ['checkin-roster', eventId, list],
    queryFn: async (): Promise<Roster> => {
      const readAt = Date.now()
      const tickets: ListedTicket[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const query: { limit: number; cursor?: string } = { limit: MOST_BOOKINGS, ...(cursor !== '' && { cursor }) }
        const params = { path: { id: eventId, list }, query }
        const page = await answer(api.GET('/api/v1/events/{id}/checkin-lists/{list}/tickets', { params }))
        tickets.push(...page.data)
        cursor = page.next
      }
      return rosterOf(tickets, readAt)
    },
    refetchInterval: ROSTER_MS,
    refetchIntervalInBackground: true,
    staleTime: ROSTER_MS,
    gcTime: Number.POSITIVE_INFINITY,
  })

/** What was scanned on a list, at whatever door, newest first. */
export const scansQuery = (eventId: string, { list, result }: { list: string; result: ScanResult | '' }) =>
  infiniteQueryOptions({
    queryKey: ['checkin-scans', eventId, list, result],
    queryFn: ({ pageParam: cursor }) => {
      const query = {
        limit: 20,
        listId: list,
        ...(result !== '' && { result }),
        ...(cursor !== undefined && { cursor }),
      }
      return answer(api.GET('/api/v1/events/{id}/checkins', { params: { path: { id: eventId }, query } }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 10_000,
  })

/** Each scan counts once for its nonce, however often it is sent. @returns what each came to, in their order */
export async function sendScans(eventId: string, scans: NewScan[]): Promise<Scan[]> {
  const done = await answer(api.POST('/api/v1/events/{id}/checkins', { ...path(eventId), body: { scans } }))
  return 'results' in done ? done.results : [done]
}
