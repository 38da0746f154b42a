import { infiniteQueryOptions } from '@tanstack/react-query'
import type { NewReplay, Replay, ReplayPlan } from '../../../contract/replays.ts'
import { pending } from './log.ts'
import type { Page } from './shapes.ts'

type Wish = Omit<NewReplay, 'dryRun'>

export const replaysQuery = infiniteQueryOptions({
  queryKey: ['replays'],
  queryFn: ({ pageParam }) =>
    pending<Page<Replay>>(
      `replays?${new URLSearchParams({ limit: '50', ...(pageParam !== undefined && { cursor: pageParam }) })}`,
    ),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})

export const planReplay = (wish: Wish) => pending<ReplayPlan>('replays', { ...wish, dryRun: true })
export const startReplay = (wish: Wish) => pending<Replay>('replays', wish)
export const cancelReplay = (id: string) => pending<Replay>(`replays/${id}/cancel`, {})
