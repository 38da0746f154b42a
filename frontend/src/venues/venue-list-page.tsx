import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { MapPin, Plus } from 'lucide-react'
import { useState } from 'react'
import { useMe } from '../account/use-me.ts'
import { deleteVenue, type Venue, venuesQuery } from '../api/venues.ts'
import { Button } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { Notice } from '../components/notice.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { MoreMenu } from '../events/more-menu.tsx'
import { useEventWords } from '../events/words.ts'
import { mayDo } from '../organization/access.ts'
import { ActionCell, CardTable, Cell, HeadCell, Row } from '../organization/card-table.tsx'
import { Confirm } from '../organization/confirm.tsx'
import { LoadMore } from '../organization/load-more.tsx'
import { PageHead } from '../organization/page-head.tsx'
import { SearchBox } from '../organization/search-box.tsx'
import { useSettled } from '../organization/use-settled.ts'
import { VenueDialog } from './venue-dialog.tsx'

export function VenueListPage() {
  const { pages, venues } = useEventWords()
  const may = mayDo(useMe(), 'event.manage')
  const [adding, setAdding] = useState(false)
  const [text, setText] = useState('')
  return (
    <>
      <PageHead title={pages.venues} intro={venues.intro}>
        {may && (
          <Button look="primary" onClick={() => setAdding(true)}>
            <Plus aria-hidden="true" />
            {venues.create}
          </Button>
        )}
      </PageHead>
      <div className="pb-3">
        <SearchBox label={venues.search} text={text} onText={setText} />
      </div>
      <Venues query={useSettled(text.trim())} may={may} />
      {adding && <VenueDialog venue={null} onClose={() => setAdding(false)} />}
    </>
  )
}

function Venues({ query, may }: { query: string; may: boolean }) {
  const { pages, venues, waitlist } = useEventWords()
  const list = useInfiniteQuery({ ...venuesQuery(query), placeholderData: (before) => before })
  if (list.isPending) return <Skeleton className="h-60 w-full rounded-xl" />
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  const rows = list.data.pages.flatMap((page) => page.data)
  if (rows.length === 0)
    return (
      <Notice
        icon={<MapPin />}
        title={query === '' ? venues.empty : venues.noMatch}
        {...(query === '' && { text: venues.emptyText })}
      />
    )
  return (
    <div className="overflow-clip rounded-xl border border-line bg-surface">
      <CardTable label={pages.venues} heads={[venues.name, venues.address, venues.timeZone, waitlist.actions]}>
        {rows.map((venue) => (
          <VenueRow key={venue.id} venue={venue} may={may} />
        ))}
      </CardTable>
      <LoadMore list={list} />
    </div>
  )
}

function VenueRow({ venue, may }: { venue: Venue; may: boolean }) {
  const { venues } = useEventWords()
  const queries = useQueryClient()
  const [asking, setAsking] = useState<'change' | 'delete' | null>(null)
  const remove = useMutation({
    mutationFn: () => deleteVenue(venue.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['venues'] }),
  })
  const address = [venue.address, venue.city, venue.country].filter((part) => part !== null && part !== '')
  return (
    <Row>
      <HeadCell>
        <span className="font-medium wrap-anywhere">{venue.name}</span>
        {venue.accessibility !== null && (
          <span className="block text-xs text-muted wrap-anywhere">{venue.accessibility}</span>
        )}
      </HeadCell>
      <Cell label={venues.address}>
        <span className="text-end wrap-anywhere @2xl:text-start">{address.join(', ')}</span>
      </Cell>
      <Cell label={venues.timeZone}>
        <span className="text-muted">{venue.timeZone}</span>
      </Cell>
      <ActionCell>
        {may && (
          <>
            <Button size="small" aria-label={venues.changeOf(venue.name)} onClick={() => setAsking('change')}>
              {venues.change}
            </Button>
            <MoreMenu
              label={venues.moreOf(venue.name)}
              items={[{ text: venues.remove, run: () => setAsking('delete'), danger: true }]}
            />
          </>
        )}
        {asking === 'change' && <VenueDialog venue={venue} onClose={() => setAsking(null)} />}
        {asking === 'delete' && (
          <Confirm
            title={venues.removeTitle(venue.name)}
            text={venues.removeText}
            submit={venues.remove}
            mutation={remove}
            onClose={() => setAsking(null)}
          />
        )}
      </ActionCell>
    </Row>
  )
}
