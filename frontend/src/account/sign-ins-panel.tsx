import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Monitor, Smartphone } from 'lucide-react'
import { revokeOtherSignIns, revokeSignIn, signInsQuery } from '../api/account.ts'
import type { SignIn } from '../api/shapes.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { refusalOf } from '../components/complaint.ts'
import { Failure } from '../components/failure.tsx'
import { Moment } from '../components/moment.tsx'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'
import { deviceOf } from './device.ts'

/** Who is vouched for by a provider sees its sign-ins alone, and cannot end the others. */
export function SignInsPanel({ managed }: { managed: boolean }) {
  const { signIns } = useMessages().account
  const { data, error, refetch } = useQuery(signInsQuery)
  const others = useEnding(revokeOtherSignIns, signIns.othersRevoked)
  const aside = data !== undefined && data.length > 1 && !managed && (
    <Button size="small" look="danger" disabled={others.isPending} onClick={() => others.mutate()}>
      {signIns.revokeOthers}
    </Button>
  )
  return (
    <Panel title={signIns.title} aside={aside}>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton className="m-4 h-10" />}
      <ul className="divide-y divide-line">
        {data?.map((signIn) => (
          <SignInRow key={signIn.id} signIn={signIn} />
        ))}
      </ul>
    </Panel>
  )
}

function SignInRow({ signIn }: { signIn: SignIn }) {
  const { signIns } = useMessages().account
  const end = useEnding(() => revokeSignIn(signIn.id), signIns.revoked)
  const device = deviceOf(signIn.userAgent)
  const name =
    device === undefined
      ? signIns.unknown
      : device.system === undefined
        ? device.browser
        : signIns.device(device.browser, device.system)
  const Icon = /^(iPhone|iPad|Android)$/.test(device?.system ?? '') ? Smartphone : Monitor
  return (
    <li className="flex items-center gap-3 px-4 py-3">
      <Icon className="size-5 shrink-0 text-muted" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className="font-medium wrap-anywhere" title={signIn.userAgent ?? undefined}>
            {name}
          </span>
          {signIn.current && <Badge look="ok">{signIns.current}</Badge>}
          {signIn.provider !== null && <Badge look="plain">{signIns.provider}</Badge>}
        </p>
        <p className="text-xs text-muted">
          {signIn.address !== null && <span className="tabular">{signIn.address} · </span>}
          {signIns.since} <Moment at={signIn.createdAt} /> · {signIns.seen} <Moment at={signIn.lastSeenAt} />
        </p>
      </div>
      {!signIn.current && (
        <Button size="small" disabled={end.isPending} aria-label={signIns.revokeOf(name)} onClick={() => end.mutate()}>
          {signIns.revoke}
        </Button>
      )}
    </li>
  )
}

/** Ends a sign-in or several, says so, and shows which are left. */
function useEnding(end: () => Promise<unknown>, done: string) {
  const { shell } = useMessages()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: end,
    onSuccess: () => {
      say(done)
      return queries.invalidateQueries({ queryKey: signInsQuery.queryKey })
    },
    onError: (error) => say(refusalOf(error, [], shell.refused) ?? shell.failed.action, { failed: true }),
  })
}
