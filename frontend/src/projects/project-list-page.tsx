import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FolderKanban, Plus } from 'lucide-react'
import { projectsQuery } from '../api/projects.ts'
import type { Project } from '../api/shapes.ts'
import { buttonStyle } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Failure } from '../components/failure.tsx'
import { Notice } from '../components/notice.tsx'
import { usePageTitle } from '../components/page-title.ts'
import { Skeleton } from '../components/skeleton.tsx'
import { useMessages } from '../i18n/language.tsx'
import { platformName } from './snippets.ts'

export function ProjectListPage() {
  const { projects } = useMessages()
  const { data, error, refetch } = useQuery(projectsQuery)
  usePageTitle(projects.title)
  const create = (
    <Link to="/projects/new" className={buttonStyle({ look: 'primary' })}>
      <Plus aria-hidden="true" />
      {projects.create}
    </Link>
  )
  return (
    <div className="mx-auto max-w-5xl px-3 py-4 md:px-6">
      <div className="flex items-center justify-between gap-3 pb-4">
        <h1 className="text-xl font-semibold tracking-tight">{projects.title}</h1>
        {data !== undefined && data.length > 0 && create}
      </div>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton className="h-28 w-full" />}
      {data?.length === 0 && (
        <Notice icon={<FolderKanban />} title={projects.emptyTitle} text={projects.emptyText}>
          {create}
        </Notice>
      )}
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-3 md:grid-cols-2">
        {data?.map((project) => (
          <Card key={project.id} project={project} />
        ))}
      </ul>
    </div>
  )
}

function Card({ project }: { project: Project }) {
  const { projects } = useMessages()
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)] gap-3 rounded-xl border border-line bg-surface p-4 hover:border-edge">
      <div className="flex items-baseline justify-between gap-3">
        <Link
          to="/projects/$id"
          params={{ id: project.id }}
          className="truncate font-semibold after:absolute after:inset-0"
        >
          {project.name}
        </Link>
        <span className="shrink-0 text-xs text-muted">{platformName(project.platform)}</span>
      </div>
      <div className="flex items-center justify-between gap-3">
        <code className="truncate font-mono text-xs text-muted">{project.dsn ?? projects.noDsn}</code>
        {project.dsn !== null && (
          <span className="relative z-10">
            <CopyButton text={project.dsn} label={projects.dsn} />
          </span>
        )}
      </div>
      <Link
        to="/issues"
        search={{ project: project.id }}
        className="relative z-10 justify-self-start text-accent underline"
      >
        {projects.issues}
      </Link>
    </li>
  )
}
