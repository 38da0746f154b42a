import { Link } from '@tanstack/react-router'
import { BellOff, CircleCheck, RotateCcw, Users } from 'lucide-react'
import type { IssueAction } from '../api/issues.ts'
import type { Issue } from '../api/shapes.ts'
import { IconButton } from '../components/button.tsx'
import { Moment } from '../components/moment.tsx'
import { useFormat, useMessages } from '../i18n/language.tsx'
import { LevelMark } from './level-mark.tsx'
import { Sparkline } from './sparkline.tsx'
import { StatusBadge } from './status-badge.tsx'
import { splitTitle } from './title.ts'

export interface IssueRowProps {
  issue: Issue
  projectName: string | undefined
  selected: boolean
  /** Someone else dealt with it while it was shown; it stays where it is until the list is loaded again. */
  elsewhere: boolean
  onSelect(): void
  onAct(action: IssueAction): void
}

export const rowGrid =
  'grid items-center gap-x-3 grid-cols-[auto_auto_minmax(0,1fr)_auto] lg:grid-cols-[auto_auto_minmax(0,1fr)_7.5rem_4.5rem_4.5rem_5.5rem_4.25rem]'

export function IssueRow(props: IssueRowProps) {
  const { issue, selected } = props
  const { issues } = useMessages()
  return (
    <li
      data-issue={issue.id}
      className={`group relative ${rowGrid} border-b border-line px-4 py-2.5 last:border-b-0 focus-within:bg-hover hover:bg-hover ${selected ? 'bg-accent-soft' : ''} ${props.elsewhere ? 'bg-sunken' : ''}`}
    >
      <input
        type="checkbox"
        checked={selected}
        onChange={props.onSelect}
        aria-label={issues.select(issue.title)}
        className="relative z-10 size-4"
      />
      <LevelMark level={issue.level} />
      <div className="min-w-0">
        <IssueTitle issue={issue} />
        <IssueFacts issue={issue} projectName={props.projectName} elsewhere={props.elsewhere} />
      </div>
      <IssueCounts issue={issue} />
      <RowActions issue={issue} onAct={props.onAct} />
    </li>
  )
}

function IssueTitle({ issue }: { issue: Issue }) {
  const [type, rest] = splitTitle(issue.title)
  return (
    <Link
      to="/issues/$id"
      params={{ id: issue.id }}
      className="line-clamp-2 wrap-anywhere outline-none after:absolute after:inset-0 after:content-[''] focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent lg:block lg:truncate"
    >
      <span className="font-semibold">{type}</span>
      {rest !== '' && <span className="text-muted"> {rest}</span>}
    </Link>
  )
}

function IssueFacts({ issue, projectName, elsewhere }: Pick<IssueRowProps, 'issue' | 'projectName' | 'elsewhere'>) {
  const { issues } = useMessages()
  return (
    <div className="mt-0.5 flex min-w-0 items-center gap-2 text-xs text-muted">
      {elsewhere && <StatusBadge status={issue.status} />}
      {issue.regressions > 0 && (
        <span className="inline-flex shrink-0 items-center gap-1 rounded-full bg-warning-soft px-1.5 text-warning">
          <RotateCcw className="size-3" aria-hidden="true" />
          {issues.regressed(issue.regressions)}
        </span>
      )}
      <span className="max-w-40 shrink-0 truncate font-mono">{issue.shortId}</span>
      {issue.culprit !== '' && <span className="truncate font-mono">{issue.culprit}</span>}
      {projectName !== undefined && <span className="hidden max-w-40 shrink-0 truncate sm:inline">{projectName}</span>}
      {issue.environment !== null && <span className="hidden shrink-0 xl:inline">{issue.environment}</span>}
    </div>
  )
}

function IssueCounts({ issue }: { issue: Issue }) {
  const { issues } = useMessages()
  const format = useFormat()
  return (
    <>
      <Sparkline counts={issue.sparkline} className="hidden h-6 w-full lg:block" />
      <div className="text-end lg:contents">
        <span className="tabular block text-end font-semibold" title={issues.eventCount(issue.count)}>
          {format.compact(issue.count)}
          <span className="sr-only"> {issues.events}</span>
        </span>
        <span
          className="tabular hidden items-center justify-end gap-1 text-muted lg:flex"
          title={issues.userCount(issue.users)}
        >
          <Users className="size-3.5" aria-hidden="true" />
          {format.compact(issue.users)}
          <span className="sr-only"> {issues.users}</span>
        </span>
        <Sparkline counts={issue.sparkline} className="my-0.5 ms-auto h-4 w-16 lg:hidden" />
        <span className="block text-end text-xs whitespace-nowrap text-muted">
          <span className="sr-only">{issues.lastSeen} </span>
          <Moment at={issue.lastSeen} />
          <span className="hidden lg:block">
            <span className="sr-only">{issues.firstSeen} </span>
            <Moment at={issue.firstSeen} className="opacity-90" />
          </span>
        </span>
      </div>
    </>
  )
}

function RowActions({ issue, onAct }: Pick<IssueRowProps, 'issue' | 'onAct'>) {
  const { issues } = useMessages()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div role="group" aria-label={issues.actionsFor(issue.title)} className="relative z-10 hidden justify-end lg:flex">
      {issue.status === 'unresolved' ? (
        <>
          <IconButton label={issues.resolve} onClick={() => onAct('resolve')}>
            <CircleCheck />
          </IconButton>
          <IconButton label={issues.ignore} onClick={() => onAct('ignore')}>
            <BellOff />
          </IconButton>
        </>
      ) : (
        <IconButton label={issues.unresolve} onClick={() => onAct('unresolve')}>
          <RotateCcw />
        </IconButton>
      )}
    </div>
  )
}
