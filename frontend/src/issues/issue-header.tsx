import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowLeft, BellOff, CircleCheck, RotateCcw } from 'lucide-react'
import { projectsQuery } from '../api/projects.ts'
import type { IssueDetail } from '../api/shapes.ts'
import { Button } from '../components/button.tsx'
import { useShortcuts } from '../components/shortcuts.ts'
import { useFormat, useMessages } from '../i18n/language.tsx'
import { LiveBadge } from '../live/live-badge.tsx'
import { LevelMark } from './level-mark.tsx'
import { StatusBadge } from './status-badge.tsx'
import { splitTitle } from './title.ts'
import { useIssueAction } from './use-issue-action.ts'

export function IssueHeader({ issue }: { issue: IssueDetail }) {
  const { issues } = useMessages()
  const [type, rest] = splitTitle(issue.title)
  return (
    <header className="mb-4 grid gap-3">
      <div className="flex items-center justify-between gap-3 text-xs text-muted">
        <Trail issue={issue} />
        <LiveBadge />
      </div>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-80">
          <h1 className="flex items-start gap-2.5 text-xl leading-snug font-semibold tracking-tight">
            <LevelMark level={issue.level} className="mt-1.5 size-4.5" />
            <span className="min-w-0 wrap-anywhere">{type}</span>
          </h1>
          {rest !== '' && <p className="mt-0.5 line-clamp-3 wrap-anywhere text-muted md:ps-7">{rest}</p>}
          <div className="mt-2 flex flex-wrap items-center gap-2 text-xs text-muted md:ps-7">
            <StatusBadge status={issue.status} />
            {issue.regressions > 0 && (
              <span className="inline-flex items-center gap-1 rounded-full bg-warning-soft px-2 py-0.5 font-medium text-warning">
                <RotateCcw className="size-3.5" aria-hidden="true" />
                {issues.regressed(issue.regressions)}
              </span>
            )}
            {issue.culprit !== '' && <span className="font-mono break-all">{issue.culprit}</span>}
          </div>
        </div>
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          <Count n={issue.count} name={issues.events} />
          <Count n={issue.users} name={issues.users} />
          <Actions issue={issue} />
        </div>
      </div>
    </header>
  )
}

function Trail({ issue }: { issue: IssueDetail }) {
  const { issues } = useMessages()
  const project = useQuery(projectsQuery).data?.find(({ id }) => id === issue.projectId)
  return (
    <div className="flex min-w-0 items-center gap-2">
      <Link to="/issues" search={{}} className="inline-flex shrink-0 items-center gap-1.5 rounded p-1 hover:text-ink">
        <ArrowLeft className="size-4" aria-hidden="true" />
        {issues.title}
      </Link>
      <span aria-hidden="true">/</span>
      <Link to="/projects/$id" params={{ id: issue.projectId }} className="truncate rounded p-1 hover:text-ink">
        {project?.name ?? issue.projectId}
      </Link>
      <span aria-hidden="true">/</span>
      <span className="min-w-16 truncate font-mono">{issue.shortId}</span>
    </div>
  )
}

function Count(props: { n: number; name: string }) {
  const format = useFormat()
  return (
    <div className="text-end">
      <div className="tabular text-lg leading-tight font-semibold">{format.number(props.n)}</div>
      <div className="text-xs text-muted">{props.name}</div>
    </div>
  )
}

function Actions({ issue }: { issue: IssueDetail }) {
  const { issues } = useMessages()
  const act = useIssueAction()
  const open = issue.status === 'unresolved'
  useShortcuts({
    e: () => act(open ? 'resolve' : 'unresolve', [issue]),
    a: () => act('ignore', [issue]),
    i: () => act('ignore', [issue]),
  })
  if (!open)
    return (
      <Button onClick={() => act('unresolve', [issue])}>
        <RotateCcw />
        {issues.unresolve}
      </Button>
    )
  return (
    <div className="flex gap-2">
      <Button look="primary" onClick={() => act('resolve', [issue])}>
        <CircleCheck />
        {issues.resolve}
      </Button>
      <Button onClick={() => act('ignore', [issue])}>
        <BellOff />
        {issues.ignore}
      </Button>
    </div>
  )
}
