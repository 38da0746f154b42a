import { Bug, CircleDot, Database, Globe, type LucideIcon, MousePointerClick, Navigation, Terminal } from 'lucide-react'
import { useState } from 'react'
import type { Breadcrumb } from '../../../contract/occurrences.ts'
import { Button } from '../components/button.tsx'
import { Panel } from '../components/panel.tsx'
import { useFormat, useMessages } from '../i18n/language.tsx'
import { ValueTable } from './value-tree.tsx'

const shownAtFirst = 12

/** What happened before, oldest first; the error stands at the end of the line. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Breadcrumb[] }) {
  const { occurrence, shell } = useMessages()
  const [all, setAll] = useState(false)
  const known = crumbs.filter((crumb) => crumb != null)
  if (known.length === 0) return null
  const shown = all ? known : known.slice(-shownAtFirst)
  const hidden = known.length - shownAtFirst
  return (
    <Panel
      title={`${occurrence.breadcrumbs} (${known.length})`}
      aside={
        hidden > 0 && (
          <Button size="small" onClick={() => setAll(!all)}>
            {all ? shell.showLess : occurrence.earlier(hidden)}
          </Button>
        )
      }
    >
      <ol className="px-4 py-3">
        {shown.map((crumb, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: crumbs never move
          <Crumb key={i} crumb={crumb} />
        ))}
      </ol>
    </Panel>
  )
}

const icons: [RegExp, LucideIcon][] = [
  [/http|fetch|xhr|request/, Globe],
  [/navigation/, Navigation],
  [/^ui|click|touch|input/, MousePointerClick],
  [/query|sql|db|redis/, Database],
  [/console|log|debug/, Terminal],
  [/error|exception/, Bug],
]

const levelStyles: Record<string, string> = { fatal: 'text-fatal', error: 'text-error', warning: 'text-warning' }

function Crumb({ crumb }: { crumb: Breadcrumb }) {
  const format = useFormat()
  const kind = `${crumb.type ?? ''} ${crumb.category ?? ''}`.trim()
  const Icon = icons.find(([pattern]) => pattern.test(kind))?.[1] ?? CircleDot
  const data = Object.entries(crumb.data ?? {})
  const style = levelStyles[crumb.level ?? ''] ?? 'text-muted'
  return (
    <li className="relative flex gap-3 pb-3 last:pb-0 not-last:before:absolute not-last:before:start-3 not-last:before:top-6 not-last:before:bottom-0 not-last:before:w-px not-last:before:bg-line">
      <span className={`grid size-6 shrink-0 place-items-center rounded-full border border-line bg-surface ${style}`}>
        <Icon className="size-3.5" aria-hidden="true" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-mono text-xs font-semibold">{crumb.category ?? crumb.type}</span>
          {crumb.level != null && crumb.level !== 'info' && <span className={`text-xs ${style}`}>{crumb.level}</span>}
          {crumb.timestamp != null && (
            <time
              dateTime={crumb.timestamp}
              title={format.absolute(crumb.timestamp)}
              className="tabular ms-auto font-mono text-xs text-muted"
            >
              {format.time(crumb.timestamp)}
            </time>
          )}
        </p>
        {crumb.message != null && (
          <p className="font-mono text-xs wrap-anywhere whitespace-pre-wrap">{crumb.message}</p>
        )}
        {data.length > 0 && <ValueTable values={data} />}
      </div>
    </li>
  )
}
