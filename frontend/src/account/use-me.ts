import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { sessionQuery } from '../api/session.ts'
import type { Me } from '../api/shapes.ts'

export const useMe = (): Me => useSuspenseQuery(sessionQuery).data

/** Reads again who is signed in, after something of them was changed. */
export function useRefreshMe() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
}
