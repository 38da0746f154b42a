import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, Clock, Hourglass, type LucideIcon, X } from 'lucide-react'
import { useState } from 'react'
import type { BookableEvent } from '../api/events.ts'
import { cancelGuest, type InvitationStatus, type ListedInvitation, resendGuest } from '../api/invitations.ts'
import { CopyButton } from '../components/copy-button.tsx'
import { Moment } from '../components/moment.tsx'
import { say } from '../components/toast.ts'
import { MoreMenu } from '../events/more-menu.tsx'
import { useTold } from '../events/told.ts'
import { useSeatNames } from '../events/use-seat-names.ts'
import { useEventWords } from '../events/words.ts'
import { Badge, type Tone } from '../organization/badge.tsx'
import { ActionCell, Cell, HeadCell, Row } from '../organization/card-table.tsx'
import { Confirm } from '../organization/confirm.tsx'
import { EditGuest } from './edit-guest.tsx'

const looks: Record<InvitationStatus, readonly [Tone, LucideIcon]> = {
  PENDING: ['plain', Clock],
  CONFIRMED: ['ok', CircleCheck],
  CANCELLED: ['error', X],
  WAITLIST: ['warning', Hourglass],
}

interface GuestProps {
  guest: ListedInvitation
  event: BookableEvent
  may: boolean
}

export function GuestRow({ guest, event, may }: GuestProps) {
  const { guests } = useEventWords()
  const { nameOf } = useSeatNames(event)
  const [tone, icon] = looks[guest.status]
  const seats = guest.seats.length > 0 || guest.seat === null ? guest.seats : [guest.seat]
  const state = guest.status === 'CANCELLED' && guest.answer === 'no' ? guests.declined : guests.statuses[guest.status]
  return (
    <Row>
      <HeadCell>
        <span className="font-medium wrap-anywhere">{guest.name ?? guest.email}</span>
        {guest.name !== null && <span className="block truncate text-xs text-muted">{guest.email}</span>}
      </HeadCell>
      <Cell label={guests.status}>
        <Badge tone={tone} icon={icon}>
          {guest.expired ? guests.expired : state}
        </Badge>
      </Cell>
      <Cell label={guests.brings}>
        <span className="tabular">{guests.plusOnes(guest.plusOnes, guest.mostPlusOnes)}</span>
      </Cell>
      <Cell label={guests.seat}>
        <span className="text-end wrap-anywhere @2xl:text-start">
          {seats.length === 0 ? '–' : seats.map(nameOf).join('; ')}
        </span>
      </Cell>
      <Cell label={guests.sent}>
        <Moment at={guest.sentAt} className="whitespace-nowrap text-muted" />
      </Cell>
      <ActionCell>{may && <Steps guest={guest} event={event} />}</ActionCell>
    </Row>
  )
}

function Steps({ guest, event }: Omit<GuestProps, 'may'>) {
  const { guests } = useEventWords()
  const queries = useQueryClient()
  const [asking, setAsking] = useState<'edit' | 'cancel' | null>(null)
  const who = guest.name ?? guest.email
  const reread = () => queries.invalidateQueries({ queryKey: ['guest-list', guest.eventId] })
  const resend = useMutation({
    mutationFn: () => resendGuest(guest.id),
    onSuccess: () => {
      say(guests.resent(who))
      return reread()
    },
    onError: useTold(),
  })
  const cancel = useMutation({
    mutationFn: () => cancelGuest(guest.id),
    onSuccess: async () => {
      await reread()
      setAsking(null)
    },
  })
  const taken = guest.cancelledBy !== null
  return (
    <>
      <CopyButton text={guest.link} label={guests.copyLink} />
      {!taken && (
        <MoreMenu
          label={guests.moreOf(who)}
          items={[
            { text: guests.edit, run: () => setAsking('edit') },
            ...(guest.answerable ? [{ text: guests.resend, run: () => resend.mutate() }] : []),
            { text: guests.cancel, run: () => setAsking('cancel'), danger: true },
          ]}
        />
      )}
      {asking === 'edit' && <EditGuest guest={guest} event={event} onClose={() => setAsking(null)} />}
      {asking === 'cancel' && (
        <Confirm
          title={guests.cancelTitle(who)}
          text={guests.cancelText}
          submit={guests.cancel}
          mutation={cancel}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  )
}
