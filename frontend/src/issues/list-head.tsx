import { BellOff, CircleCheck, RotateCcw } from 'lucide-react'
import type { IssueAction } from '../api/issues.ts'
import { Button } from '../components/button.tsx'
import { useMessages } from '../i18n/language.tsx'
import { rowGrid } from './issue-row.tsx'

interface ListHeadProps {
  shown: number
  selection: { selected: readonly string[]; toggleAll(): void }
  /** Whether the view holds only unresolved issues, or none of them. */
  status: 'unresolved' | 'resolved' | 'ignored' | 'all'
  onAct(action: IssueAction): void
}

/** Names the columns; once something is selected, says how much and what can be done with it. */
export function ListHead(props: ListHeadProps) {
  const { issues } = useMessages()
  const selected = props.selection.selected.length
  return (
    <div className={`${rowGrid} min-h-11 rounded-t-xl border-b border-line bg-sunken px-4 text-xs text-muted`}>
      <input
        type="checkbox"
        className="size-4"
        aria-label={issues.selectAll}
        checked={selected > 0 && selected === props.shown}
        ref={(box) => {
          if (box !== null) box.indeterminate = selected > 0 && selected < props.shown
        }}
        onChange={props.selection.toggleAll}
        disabled={props.shown === 0}
      />
      {selected > 0 ? <BulkActions {...props} /> : <ColumnNames />}
    </div>
  )
}

function ColumnNames() {
  const { issues } = useMessages()
  return (
    <>
      <span aria-hidden="true" className="col-span-2 lg:ps-7">
        {issues.issue}
      </span>
      <span aria-hidden="true" className="hidden lg:block">
        {issues.trend}
      </span>
      <span aria-hidden="true" className="text-end">
        {issues.events}
      </span>
      <span aria-hidden="true" className="hidden text-end lg:block">
        {issues.users}
      </span>
      <span aria-hidden="true" className="hidden text-end lg:block">
        {issues.seen}
      </span>
      <span className="hidden lg:block" />
    </>
  )
}

function BulkActions({ selection, status, onAct }: ListHeadProps) {
  const { issues } = useMessages()
  return (
    <div className="col-span-3 flex flex-wrap items-center gap-2 py-1.5 lg:col-span-7">
      <span className="me-1 font-medium text-ink">{issues.selected(selection.selected.length)}</span>
      {status !== 'resolved' && (
        <Button size="small" onClick={() => onAct('resolve')}>
          <CircleCheck />
          {issues.resolve}
        </Button>
      )}
      {status !== 'ignored' && (
        <Button size="small" onClick={() => onAct('ignore')}>
          <BellOff />
          {issues.ignore}
        </Button>
      )}
      {status !== 'unresolved' && (
        <Button size="small" onClick={() => onAct('unresolve')}>
          <RotateCcw />
          {issues.unresolve}
        </Button>
      )}
    </div>
  )
}
