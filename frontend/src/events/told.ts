import type { ApiError } from '../api/problem.ts'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'
import { explainRefusal } from '../organization/refusal.tsx'
import { useEventWords } from './words.ts'

/** Why something was not done, in the reader's words: those of these pages first. @param nameOf what seats are called */
export function useExplained(nameOf: (seat: string) => string = (seat) => seat) {
  const messages = useMessages()
  const { refusals, complaints } = useEventWords()
  return (error: ApiError): string => {
    const { code, errors = [], detail } = error.problem
    const known: Record<string, string> = refusals
    const ofField: Record<string, string> = complaints
    const [first] = errors
    // Where a room refuses seats, what it says of each is its guid.
    if (first?.pointer === '/seats' && known[first.code] !== undefined)
      return `${known[first.code]} ${errors.map(({ detail: seat }) => nameOf(seat)).join('; ')}`
    if (first !== undefined) return ofField[first.code] ?? known[first.code] ?? first.detail
    return known[code] ?? (code === 'invalid' ? (detail ?? '') : explainRefusal(error, messages))
  }
}

/** Says at the edge of the page why a single click did nothing. */
export function useTold(nameOf?: (seat: string) => string) {
  const explained = useExplained(nameOf)
  return (error: ApiError) => say(explained(error), { failed: true })
}
