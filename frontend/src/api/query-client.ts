import { QueryClient } from '@tanstack/react-query'
import type { ApiError } from './problem.ts'

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: ApiError
  }
}

/** Only what may pass by itself is worth asking again: no answer, or a server in trouble. */
const mayPass = (error: ApiError) => error.problem?.status === 0 || error.problem?.status >= 500

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < 2 && mayPass(error),
      // Live frames keep what is shown current; a refetch on focus would move rows under the pointer.
      refetchOnWindowFocus: false,
    },
  },
})
