import { MailX } from 'lucide-react'
import type { ApiError } from '../api/problem.ts'
import { Failure } from '../components/failure.tsx'
import { Notice } from '../components/notice.tsx'
import { usePageTitle } from '../components/page-title.ts'
import { Skeleton } from '../components/skeleton.tsx'
import { useMessages } from '../i18n/language.tsx'
import { Entry } from './entry.tsx'

/** Whether asking again would not help: it was used, taken back, or never was. */
export const isGone = (error: ApiError | null) => error !== null && [404, 410, 422].includes(error.problem.status)

/** Why an invitation cannot be shown: it is none any more, or it could not be asked for. */
export function InvitationBroken({ error }: { error: ApiError | null }) {
  const { session } = useMessages()
  usePageTitle(session.join.pageTitle)
  return (
    <main>
      {error === null || isGone(error) ? (
        <Notice page icon={<MailX />} title={session.link.brokenTitle} text={session.join.broken} />
      ) : (
        <Failure page error={error} onRetry={() => location.reload()} />
      )}
    </main>
  )
}

export function OfferLoading() {
  const { session } = useMessages()
  return (
    <Entry title={session.join.pageTitle}>
      <Skeleton className="h-5 w-full" />
      <Skeleton className="h-5 w-2/3" />
      <Skeleton className="h-10 w-full" />
    </Entry>
  )
}
