import type { ApiError } from '../api/problem.ts'
import { complaintsAt } from './complaints.ts'
import { useExplained } from './told.ts'
import { useEventWords } from './words.ts'

interface Form {
  /** What the form has a field for, as pointers into what it sends. */
  fields: readonly string[]
  nameOf?: (seat: string) => string
}

/** What is wrong with a form: beside the field it is about where there is one, else above all of them. */
export function useFormProblem(error: ApiError | null, { fields, nameOf }: Form) {
  const { complaints } = useEventWords()
  const explained = useExplained(nameOf)
  const errors = error?.problem.errors ?? []
  const shown = errors.length > 0 && errors.every(({ pointer }) => fields.includes(pointer.slice(1)))
  return {
    complaint: complaintsAt(error, [], complaints),
    alert: error === null || shown ? null : explained(error),
  }
}
