import { useRef } from 'react'
import type { StatusFilter } from '../api/issue-filter.ts'
import type { IssueAction } from '../api/issues.ts'
import type { Issue, Project } from '../api/shapes.ts'
import { IssueRow } from './issue-row.tsx'
import { ListHead } from './list-head.tsx'
import { useIssueAction } from './use-issue-action.ts'
import { focusRow, useRowKeys } from './use-row-keys.ts'
import { useSelection } from './use-selection.ts'

interface IssueListProps {
  rows: readonly Issue[]
  status: StatusFilter
  projects: readonly Project[]
  /** These were dealt with here and leave the view, unless undone. */
  onGone(ids: readonly string[]): void
}

const fits = (issue: Issue, status: StatusFilter) => status === 'all' || issue.status === status

export function IssueList({ rows, status, projects, onGone }: IssueListProps) {
  const list = useRef<HTMLUListElement>(null)
  const selection = useSelection(rows.map((issue) => issue.id))
  const act = useIssueAction()
  const names = new Map(projects.map((project) => [project.id, project.name]))

  const actOn = (action: IssueAction, ids: readonly string[]) => {
    const acted = rows.filter((issue) => ids.includes(issue.id))
    if (list.current?.contains(document.activeElement)) focusRow(list.current, acted.length === 1 ? 1 : 0)
    onGone(ids)
    act(action, acted)
    selection.clear()
  }
  const toggleResolved = (id: string) => {
    const unresolved = rows.find((issue) => issue.id === id)?.status === 'unresolved'
    actOn(unresolved ? 'resolve' : 'unresolve', [id])
  }
  useRowKeys({
    list,
    onSelect: selection.toggle,
    onResolve: toggleResolved,
    onIgnore: (id) => actOn('ignore', [id]),
  })
  return (
    <div className="rounded-xl border border-line bg-surface">
      <ListHead
        shown={rows.length}
        selected={selection.selected.length}
        status={status}
        onSelectAll={selection.toggleAll}
        onAct={(action) => actOn(action, selection.selected)}
      />
      <ul ref={list}>
        {rows.map((issue) => (
          <IssueRow
            key={issue.id}
            issue={issue}
            projectName={names.get(issue.projectId)}
            selected={selection.has(issue.id)}
            elsewhere={!fits(issue, status)}
            onSelect={() => selection.toggle(issue.id)}
            onAct={(action) => actOn(action, [issue.id])}
          />
        ))}
      </ul>
    </div>
  )
}
