import type { ApiError } from '../api/problem.ts'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'
import { explainRefusal } from '../organization/refusal.tsx'
import { useEventWords } from './words.ts'

/** Why something was not done, in the reader's words: those of these pages first. */
export function useExplained() {
  const messages = useMessages()
  const { refusals, complaints } = useEventWords()
  return (error: ApiError): string => {
    const { code, errors = [], detail } = error.problem
    const known: Record<string, string> = refusals
    const ofField: Record<string, string> = complaints
    const [first] = errors
    if (first !== undefined) return ofField[first.code] ?? first.detail
    return known[code] ?? (code === 'invalid' ? (detail ?? '') : explainRefusal(error, messages))
  }
}

/** Says at the edge of the page why a single click did nothing. */
export function useTold() {
  const explained = useExplained()
  return (error: ApiError) => say(explained(error), { failed: true })
}
