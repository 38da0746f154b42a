import { infiniteQueryOptions } from '@tanstack/react-query'
import type { Replay, ReplayPlan } from '../../../contract/replays.ts'
import { answer, api, idempotent } from './client.ts'
import type { NewReplay } from './shapes.ts'

export const replaysQuery = infiniteQueryOptions({
  queryKey: ['replays'],
  queryFn: ({ pageParam: cursor }) =>
    answer(api.GET('/api/v1/replays', { params: { query: { limit: 50, ...(cursor !== undefined && { cursor }) } } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})

/** Only counts. */
export async function planReplay(wish: NewReplay): Promise<ReplayPlan> {
  const body = { ...wish, dryRun: true }
  return (await answer(api.POST('/api/v1/replays', { body, headers: idempotent() }))) as ReplayPlan
}

export async function startReplay(wish: NewReplay): Promise<Replay> {
  const body = { ...wish, dryRun: false }
  return (await answer(api.POST('/api/v1/replays', { body, headers: idempotent() }))) as Replay
}

export const cancelReplay = (id: string) =>
  answer(api.POST('/api/v1/replays/{id}/cancel', { params: { path: { id } } }))
