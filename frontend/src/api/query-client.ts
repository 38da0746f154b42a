import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { type ApiError, isSignedOut } from './problem.ts'

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: ApiError
  }
}

/** Only what may pass by itself is worth asking again: no answer, or a server in trouble. */
const mayPass = (error: ApiError) => error.problem?.status === 0 || error.problem?.status >= 500

/** A session that ended while a page was open: sign in again and come back. The router does the same before a page opens. */
function leaveSignedOut(error: ApiError) {
  if (!isSignedOut(error) || /^\/(login|register)$/.test(location.pathname)) return
  location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`)
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      const opening = query.queryKey[0] === 'session' && query.state.data === undefined
      if (!opening) leaveSignedOut(error)
    },
  }),
  mutationCache: new MutationCache({ onError: leaveSignedOut }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < 2 && mayPass(error),
      // Live frames keep what is shown current; a refetch on focus would move rows under the pointer.
      refetchOnWindowFocus: false,
    },
  },
})
