import type { Project } from '../api/shapes.ts'
import { CodeBlock } from '../components/code-block.tsx'
import { useMessages } from '../i18n/language.tsx'
import { snippetFor } from './snippets.ts'

/** The DSN where an SDK wants it, in the language of the project. */
export function DsnSnippet({ project }: { project: Project }) {
  const { projects } = useMessages()
  if (project.dsn === null) return <p className="text-warning">{projects.noDsn}</p>
  return <CodeBlock code={snippetFor(project.platform, project.dsn).code} />
}
