import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Booking, cancelBooking, type Ticket } from '../api/bookings.ts'
import type { BookableEvent } from '../api/events.ts'
import { Button } from '../components/button.tsx'
import { Panel } from '../components/panel.tsx'
import { say } from '../components/toast.ts'
import { shownAmount } from '../events/money.ts'
import { useTold } from '../events/told.ts'
import { useSeatNames } from '../events/use-seat-names.ts'
import { useEventWords } from '../events/words.ts'
import { useLanguage } from '../i18n/language.tsx'
import { Badge } from '../organization/badge.tsx'
import { AttendeesDialog } from './attendees-dialog.tsx'
import { isCorrectable, isOpen } from './booking-state.ts'

const tones = { HELD: 'warning', VALID: 'ok', USED: 'plain', CANCELLED: 'error' } as const

/** What someone has of an event; some of it can be cancelled at a time. */
export function Tickets({ booking, event, may }: { booking: Booking; event: BookableEvent; may: boolean }) {
  const { bookings } = useEventWords()
  const { placeOf } = useSeatNames(event)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [naming, setNaming] = useState(false)
  const open = may && isOpen(booking)
  const standing = booking.tickets.filter(({ status }) => status !== 'CANCELLED')
  const toggle = (id: string) => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  return (
    <Panel
      title={bookings.tickets(standing.length)}
      aside={
        may &&
        isCorrectable(booking) && (
          <Button size="small" onClick={() => setNaming(true)}>
            {bookings.attendees}
          </Button>
        )
      }
    >
      <ul className="divide-y divide-line">
        {booking.tickets.map((ticket) => (
          <li key={ticket.id} className="flex items-center gap-3 px-4 py-2.5">
            {open && standing.length > 1 && (
              <input
                type="checkbox"
                className="size-4 shrink-0"
                aria-label={bookings.chooseTicket(placeOf(ticket) ?? ticket.id)}
                disabled={ticket.status === 'CANCELLED' || ticket.status === 'USED'}
                checked={chosen.includes(ticket.id)}
                onChange={() => toggle(ticket.id)}
              />
            )}
            <TicketLine ticket={ticket} booking={booking} event={event} />
          </li>
        ))}
      </ul>
      {chosen.length > 0 && <CancelSome booking={booking} chosen={chosen} onDone={() => setChosen([])} />}
      {naming && <AttendeesDialog booking={booking} event={event} onClose={() => setNaming(false)} />}
    </Panel>
  )
}

function TicketLine({ ticket, booking, event }: { ticket: Ticket; booking: Booking; event: BookableEvent }) {
  const { bookings, form } = useEventWords()
  const { placeOf } = useSeatNames(event)
  const { language } = useLanguage()
  const type = event.ticketTypes.find(({ id }) => id === ticket.ticketTypeId)
  const price = ticket.price === 0 ? form.gratis : shownAmount(ticket.price, { currency: booking.currency, language })
  return (
    <span className={`flex min-w-0 flex-1 items-center gap-3 ${ticket.status === 'CANCELLED' ? 'text-muted' : ''}`}>
      <span className="min-w-0 flex-1">
        <span className="font-medium wrap-anywhere">{placeOf(ticket) ?? bookings.anyPlace}</span>
        <span className="block text-xs text-muted wrap-anywhere">
          {[type?.name, ticket.attendee?.fullName, ticket.attendee?.emailAddress]
            .filter((part) => part != null)
            .join(' · ')}
        </span>
      </span>
      <span className="text-muted tabular">{price}</span>
      <Badge tone={tones[ticket.status]}>{bookings.ticketStatuses[ticket.status]}</Badge>
    </span>
  )
}

function CancelSome(props: { booking: Booking; chosen: readonly string[]; onDone(): void }) {
  const { bookings } = useEventWords()
  const queries = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => cancelBooking(props.booking.id, { tickets: [...props.chosen] }),
    onSuccess: (changed) => {
      queries.setQueryData(['booking', changed.id], changed)
      say(bookings.someCancelled(props.chosen.length))
      props.onDone()
    },
    onError: useTold(),
  })
  return (
    <div className="flex justify-end border-t border-line p-3">
      <Button look="danger" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
        {bookings.cancelSome(props.chosen.length)}
      </Button>
    </div>
  )
}
