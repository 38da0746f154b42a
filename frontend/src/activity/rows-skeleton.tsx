import { Skeleton } from '../components/skeleton.tsx'
import { useMessages } from '../i18n/language.tsx'

const rows = Array.from({ length: 12 }, (_, row) => row)

export function RowsSkeleton() {
  const { shell } = useMessages()
  return (
    <div role="status" aria-label={shell.loading} className="mt-9 rounded-xl border border-line bg-surface">
      <div className="h-9 rounded-t-xl border-b border-line bg-sunken" />
      {rows.map((row) => (
        <div key={row} className="flex h-9 items-center gap-6 border-b border-line px-4 last:border-b-0">
          <Skeleton className="h-3 w-20" />
          <Skeleton className="h-3 w-40" />
          <Skeleton className="h-3 flex-1" />
          <Skeleton className="hidden h-3 w-24 md:block" />
        </div>
      ))}
    </div>
  )
}
