import { Skeleton } from '../components/skeleton.tsx'
import { useMessages } from '../i18n/language.tsx'
import { rowGrid } from './issue-row.tsx'

const rows = Array.from({ length: 10 }, (_, row) => row)

export function ListSkeleton() {
  const { shell } = useMessages()
  return (
    <div role="status" aria-label={shell.loading} className="mt-3 rounded-xl border border-line bg-surface">
      <div className="h-11 rounded-t-xl border-b border-line bg-sunken" />
      {rows.map((row) => (
        <div key={row} className={`${rowGrid} h-[61px] border-b border-line px-4 last:border-b-0`}>
          <Skeleton className="size-4" />
          <Skeleton className="size-4" />
          <div className="grid gap-2">
            <Skeleton className="h-3.5 w-3/5" />
            <Skeleton className="h-3 w-2/5" />
          </div>
          <Skeleton className="h-4 w-12" />
        </div>
      ))}
    </div>
  )
}
