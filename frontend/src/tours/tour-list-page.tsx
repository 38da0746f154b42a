import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { MapPlus, Route } from 'lucide-react'
import { useState } from 'react'
import { useMe } from '../account/use-me.ts'
import { type Tour, toursQuery } from '../api/tours.ts'
import { buttonStyle } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { Notice } from '../components/notice.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useEventWords } from '../events/words.ts'
import { mayDo } from '../organization/access.ts'
import { CardTable, Cell, HeadCell, Row } from '../organization/card-table.tsx'
import { Day } from '../organization/day.tsx'
import { LoadMore } from '../organization/load-more.tsx'
import { PageHead } from '../organization/page-head.tsx'
import { SearchBox } from '../organization/search-box.tsx'
import { useSettled } from '../organization/use-settled.ts'
import { TourBadge } from './tour-badge.tsx'

export function TourListPage() {
  const { pages, tours } = useEventWords()
  const may = mayDo(useMe(), 'event.manage')
  const [text, setText] = useState('')
  return (
    <>
      <PageHead title={pages.tours} intro={tours.intro}>
        {may && (
          <Link to="/manage/tours/new" className={buttonStyle({ look: 'primary' })}>
            <MapPlus aria-hidden="true" />
            {tours.create}
          </Link>
        )}
      </PageHead>
      <div className="pb-3">
        <SearchBox label={tours.search} text={text} onText={setText} />
      </div>
      <Tours query={useSettled(text.trim())} />
    </>
  )
}

function Tours({ query }: { query: string }) {
  const { pages, tours } = useEventWords()
  const list = useInfiniteQuery({ ...toursQuery(query), placeholderData: (before) => before })
  if (list.isPending) return <Skeleton className="h-60 w-full rounded-xl" />
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  const rows = list.data.pages.flatMap((page) => page.data)
  if (rows.length === 0)
    return (
      <Notice
        icon={<Route />}
        title={query === '' ? tours.empty : tours.noMatch}
        {...(query === '' && { text: tours.emptyText })}
      />
    )
  const heads = [tours.name, tours.status, tours.options, tours.until, tours.departures]
  return (
    <div className="overflow-clip rounded-xl border border-line bg-surface">
      <CardTable label={pages.tours} heads={heads}>
        {rows.map((tour) => (
          <TourRow key={tour.id} tour={tour} />
        ))}
      </CardTable>
      <LoadMore list={list} />
    </div>
  )
}

function TourRow({ tour }: { tour: Tour }) {
  const { tours } = useEventWords()
  return (
    <Row>
      <HeadCell>
        <Link
          to="/manage/tours/$id"
          params={{ id: tour.id }}
          className="font-medium wrap-anywhere text-accent hover:underline"
        >
          {tour.name}
        </Link>
        {tour.city !== null && <span className="block text-xs text-muted">{tour.city}</span>}
      </HeadCell>
      <Cell label={tours.status}>
        <TourBadge tour={tour} />
      </Cell>
      <Cell label={tours.options}>
        <span className="text-end wrap-anywhere @2xl:text-start">
          {tour.options.map(({ internalName }) => internalName).join(', ')}
        </span>
      </Cell>
      <Cell label={tours.until}>
        {tour.departuresUntil === null ? <span>–</span> : <Day at={tour.departuresUntil} />}
      </Cell>
      <Cell label={tours.departures}>
        <Link to="/manage/events" search={{ tour: tour.id }} className="text-accent hover:underline">
          {tours.show}
        </Link>
      </Cell>
    </Row>
  )
}
