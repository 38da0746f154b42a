import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { moveBooking, type Ticket } from '../api/bookings.ts'
import { availabilityQuery, type BookableEvent } from '../api/events.ts'
import { FormDialog } from '../events/form-dialog.tsx'
import { useFormProblem } from '../events/form-problem.ts'
import { SeatField } from '../events/seat-field.tsx'
import { useSeatNames } from '../events/use-seat-names.ts'
import { useEventWords } from '../events/words.ts'
import { type StepProps, useStep } from './use-step.ts'

/** Each ticket with the seat it has; other ones are chosen of the free ones, or change places among themselves. */
export function MoveDialog(props: StepProps & { event: BookableEvent }) {
  const { bookings } = useEventWords()
  const { booking, event } = props
  const names = useSeatNames(event)
  const { data: places } = useQuery(availabilityQuery(event.id))
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({})
  const seated = booking.tickets.filter(hasSeat)
  const own = new Set(seated.map(({ seat }) => seat))
  const textOf = ({ id, seat }: SeatedTicket) => texts[id] ?? names.nameOf(seat)
  const wished = seated.map((ticket) => ({ ticket, guids: names.read(textOf(ticket)).guids }))
  const moves = wished.flatMap(({ ticket, guids: [seat] }) =>
    seat === undefined || seat === ticket.seat ? [] : [{ ticketId: ticket.id, seat }],
  )
  const step = useStep(props, {
    run: () => moveBooking(booking.id, { moves, version: booking.version }),
    said: bookings.nowMoved,
  })
  const { alert } = useFormProblem(step.error, { fields: [], nameOf: names.nameOf })
  const readable = wished.every(({ guids }) => guids.length === 1)
  return (
    <FormDialog
      title={bookings.moveTitle}
      submit={bookings.move}
      alert={alert}
      disabled={step.isPending || !readable || moves.length === 0}
      onSubmit={() => step.mutate()}
      onClose={props.onClose}
    >
      {seated.map((ticket, index) => (
        <SeatField
          key={ticket.id}
          label={bookings.seatOf(index + 1, ticket.attendee?.fullName ?? null)}
          names={names}
          isFree={(guid) => own.has(guid) || places?.seats.get(guid) === 'free'}
          text={textOf(ticket)}
          onText={(text) => setTexts({ ...texts, [ticket.id]: text })}
          {...(index > 0 && { hint: '' })}
          required
        />
      ))}
    </FormDialog>
  )
}

type SeatedTicket = Ticket & { seat: string }

const hasSeat = (ticket: Ticket): ticket is SeatedTicket => ticket.seat !== null && ticket.status !== 'CANCELLED'
