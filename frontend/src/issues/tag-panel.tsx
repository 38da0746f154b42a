import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { tagsQuery } from '../api/issues.ts'
import type { IssueTag } from '../api/shapes.ts'
import { Failure } from '../components/failure.tsx'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useFormat, useMessages } from '../i18n/language.tsx'
import { searchFor } from '../occurrence/highlights.tsx'

const valuesShown = 4

/** How the events of an issue spread over the values of each tag. */
export function TagPanel({ id }: { id: string }) {
  const { occurrence } = useMessages()
  const { data, error, refetch } = useQuery(tagsQuery(id))
  return (
    <Panel title={occurrence.distribution}>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton className="m-4 h-40" />}
      {data?.length === 0 && <p className="p-4 text-muted">{occurrence.noTags}</p>}
      <div className="grid gap-4 p-4 empty:hidden">
        {data?.map((tag) => (
          <TagBars key={tag.key} tag={tag} />
        ))}
      </div>
    </Panel>
  )
}

function TagBars({ tag }: { tag: IssueTag }) {
  const { occurrence } = useMessages()
  const shown = tag.values.slice(0, valuesShown)
  const rest = tag.total - shown.reduce((sum, { count }) => sum + count, 0)
  return (
    <section>
      <h3 className="mb-1 font-mono text-xs wrap-anywhere text-muted">{tag.key}</h3>
      <ul className="grid gap-0.5">
        {shown.map(({ value, count }) => (
          <li key={value}>
            <Link
              to="/issues"
              search={{ status: 'all', query: searchFor(tag.key, value) }}
              title={occurrence.searchTag}
              className="block rounded hover:bg-hover"
            >
              <Bar name={value} share={count / Math.max(1, tag.total)} />
            </Link>
          </li>
        ))}
        {rest > 0 && (
          <li>
            <Bar name={occurrence.otherValues} share={rest / tag.total} other />
          </li>
        )}
      </ul>
    </section>
  )
}

function Bar(props: { name: string; share: number; other?: boolean }) {
  const format = useFormat()
  return (
    <span className="relative flex h-6 items-center justify-between gap-3 overflow-hidden rounded px-2 text-xs">
      <svg
        aria-hidden="true"
        className="absolute inset-0 size-full text-accent-soft"
        preserveAspectRatio="none"
        viewBox="0 0 100 1"
      >
        <rect width={Math.max(1, props.share * 100)} height="1" fill="currentColor" />
      </svg>
      <span className={`relative truncate ${props.other === true ? 'text-muted italic' : 'font-medium'}`}>
        {props.name}
      </span>
      <span className="tabular relative shrink-0 text-muted">{format.percent(props.share)}</span>
    </span>
  )
}
