import { Link } from '@tanstack/react-router'
import { CircleCheck, Inbox, Radio, SearchX } from 'lucide-react'
import type { Project } from '../api/shapes.ts'
import { Button, buttonStyle } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { useMessages } from '../i18n/language.tsx'
import { DsnSnippet } from '../projects/dsn-snippet.tsx'
import type { IssueSearch } from './search.ts'

interface EmptyListProps {
  search: IssueSearch
  projects: readonly Project[]
  onClear(): void
}

/** Why the list is empty: no project yet, nothing sent yet, nothing matches, or all is done. */
export function EmptyList({ search, projects, onClear }: EmptyListProps) {
  const { issues } = useMessages()
  const project = projects.find(({ id }) => id === search.project) ?? projects[0]
  if (project === undefined)
    return (
      <Notice icon={<Inbox />} title={issues.noProjectTitle} text={issues.noProjectText}>
        <Link to="/projects/new" className={buttonStyle({ look: 'primary' })}>
          {issues.createProject}
        </Link>
      </Notice>
    )
  if (search.query !== undefined)
    return (
      <Notice icon={<SearchX />} title={issues.noMatchTitle} text={issues.noMatchText}>
        <Button onClick={onClear}>{issues.clearFilters}</Button>
      </Notice>
    )
  if (search.status === 'resolved' || search.status === 'ignored')
    return <Notice icon={<Inbox />} title={issues.emptyOther} />
  return (
    <>
      <Notice icon={<CircleCheck />} title={issues.emptyTitle} text={issues.emptyText} />
      <div className="mx-auto grid max-w-2xl gap-3 rounded-xl border border-line bg-surface p-5">
        <h2 className="flex items-center gap-2 font-semibold">
          <Radio className="size-4 text-accent" aria-hidden="true" />
          {issues.waitingTitle}
        </h2>
        <p className="text-muted">{issues.waitingText}</p>
        <DsnSnippet project={project} />
      </div>
    </>
  )
}
