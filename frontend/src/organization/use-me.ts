import { useSuspenseQuery } from '@tanstack/react-query'
import { sessionQuery } from '../api/session.ts'

/** Who is signed in; the shell has asked before any page opens. */
export const useMe = () => useSuspenseQuery(sessionQuery).data
