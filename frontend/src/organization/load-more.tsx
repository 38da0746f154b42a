import { Button } from '../components/button.tsx'
import { useMessages } from '../i18n/language.tsx'

interface LoadMoreProps {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage(): Promise<unknown>
}

/** The rest of a list that is read page by page. */
export function LoadMore({ list }: { list: LoadMoreProps }) {
  const { organization, shell } = useMessages()
  if (!list.hasNextPage) return null
  return (
    <div className="grid justify-items-center border-t border-line p-3">
      <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {list.isFetchingNextPage ? shell.loading : organization.loadMore}
      </Button>
    </div>
  )
}
