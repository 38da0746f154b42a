import { useState } from 'react'
import { ChoiceField } from '../activity/choice-field.tsx'
import { type Booking, cancelBooking, confirmBooking, passOn } from '../api/bookings.ts'
import type { BookableEvent } from '../api/events.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { FormDialog } from '../events/form-dialog.tsx'
import { useFormProblem } from '../events/form-problem.ts'
import { useSeatNames } from '../events/use-seat-names.ts'
import { useEventWords } from '../events/words.ts'
import { isOpen, isWaiting } from './booking-state.ts'
import { MoveDialog } from './move-dialog.tsx'
import { PlacesDialog } from './places-dialog.tsx'
import { type StepProps, useStep } from './use-step.ts'

type Step = 'confirm' | 'cancel' | 'places' | 'move' | 'passOn'

/** What an organiser can do with a booking; each asks first for what it needs to know. */
export function BookingSteps({ booking, event }: { booking: Booking; event: BookableEvent }) {
  const { bookings } = useEventWords()
  const [step, setStep] = useState<Step | null>(null)
  if (!isOpen(booking)) return null
  const close = () => setStep(null)
  const seated = event.planId !== null && booking.seats.length > 0
  return (
    <div className="flex flex-wrap gap-2">
      {isWaiting(booking) && (
        <Button look="primary" onClick={() => setStep('confirm')}>
          {bookings.confirm}
        </Button>
      )}
      <Button onClick={() => setStep('places')}>{bookings.changePlaces}</Button>
      {seated && <Button onClick={() => setStep('move')}>{bookings.move}</Button>}
      {booking.status === 'CONFIRMED' && <Button onClick={() => setStep('passOn')}>{bookings.passOn}</Button>}
      <Button look="danger" onClick={() => setStep('cancel')}>
        {bookings.cancel}
      </Button>
      {step === 'confirm' && <ConfirmDialog booking={booking} onClose={close} />}
      {step === 'cancel' && <CancelDialog booking={booking} onClose={close} />}
      {step === 'places' && <PlacesDialog booking={booking} event={event} onClose={close} />}
      {step === 'move' && <MoveDialog booking={booking} event={event} onClose={close} />}
      {step === 'passOn' && <PassOnDialog booking={booking} event={event} onClose={close} />}
    </div>
  )
}

/** What is to be paid was paid elsewhere: that is said, and stands in the log. */
function ConfirmDialog(props: StepProps) {
  const { bookings } = useEventWords()
  const [reason, setReason] = useState('')
  const free = props.booking.total === 0
  const step = useStep(props, {
    run: () => confirmBooking(props.booking.id, reason.trim()),
    said: bookings.nowConfirmed,
  })
  const { alert, complaint } = useFormProblem(step.error, { fields: ['reason'] })
  return (
    <FormDialog
      title={bookings.confirmTitle}
      submit={bookings.confirm}
      alert={alert}
      disabled={step.isPending || (!free && reason.trim() === '')}
      onSubmit={() => step.mutate()}
      onClose={props.onClose}
    >
      <p>{free ? bookings.confirmFree : bookings.confirmPaid}</p>
      {!free && (
        <Field
          label={bookings.why}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          maxLength={500}
          required
          complaint={complaint('reason')}
        />
      )}
    </FormDialog>
  )
}

function CancelDialog(props: StepProps) {
  const { bookings } = useEventWords()
  const [reason, setReason] = useState('')
  const step = useStep(props, {
    run: () => cancelBooking(props.booking.id, reason.trim() === '' ? {} : { reason: reason.trim() }),
    said: bookings.nowCancelled,
  })
  const { alert, complaint } = useFormProblem(step.error, { fields: ['reason'] })
  return (
    <FormDialog
      title={bookings.cancelTitle}
      submit={bookings.cancel}
      danger
      alert={alert}
      disabled={step.isPending}
      onSubmit={() => step.mutate()}
      onClose={props.onClose}
    >
      <p>{bookings.cancelText(props.booking.quantity)}</p>
      <Field
        label={bookings.reason}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        maxLength={500}
        complaint={complaint('reason')}
      />
    </FormDialog>
  )
}

function PassOnDialog(props: StepProps & { event: BookableEvent }) {
  const { bookings } = useEventWords()
  const { booking, event } = props
  const { placeOf } = useSeatNames(event)
  const tickets = booking.tickets.filter(({ status }) => status === 'VALID')
  const [ticketId, setTicket] = useState('')
  const [fullName, setName] = useState('')
  const [emailAddress, setEmail] = useState('')
  const step = useStep(props, {
    run: () =>
      passOn(booking.id, {
        to: { fullName: fullName.trim(), emailAddress: emailAddress.trim() },
        ...(ticketId !== '' && { ticketId }),
        version: booking.version,
      }),
    said: bookings.nowPassedOn,
  })
  const { alert, complaint } = useFormProblem(step.error, { fields: ['ticketId', 'to/fullName', 'to/emailAddress'] })
  return (
    <FormDialog
      title={bookings.passOnTitle}
      submit={bookings.passOn}
      alert={alert}
      disabled={step.isPending}
      onSubmit={() => step.mutate()}
      onClose={props.onClose}
    >
      <p className="text-muted">{bookings.passOnText}</p>
      {tickets.length > 1 && (
        <ChoiceField
          label={bookings.passOnWhat}
          value={ticketId}
          options={[
            ['', bookings.passOnAll],
            ...tickets.map((ticket, index) => {
              const place = bookings.seatOf(index + 1, placeOf(ticket) ?? bookings.anyPlace)
              return [ticket.id, place] as const
            }),
          ]}
          onChange={setTicket}
          complaint={complaint('ticketId')}
        />
      )}
      <Field
        label={bookings.name}
        value={fullName}
        onChange={({ target }) => setName(target.value)}
        maxLength={200}
        required
        autoComplete="off"
        complaint={complaint('to/fullName')}
      />
      <Field
        label={bookings.email}
        type="email"
        value={emailAddress}
        onChange={({ target }) => setEmail(target.value)}
        required
        autoComplete="off"
        complaint={complaint('to/emailAddress')}
      />
    </FormDialog>
  )
}
