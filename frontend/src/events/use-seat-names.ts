import { useQuery } from '@tanstack/react-query'
import { planDocumentQuery } from '../api/plans.ts'
import { useLanguage } from '../i18n/language.tsx'
import { type SeatNames, seatNamesOf, UNNAMED } from '../plans/seat-names.ts'
import { useEventWords } from './words.ts'

/** What of an event says which plan its seats are of. */
export interface Planned {
  planId: string | null
  planVersion: number | null
}

/**
 * What the seats of an event are called. Its plan is read once: a version that events are sold by never changes.
 * Until it is there, and for seats of another plan, the guid stands for the name.
 */
export function useSeatNames({ planId, planVersion }: Planned): SeatNames {
  const { seats } = useEventWords()
  const { language } = useLanguage()
  const { data: plan } = useQuery({
    ...planDocumentQuery(planId ?? '', planVersion ?? 0),
    enabled: planId !== null && planVersion !== null,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (plan === undefined) return UNNAMED
  const read = known.get(plan) ?? new Map<string, SeatNames>()
  known.set(plan, read)
  const names = read.get(language) ?? seatNamesOf(plan, seats)
  read.set(language, names)
  return names
}

/** Each row of a list asks for the same names: they are made once of each document. */
const known = new WeakMap<object, Map<string, SeatNames>>()
