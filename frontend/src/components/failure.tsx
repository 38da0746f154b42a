import { Ban, CloudOff, SearchX, TriangleAlert } from 'lucide-react'
import { type ApiError, asApiError } from '../api/problem.ts'
import { useMessages } from '../i18n/language.tsx'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'

/** Why something did not load, and what can be done about it: no connection, no permission, not there, or our fault. */
export function Failure(props: { error: ApiError; onRetry?: () => void; page?: boolean }) {
  const { shell } = useMessages()
  const page = props.page === true
  const { status, title, detail, requestId } = asApiError(props.error).problem
  const retry = props.onRetry && <Button onClick={props.onRetry}>{shell.retry}</Button>
  if (status === 403)
    return <Notice page={page} icon={<Ban />} title={shell.failed.forbiddenTitle} text={shell.failed.forbidden} />
  if (status === 404)
    return <Notice page={page} icon={<SearchX />} title={shell.failed.missingTitle} text={shell.failed.missing} />
  if (status === 0)
    return (
      <Notice page={page} icon={<CloudOff />} title={shell.failed.title} text={shell.failed.offline}>
        {retry}
      </Notice>
    )
  return (
    <Notice page={page} icon={<TriangleAlert />} title={shell.failed.title} text={detail ?? title}>
      {retry}
      {requestId !== undefined && <code className="text-xs text-muted">{shell.failed.request(requestId)}</code>}
    </Notice>
  )
}
