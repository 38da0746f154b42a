import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { type Booking, cancelBooking, confirmBooking, moveBooking, passOn } from '../api/bookings.ts'
import type { BookableEvent } from '../api/events.ts'
import type { ApiError } from '../api/problem.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { FormAlert } from '../components/form-alert.tsx'
import { say } from '../components/toast.ts'
import { seatsIn } from '../events/draft-body.ts'
import { useExplained } from '../events/told.ts'
import { useEventWords } from '../events/words.ts'
import { useMessages } from '../i18n/language.tsx'
import { AreaField } from '../organization/area-field.tsx'
import { isOpen, isWaiting } from './booking-state.ts'

type Step = 'confirm' | 'cancel' | 'move' | 'passOn'

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
      {seated && <Button onClick={() => setStep('move')}>{bookings.move}</Button>}
      {booking.status === 'CONFIRMED' && <Button onClick={() => setStep('passOn')}>{bookings.passOn}</Button>}
      <Button look="danger" onClick={() => setStep('cancel')}>
        {bookings.cancel}
      </Button>
      {step === 'confirm' && <ConfirmDialog booking={booking} onClose={close} />}
      {step === 'cancel' && <CancelDialog booking={booking} onClose={close} />}
      {step === 'move' && <MoveDialog booking={booking} onClose={close} />}
      {step === 'passOn' && <PassOnDialog booking={booking} onClose={close} />}
    </div>
  )
}

interface StepProps {
  booking: Booking
  onClose(): void
}

function useStep<Wish>({ booking, onClose }: StepProps, step: { run(wish: Wish): Promise<Booking>; said: string }) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: step.run,
    onSuccess: async (changed) => {
      if (changed.id === booking.id) queries.setQueryData(['booking', booking.id], changed)
      say(step.said)
      onClose()
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['bookings'] }),
        queries.invalidateQueries({ queryKey: ['booking', booking.id] }),
        queries.invalidateQueries({ queryKey: ['events'] }),
      ])
    },
  })
}

interface StepDialogProps {
  title: string
  submit: string
  danger?: boolean
  error: ApiError | null
  busy: boolean
  onSubmit(): void
  onClose(): void
  children: ReactNode
}

function StepDialog(props: StepDialogProps) {
  const { organization } = useMessages()
  const explained = useExplained()
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    props.onSubmit()
  }
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form onSubmit={submit} className="grid gap-4">
        {props.error !== null && <FormAlert>{explained(props.error)}</FormAlert>}
        {props.children}
        <div className="flex justify-end gap-2">
          <Button onClick={props.onClose}>{organization.cancel}</Button>
          <Button type="submit" look={props.danger === true ? 'danger' : 'primary'} disabled={props.busy}>
            {props.submit}
          </Button>
        </div>
      </form>
    </Dialog>
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
  return (
    <StepDialog
      title={bookings.confirmTitle}
      submit={bookings.confirm}
      error={step.error}
      busy={step.isPending || (!free && reason.trim() === '')}
      onSubmit={() => step.mutate(undefined)}
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
        />
      )}
    </StepDialog>
  )
}

function CancelDialog(props: StepProps) {
  const { bookings } = useEventWords()
  const [reason, setReason] = useState('')
  const step = useStep(props, {
    run: () => cancelBooking(props.booking.id, reason.trim() === '' ? {} : { reason: reason.trim() }),
    said: bookings.nowCancelled,
  })
  return (
    <StepDialog
      title={bookings.cancelTitle}
      submit={bookings.cancel}
      danger
      error={step.error}
      busy={step.isPending}
      onSubmit={() => step.mutate(undefined)}
      onClose={props.onClose}
    >
      <p>{bookings.cancelText(props.booking.quantity)}</p>
      <Field
        label={bookings.reason}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        maxLength={500}
      />
    </StepDialog>
  )
}

function MoveDialog(props: StepProps) {
  const { bookings } = useEventWords()
  const { booking } = props
  const [text, setText] = useState(booking.seats.join(' '))
  const seats = seatsIn(text)
  const step = useStep(props, {
    run: () => moveBooking(booking.id, { seats, version: booking.version }),
    said: bookings.nowMoved,
  })
  const fits = seats.length === booking.seats.length
  return (
    <StepDialog
      title={bookings.moveTitle}
      submit={bookings.move}
      error={step.error}
      busy={step.isPending || !fits || seats.join() === booking.seats.join()}
      onSubmit={() => step.mutate(undefined)}
      onClose={props.onClose}
    >
      <AreaField
        label={bookings.newSeats}
        hint={bookings.moveHint(booking.seats.length)}
        value={text}
        onChange={({ target }) => setText(target.value)}
        rows={2}
        complaint={fits || text.trim() === '' ? undefined : bookings.moveHint(booking.seats.length)}
      />
    </StepDialog>
  )
}

function PassOnDialog(props: StepProps) {
  const { bookings } = useEventWords()
  const { booking } = props
  const [fullName, setName] = useState('')
  const [emailAddress, setEmail] = useState('')
  const step = useStep(props, {
    run: () =>
      passOn(booking.id, {
        to: { fullName: fullName.trim(), emailAddress: emailAddress.trim() },
        version: booking.version,
      }),
    said: bookings.nowPassedOn,
  })
  return (
    <StepDialog
      title={bookings.passOnTitle}
      submit={bookings.passOn}
      error={step.error}
      busy={step.isPending}
      onSubmit={() => step.mutate(undefined)}
      onClose={props.onClose}
    >
      <p className="text-muted">{bookings.passOnText}</p>
      <Field
        label={bookings.name}
        value={fullName}
        onChange={({ target }) => setName(target.value)}
        maxLength={200}
        required
        autoComplete="off"
      />
      <Field
        label={bookings.email}
        type="email"
        value={emailAddress}
        onChange={({ target }) => setEmail(target.value)}
        required
        autoComplete="off"
      />
    </StepDialog>
  )
}
