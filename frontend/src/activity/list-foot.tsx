import { Button } from '../components/button.tsx'
import { useMessages } from '../i18n/language.tsx'

interface ListFootProps {
  rows: number
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage(): Promise<unknown> }
  /** Sealed hours that were searched so far; 0 while only what is not sealed was. */
  sealedHours: number
}

/** How much is shown, and the way to the rest: sealed hours are slower, so each step into them is asked for. */
export function ListFoot({ rows, list, sealedHours }: ListFootProps) {
  const { activity, shell } = useMessages()
  const { events } = activity
  const older = sealedHours > 0
  if (rows === 0 && !list.hasNextPage && !older) return null
  return (
    <div className="grid justify-items-center gap-1.5 py-4 text-xs text-muted">
      <div className="flex flex-wrap items-center justify-center gap-3">
        {events.shown(rows)}
        {older && <span>· {events.sealed(sealedHours)}</span>}
        {list.hasNextPage && (
          <Button onClick={() => void list.fetchNextPage()} disabled={list.isFetchingNextPage}>
            {list.isFetchingNextPage && (older ? events.searching : shell.loading)}
            {!list.isFetchingNextPage && (older ? events.searchOn : events.loadMore)}
          </Button>
        )}
      </div>
      {older && list.hasNextPage && <p>{events.sealedHint}</p>}
    </div>
  )
}
