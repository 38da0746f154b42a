import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, Clock, Gift, LogOut, type LucideIcon, TimerOff, X } from 'lucide-react'
import { useState } from 'react'
import type { BookableEvent } from '../api/events.ts'
import { type EntryStatus, type ListedEntry, offerNow } from '../api/waitlist.ts'
import { Button } from '../components/button.tsx'
import { Moment } from '../components/moment.tsx'
import { say } from '../components/toast.ts'
import { MoreMenu } from '../events/more-menu.tsx'
import { useTold } from '../events/told.ts'
import { useSeatNames } from '../events/use-seat-names.ts'
import { useEventWords } from '../events/words.ts'
import { useFormat } from '../i18n/language.tsx'
import { Badge, type Tone } from '../organization/badge.tsx'
import { ActionCell, Cell, HeadCell, Row } from '../organization/card-table.tsx'
import { PriorityDialog, RevokeDialog } from './entry-dialogs.tsx'

const looks: Record<EntryStatus, readonly [Tone, LucideIcon]> = {
  WAITING: ['plain', Clock],
  OFFERED: ['warning', Gift],
  CLAIMED: ['ok', CircleCheck],
  LAPSED: ['plain', TimerOff],
  DECLINED: ['plain', X],
  LEFT: ['plain', LogOut],
  REVOKED: ['error', X],
}

interface EntryProps {
  entry: ListedEntry
  event: BookableEvent
  may: boolean
}

export function EntryRow({ entry, event, may }: EntryProps) {
  const { waitlist } = useEventWords()
  const type = event.ticketTypes.find(({ id }) => id === entry.ticketTypeId)
  const wants = [
    waitlist.places(entry.quantity),
    type?.name,
    entry.accessible > 0 && waitlist.accessible(entry.accessible),
  ]
  return (
    <Row>
      <Cell label={waitlist.place}>
        <span className="font-semibold tabular">{entry.position ?? '–'}</span>
      </Cell>
      <HeadCell>
        <span className="font-medium wrap-anywhere">{entry.name ?? entry.email}</span>
        {entry.name !== null && <span className="block truncate text-xs text-muted">{entry.email}</span>}
      </HeadCell>
      <Cell label={waitlist.wants}>
        <span className="text-end @2xl:text-start">
          {wants.filter((part) => part !== undefined && part !== false).join(' · ')}
          {entry.priority !== 0 && (
            <span className="block text-xs text-muted wrap-anywhere" title={entry.priorityReason ?? undefined}>
              {waitlist.priority(entry.priority)}
              {entry.priorityReason !== null && ` · ${entry.priorityReason}`}
            </span>
          )}
        </span>
      </Cell>
      <Cell label={waitlist.status}>
        <Status entry={entry} event={event} />
      </Cell>
      <Cell label={waitlist.since}>
        <Moment at={entry.joinedAt} className="whitespace-nowrap text-muted" />
      </Cell>
      <ActionCell>{may && <Steps entry={entry} event={event} />}</ActionCell>
    </Row>
  )
}

function Status({ entry: { status, offer, lapses }, event }: Omit<EntryProps, 'may'>) {
  const { waitlist } = useEventWords()
  const { nameOf } = useSeatNames(event)
  const format = useFormat()
  const [tone, icon] = looks[status]
  return (
    <span className="grid justify-items-end gap-0.5 @2xl:justify-items-start">
      <Badge tone={tone} icon={icon}>
        {waitlist.statuses[status]}
      </Badge>
      {offer !== null && offer.seats.length > 0 && (
        <span className="text-end text-xs text-muted wrap-anywhere @2xl:text-start">
          {offer.seats.map(nameOf).join('; ')}
        </span>
      )}
      {offer !== null && <span className="text-xs text-muted">{waitlist.offerEnds(format.hour(offer.expiresAt))}</span>}
      {lapses > 0 && <span className="text-xs text-muted">{waitlist.lapses(lapses)}</span>}
    </span>
  )
}

/** What an organiser may do with who waits; how it ended stays. */
function Steps({ entry, event }: Omit<EntryProps, 'may'>) {
  const { waitlist } = useEventWords()
  const queries = useQueryClient()
  const [asking, setAsking] = useState<'priority' | 'revoke' | null>(null)
  const who = entry.name ?? entry.email
  const offer = useMutation({
    mutationFn: () => offerNow(event.id, entry.id),
    onSuccess: () => {
      say(waitlist.offered(who))
      return queries.invalidateQueries({ queryKey: ['waitlist', event.id] })
    },
    onError: useTold(),
  })
  if (entry.status !== 'WAITING' && entry.status !== 'OFFERED') return null
  const close = () => setAsking(null)
  return (
    <>
      {entry.status === 'WAITING' && (
        <Button
          size="small"
          disabled={offer.isPending}
          aria-label={waitlist.offerTo(who)}
          onClick={() => offer.mutate()}
        >
          {waitlist.offerNow}
        </Button>
      )}
      <MoreMenu
        label={waitlist.moreOf(who)}
        items={[
          ...(entry.status === 'WAITING' ? [{ text: waitlist.prioritise, run: () => setAsking('priority') }] : []),
          { text: waitlist.revoke, run: () => setAsking('revoke'), danger: true },
        ]}
      />
      {asking === 'priority' && <PriorityDialog entry={entry} onClose={close} />}
      {asking === 'revoke' && <RevokeDialog entry={entry} onClose={close} />}
    </>
  )
}
