import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { deadLettersQuery, redrive } from '../api/projects.ts'
import type { DeadLetter } from '../api/shapes.ts'
import { Button } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { Moment } from '../components/moment.tsx'
import { Panel } from '../components/panel.tsx'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'

/** Nothing where nothing gave up, which is nearly always, or where the role may not see it. */
export function DeadLetters({ id }: { id: string }) {
  const { projects } = useMessages()
  const { data, error, refetch } = useQuery(deadLettersQuery(id))
  if (error?.problem.status === 403 || (error === null && !data?.length)) return null
  return (
    <Panel title={projects.deadLetters}>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      <p className="px-4 pt-4 pb-2 text-muted">{projects.deadLettersText}</p>
      <ul className="divide-y divide-line">
        {data?.map((letter) => (
          <Letter key={letter.id} letter={letter} />
        ))}
      </ul>
    </Panel>
  )
}

function Letter({ letter }: { letter: DeadLetter }) {
  const { projects, shell } = useMessages()
  const queries = useQueryClient()
  const send = useMutation({
    mutationFn: () => redrive(letter.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['project', letter.projectId, 'dead-letters'] }),
    onError: ({ problem }) => say(problem.status === 403 ? shell.failed.forbidden : problem.title, { failed: true }),
  })
  const { reason, detail, createdAt, redrivenAt } = letter
  const reasons: Record<string, string> = projects.reasons
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p>
          {reasons[reason] ?? reason} <Moment at={createdAt} className="text-xs text-muted" />
        </p>
        <code className="block truncate font-mono text-xs text-muted">{detail}</code>
      </div>
      {redrivenAt !== null && redrivenAt >= createdAt ? (
        <span className="text-xs text-muted">{projects.sentAgain}</span>
      ) : (
        <Button size="small" disabled={send.isPending} onClick={() => send.mutate()}>
          {projects.sendAgain}
        </Button>
      )}
    </li>
  )
}
