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

const isOpen = (rows: readonly Issue[], id: string) =>
  rows.some((issue) => issue.id === id && issue.status === 'unresolved')

/** What is selected, and what can be done with it or with the row that holds the focus. */
function useRowActions({ rows, onGone }: IssueListProps) {
  const list = useRef<HTMLUListElement>(null)
  const selection = useSelection(rows.map((issue) => issue.id))
  const act = useIssueAction()
  const actOn = (action: IssueAction, ids: readonly string[]) => {
    if (list.current?.contains(document.activeElement)) focusRow(list.current, ids.length === 1 ? 1 : 0)
    onGone(ids)
    act(
      action,
      rows.filter((issue) => ids.includes(issue.id)),
    )
    selection.clear()
  }
  useRowKeys({
    list,
    onSelect: selection.toggle,
    onResolve: (id) => actOn(isOpen(rows, id) ? 'resolve' : 'unresolve', [id]),
    onIgnore: (id) => actOn('ignore', [id]),
  })
  return { list, selection, actOn }
}

export function IssueList(props: IssueListProps) {
  const { rows, status } = props
  const { list, selection, actOn } = useRowActions(props)
  const names = new Map(props.projects.map((project) => [project.id, project.name]))
  return (
    <div className="rounded-xl border border-line bg-surface">
      <ListHead
        shown={rows.length}
        status={status}
        selection={selection}
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
