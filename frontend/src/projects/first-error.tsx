import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck, Radio } from 'lucide-react'
import { fetchIssues } from '../api/issues.ts'
import { Button } from '../components/button.tsx'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'
import { useFrames } from '../live/live.tsx'
import { useRefused } from '../organization/use-refused.ts'
import { sendTestError } from './test-error.ts'

/** Says whether anything ever came from this app, and turns green by itself when it does. */
export function FirstError({ id, dsn }: { id: string; dsn: string | null }) {
  const { projects } = useMessages()
  const queries = useQueryClient()
  const queryKey = ['project', id, 'heard']
  const { data: heard } = useQuery({
    queryKey,
    queryFn: async () => (await fetchIssues({ project: id, status: 'all', sort: 'lastSeen' })).data.length > 0,
  })
  useFrames((frame) => {
    const ours = frame.type === 'activity' && frame.issues.some((issue) => issue.projectId === id)
    const made = frame.type === 'event' && frame.data.type === 'issue.created' && frame.data.data?.projectId === id
    if (ours || made) queries.setQueryData(queryKey, true)
  })
  if (heard === undefined) return null
  return (
    <div
      role="status"
      className={`flex flex-wrap items-center gap-3 rounded-xl border border-line px-4 py-3 ${heard ? 'bg-ok-soft' : 'bg-surface'}`}
    >
      {heard ? (
        <CircleCheck className="size-6 shrink-0 text-ok" aria-hidden="true" />
      ) : (
        <Radio className="size-6 shrink-0 motion-safe:animate-pulse text-accent" aria-hidden="true" />
      )}
      <div className="min-w-0 flex-1 basis-48">
        <p className="font-semibold">{heard ? projects.arrived : projects.waiting}</p>
        <p className="text-muted">{heard ? projects.arrivedText : projects.waitingText}</p>
      </div>
      {!heard && dsn !== null && <TestError dsn={dsn} />}
      {heard && (
        <Link to="/issues" search={{ project: id }} className="shrink-0 text-accent underline">
          {projects.seeIssues}
        </Link>
      )}
    </div>
  )
}

/** For who has no app at hand: an error from this very page. */
function TestError({ dsn }: { dsn: string }) {
  const { projects } = useMessages()
  const send = useMutation({
    mutationFn: () => sendTestError(dsn),
    onSuccess: () => say(projects.testSent),
    onError: useRefused(),
  })
  return (
    <Button disabled={send.isPending} onClick={() => send.mutate()}>
      {projects.testError}
    </Button>
  )
}
