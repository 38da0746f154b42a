import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ArrowLeft, ListTree } from 'lucide-react'
import { useMe } from '../account/use-me.ts'
import { projectQuery } from '../api/projects.ts'
import type { Project } from '../api/shapes.ts'
import { buttonStyle } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Failure } from '../components/failure.tsx'
import { usePageTitle } from '../components/page-title.ts'
import { Skeleton } from '../components/skeleton.tsx'
import { useMessages } from '../i18n/language.tsx'
import { mayDo } from '../organization/access.ts'
import { DeadLetters } from './dead-letters.tsx'
import { FirstError } from './first-error.tsx'
import { Keys } from './keys.tsx'
import { Outcomes } from './outcomes.tsx'
import { ProjectSettings } from './project-settings.tsx'
import { SetUp } from './set-up.tsx'

const route = getRouteApi('/shell/projects/$id')

export function ProjectPage() {
  const { projects } = useMessages()
  const { id } = route.useParams()
  const me = useMe()
  const { data: project, error, refetch } = useQuery(projectQuery(id))
  usePageTitle(project?.name ?? projects.title)
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} page />
  if (project === undefined) return <Skeleton className="m-6 h-96" />
  return (
    <div className="mx-auto grid max-w-5xl gap-4 px-3 py-4 md:px-6">
      <ProjectHeader project={project} />
      <FirstError id={id} dsn={project.dsn} />
      {project.dsn !== null && <SetUp platform={project.platform} dsn={project.dsn} />}
      <Keys id={id} />
      <Outcomes id={id} />
      <DeadLetters id={id} />
      {mayDo(me, 'project.manage') && <ProjectSettings project={project} />}
    </div>
  )
}

function ProjectHeader({ project }: { project: Project }) {
  const { projects } = useMessages()
  return (
    <header className="grid gap-3">
      <Link
        to="/projects"
        className="inline-flex items-center gap-1.5 justify-self-start rounded p-1 text-xs text-muted hover:text-ink"
      >
        <ArrowLeft className="size-4" aria-hidden="true" />
        {projects.title}
      </Link>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">{project.name}</h1>
        <Link to="/issues" search={{ project: project.id }} className={buttonStyle({})}>
          <ListTree aria-hidden="true" />
          {projects.issues}
        </Link>
      </div>
      {project.dsn === null ? (
        <p className="rounded-lg bg-warning-soft px-3 py-2 text-warning">{projects.noDsn}</p>
      ) : (
        <div className="flex min-w-0 items-center gap-3 rounded-lg border border-line bg-surface py-2 ps-4 pe-2">
          <span className="text-xs font-semibold text-muted">{projects.dsn}</span>
          <code className="min-w-0 flex-1 truncate font-mono text-xs">{project.dsn}</code>
          <CopyButton text={project.dsn} />
        </div>
      )}
    </header>
  )
}
