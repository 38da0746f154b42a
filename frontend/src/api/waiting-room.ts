import { queryOptions } from '@tanstack/react-query'
import { answer, api } from './client.ts'
import type { components } from './schema.gen.ts'

export type WaitingRoom = components['schemas']['WaitingRoom']

const path = (id: string) => ({ params: { path: { id } } })

export const waitingRoomQuery = (eventId: string) =>
  queryOptions({
    queryKey: ['waiting-room', eventId],
    queryFn: () => answer(api.GET('/api/v1/events/{id}/waiting-room', path(eventId))),
    refetchInterval: 3000,
  })

export const changeWaitingRoom = (eventId: string, body: components['schemas']['WaitingRoomChange']) =>
  answer(api.PATCH('/api/v1/events/{id}/waiting-room', { ...path(eventId), body }))
