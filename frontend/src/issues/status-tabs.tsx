import { Link } from '@tanstack/react-router'
import { statuses } from '../api/issue-filter.ts'
import { useMessages } from '../i18n/language.tsx'
import { type IssueSearch, issueSearch } from './search.ts'

/** Links, not buttons: each view has a URL of its own. */
export function StatusTabs({ search }: { search: IssueSearch }) {
  const { issues } = useMessages()
  const chosen = search.status ?? 'unresolved'
  return (
    <nav aria-label={issues.title} className="flex gap-1 overflow-x-auto">
      {statuses.map((status) => (
        <Link
          key={status}
          to="/issues"
          search={issueSearch({ ...search, status })}
          aria-current={status === chosen ? 'page' : undefined}
          className="border-b-2 border-transparent px-2.5 py-2 font-medium whitespace-nowrap text-muted hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
        >
          {issues.statuses[status]}
        </Link>
      ))}
    </nav>
  )
}
