import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck, Radio } from 'lucide-react'
import { fetchIssues } from '../api/issues.ts'
import { useMessages } from '../i18n/language.tsx'
import { useFrames } from '../live/live.tsx'

/** Says whether anything ever came from this app, and turns green by itself when it does. */
export function FirstError({ id }: { id: string }) {
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
      className={`flex items-center gap-3 rounded-xl border border-line px-4 py-3 ${heard ? 'bg-ok-soft' : 'bg-surface'}`}
    >
      {heard ? (
        <CircleCheck className="size-6 shrink-0 text-ok" aria-hidden="true" />
      ) : (
        <Radio className="size-6 shrink-0 motion-safe:animate-pulse text-accent" aria-hidden="true" />
      )}
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{heard ? projects.arrived : projects.waiting}</p>
        <p className="text-muted">{heard ? projects.arrivedText : projects.waitingText}</p>
      </div>
      {heard && (
        <Link to="/issues" search={{ project: id }} className="shrink-0 text-accent underline">
          {projects.seeIssues}
        </Link>
      )}
    </div>
  )
}
