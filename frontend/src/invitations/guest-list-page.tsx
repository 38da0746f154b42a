import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { MailPlus } from 'lucide-react'
import { useState } from 'react'
import { useMe } from '../account/use-me.ts'
import { type BookableEvent, bookableEventQuery } from '../api/events.ts'
import { guestListQuery, type InvitationCounts, type InvitationStatus } from '../api/invitations.ts'
import { Button } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { Notice } from '../components/notice.tsx'
import { Select } from '../components/select.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useNews } from '../events/use-news.ts'
import { useEventWords } from '../events/words.ts'
import { useFormat } from '../i18n/language.tsx'
import { mayDo } from '../organization/access.ts'
import { CardTable } from '../organization/card-table.tsx'
import { LoadMore } from '../organization/load-more.tsx'
import { SearchBox } from '../organization/search-box.tsx'
import { useSettled } from '../organization/use-settled.ts'
import { GuestRow } from './guest-row.tsx'
import { InviteGuests } from './invite-guests.tsx'

const route = getRouteApi('/shell/event-frame/manage/events/$id/invitations')

const STATUSES = ['PENDING', 'CONFIRMED', 'CANCELLED', 'WAITLIST'] as const

/** Who was asked to come, and who comes. */
export function GuestListPage() {
  const { id } = route.useParams()
  const { data: event } = useQuery(bookableEventQuery(id))
  return event === undefined ? <Skeleton className="h-72 w-full rounded-xl" /> : <GuestList event={event} />
}

function GuestList({ event }: { event: BookableEvent }) {
  const { guests } = useEventWords()
  const may = mayDo(useMe(), 'booking.manage') && event.status !== 'CANCELLED'
  const [status, setStatus] = useState<InvitationStatus | ''>('')
  const [text, setText] = useState('')
  const [inviting, setInviting] = useState(false)
  const email = useSettled(text.trim().toLowerCase())
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox label={guests.search} text={text} onText={setText} />
        <Select
          label={guests.status}
          value={status}
          options={[['', guests.any] as const, ...STATUSES.map((known) => [known, guests.statuses[known]] as const)]}
          onChange={(chosen) => setStatus(STATUSES.find((known) => known === chosen) ?? '')}
        />
        {may && (
          <Button look="primary" className="sm:ms-auto" onClick={() => setInviting(true)}>
            <MailPlus aria-hidden="true" />
            {guests.invite}
          </Button>
        )}
      </div>
      <Guests event={event} status={status === '' ? null : status} email={email} may={may} />
      {inviting && <InviteGuests event={event} onClose={() => setInviting(false)} />}
    </div>
  )
}

interface GuestsProps {
  event: BookableEvent
  status: InvitationStatus | null
  email: string
  may: boolean
}

function Guests({ event, status, email, may }: GuestsProps) {
  const { guests, tabs } = useEventWords()
  const list = useInfiniteQuery({
    ...guestListQuery(event.id, { status, email }),
    placeholderData: (before) => before,
  })
  useNews(event.id, 'invitation.', () => void list.refetch())
  if (list.isPending) return <Skeleton className="h-72 w-full rounded-xl" />
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  const rows = list.data.pages.flatMap((page) => page.data)
  const counts = list.data.pages[0]?.counts
  if (rows.length === 0 && status === null && email === '')
    return <Notice icon={<MailPlus />} title={guests.empty} text={guests.emptyText} />
  const heads = [guests.who, guests.status, guests.brings, guests.seat, guests.sent, guests.actions]
  return (
    <>
      {counts !== undefined && <Counts counts={counts} />}
      <div className="overflow-clip rounded-xl border border-line bg-surface">
        {rows.length === 0 && <p className="p-6 text-center text-muted">{guests.noMatch}</p>}
        {rows.length > 0 && (
          <CardTable label={tabs.invitations} heads={heads}>
            {rows.map((guest) => (
              <GuestRow key={guest.id} guest={guest} event={event} may={may} />
            ))}
          </CardTable>
        )}
        <LoadMore list={list} />
      </div>
    </>
  )
}

function Counts({ counts }: { counts: InvitationCounts }) {
  const { guests } = useEventWords()
  const format = useFormat()
  const shown = ['coming', 'confirmed', 'pending', 'expired', 'waitlist', 'cancelled'] as const
  return (
    <dl className="grid grid-cols-3 gap-px overflow-hidden rounded-xl border border-line bg-line sm:grid-cols-6">
      {shown.map((name) => (
        <div key={name} className="flex flex-col-reverse bg-surface px-3 py-2.5">
          <dt className="text-xs text-muted">{guests.counts[name]}</dt>
          <dd className="text-lg font-semibold tabular">{format.number(counts[name])}</dd>
        </div>
      ))}
    </dl>
  )
}
