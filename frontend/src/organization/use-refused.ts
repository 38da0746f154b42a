import type { ApiError } from '../api/problem.ts'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'
import { explainRefusal } from './refusal.tsx'

/** Says at the edge of the page why a single click did nothing. */
export function useRefused() {
  const messages = useMessages()
  return (error: ApiError) => say(explainRefusal(error, messages), { failed: true })
}
