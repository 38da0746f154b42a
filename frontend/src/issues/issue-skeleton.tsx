import { Skeleton } from '../components/skeleton.tsx'
import { useMessages } from '../i18n/language.tsx'

export function IssueSkeleton() {
  const { shell } = useMessages()
  return (
    <div role="status" aria-label={shell.loading} className="mx-auto grid max-w-7xl gap-4 px-3 py-4 md:px-6">
      <Skeleton className="h-6 w-48" />
      <Skeleton className="h-7 w-2/3" />
      <Skeleton className="h-5 w-1/2" />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="grid gap-4">
          <Skeleton className="h-[11.5rem] w-full" />
          <Skeleton className="h-96 w-full" />
        </div>
        <Skeleton className="h-80 w-full" />
      </div>
    </div>
  )
}
