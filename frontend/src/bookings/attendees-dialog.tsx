import { useState } from 'react'
import { changeDetails, type Ticket } from '../api/bookings.ts'
import type { BookableEvent } from '../api/events.ts'
import { Field } from '../components/field.tsx'
import { FormDialog } from '../events/form-dialog.tsx'
import { useFormProblem } from '../events/form-problem.ts'
import { useSeatNames } from '../events/use-seat-names.ts'
import { useEventWords } from '../events/words.ts'
import { type StepProps, useStep } from './use-step.ts'

interface Attendee {
  fullName: string
  emailAddress: string
}

/** Who comes with which ticket; nobody in particular where both fields are empty. */
export function AttendeesDialog(props: StepProps & { event: BookableEvent }) {
  const { bookings } = useEventWords()
  const { booking, event } = props
  const { placeOf } = useSeatNames(event)
  const [edits, setEdits] = useState<Readonly<Record<string, Attendee>>>({})
  const tickets = booking.tickets.filter(({ status }) => status !== 'CANCELLED')
  const shownOf = (ticket: Ticket) => edits[ticket.id] ?? attendeeOf(ticket)
  const changed = tickets.filter((ticket) => {
    const [now, before] = [wishOf(shownOf(ticket)), wishOf(attendeeOf(ticket))]
    return now?.fullName !== before?.fullName || now?.emailAddress !== before?.emailAddress
  })
  const attendees = changed.map((ticket) => ({ ticketId: ticket.id, attendee: wishOf(shownOf(ticket)) }))
  const step = useStep(props, {
    run: () => changeDetails(booking.id, { attendees, version: booking.version }),
    said: bookings.nowCorrected,
  })
  const at = (ticket: Ticket, field: keyof Attendee) => `attendees/${changed.indexOf(ticket)}/attendee/${field}`
  const fields = changed.flatMap((ticket) => [at(ticket, 'fullName'), at(ticket, 'emailAddress')])
  const { alert, complaint } = useFormProblem(step.error, { fields })
  return (
    <FormDialog
      title={bookings.attendeesTitle}
      submit={bookings.save}
      alert={alert}
      disabled={step.isPending || changed.length === 0}
      onSubmit={() => step.mutate()}
      onClose={props.onClose}
    >
      {tickets.map((ticket, index) => (
        <fieldset key={ticket.id} className="grid min-w-0 gap-3 sm:grid-cols-2">
          <legend className="pb-1.5 font-semibold wrap-anywhere">
            {bookings.seatOf(index + 1, placeOf(ticket) ?? bookings.anyPlace)}
          </legend>
          {(['fullName', 'emailAddress'] as const).map((field) => (
            <Field
              key={field}
              label={field === 'fullName' ? bookings.name : bookings.email}
              type={field === 'fullName' ? 'text' : 'email'}
              value={shownOf(ticket)[field]}
              onChange={({ target }) =>
                setEdits({ ...edits, [ticket.id]: { ...shownOf(ticket), [field]: target.value } })
              }
              maxLength={field === 'fullName' ? 200 : 320}
              autoComplete="off"
              complaint={complaint(at(ticket, field))}
            />
          ))}
        </fieldset>
      ))}
    </FormDialog>
  )
}

const attendeeOf = ({ attendee }: Ticket): Attendee => ({
  fullName: attendee?.fullName ?? '',
  emailAddress: attendee?.emailAddress ?? '',
})

const wishOf = ({ fullName, emailAddress }: Attendee) => {
  const [name, email] = [fullName.trim() || null, emailAddress.trim() || null]
  return name === null && email === null ? null : { fullName: name, emailAddress: email }
}
