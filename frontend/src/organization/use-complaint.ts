import type { ApiError } from '../api/problem.ts'
import { complaintOf } from '../components/complaint.ts'
import { useMessages } from '../i18n/language.tsx'

/** What the API has against one field of a form, in the reader's language where the reason is a known one. */
export function useComplaint(error: ApiError | null) {
  const { organization, shell } = useMessages()
  const known: Record<string, string> = organization.complaints
  return (field: string): string | undefined => {
    const code = error?.problem.errors?.find(({ pointer }) => pointer === `/${field}`)?.code
    return known[code ?? ''] ?? complaintOf(error, field, shell.refused)
  }
}
