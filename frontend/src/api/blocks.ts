import { queryOptions } from '@tanstack/react-query'
import { answer, api } from './client.ts'

const path = (id: string) => ({ params: { path: { id } } })

/** @param blocked how many places are off sale as the live numbers say: another number, and they are read anew */
export const blocksQuery = (eventId: string, blocked: number) =>
  queryOptions({
    queryKey: ['blocks', eventId, blocked],
    queryFn: async () => (await answer(api.GET('/api/v1/events/{id}/blocks', path(eventId)))).data,
  })

interface Blocking {
  seats?: string[]
  quantity?: number
  area?: string
  reason?: string
}

export const blockPlaces = (eventId: string, { seats = [], quantity = 0, area, reason }: Blocking) =>
  answer(
    api.POST('/api/v1/events/{id}/blocks', {
      ...path(eventId),
      body: { seats, quantity, area: area ?? null, reason: reason ?? null },
    }),
  )

export const unblockPlaces = (eventId: string, { seats = [], ids = [] }: { seats?: string[]; ids?: string[] }) =>
  answer(api.DELETE('/api/v1/events/{id}/blocks', { ...path(eventId), body: { seats, ids } }))
