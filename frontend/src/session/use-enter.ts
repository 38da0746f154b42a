import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { ApiError } from '../api/problem.ts'
import { safeNext } from './next.ts'

/** Signs in, forgets what another user may have left in the caches, and goes on. */
export function useEnter<Proof>(
  send: (proof: Proof) => Promise<unknown>,
  next: string | undefined,
): UseMutationResult<unknown, ApiError, Proof> {
  const queries = useQueryClient()
  const router = useRouter()
  return useMutation({
    mutationFn: send,
    onSuccess: () => {
      queries.clear()
      router.history.replace(safeNext(next))
    },
  })
}
