import type { ApiError } from '../api/problem.ts'
import { Button } from '../components/button.tsx'
import { refusalOf } from '../components/complaint.ts'
import { type Messages, useMessages } from '../i18n/language.tsx'

/** Why the API did not do something, in the reader's words where we have them. */
export function explainRefusal(error: ApiError, { organization, shell }: Messages): string {
  const { problem } = error
  const known: Record<string, string> = organization.refusals
  return known[problem.code] ?? refusalOf(error, [], shell.refused) ?? problem.title
}

/** A refused form says so above its fields. What someone else changed meanwhile can be read again. */
export function Refusal(props: { error: ApiError | null; onReload?: () => void }) {
  const messages = useMessages()
  const { organization } = messages
  if (props.error === null) return null
  const stale = props.error.problem.code === 'stale_version' && props.onReload !== undefined
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center justify-between gap-2 rounded-md bg-error-soft px-3 py-2 text-error"
    >
      <span className="wrap-anywhere">{stale ? organization.stale : explainRefusal(props.error, messages)}</span>
      {stale && (
        <Button size="small" onClick={props.onReload}>
          {organization.reload}
        </Button>
      )}
    </div>
  )
}
