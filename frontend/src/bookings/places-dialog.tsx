import { useState } from 'react'
import { ChoiceField } from '../activity/choice-field.tsx'
import { changeTickets } from '../api/bookings.ts'
import type { BookableEvent } from '../api/events.ts'
import { Field } from '../components/field.tsx'
import type { ComplaintAt } from '../events/complaints.ts'
import { seatsIn } from '../events/draft-body.ts'
import { FormDialog } from '../events/form-dialog.tsx'
import { useFormProblem } from '../events/form-problem.ts'
import { SeatsField } from '../events/seats-field.tsx'
import { useSeatNames } from '../events/use-seat-names.ts'
import { useEventWords } from '../events/words.ts'
import { CheckField } from '../organization/check-field.tsx'
import { type PlacesWish, ticketChangeOf } from './places-wish.ts'
import { type StepProps, useStep } from './use-step.ts'

const FIELDS = ['quantity', 'add/seats', 'add/ticketTypeId', 'reason']

/** More places, or fewer: named ones where it matters, else the best that are free. */
export function PlacesDialog(props: StepProps & { event: BookableEvent }) {
  const { bookings } = useEventWords()
  const { booking, event } = props
  const { nameOf } = useSeatNames(event)
  const has = booking.quantity
  const [wish, setWish] = useState<PlacesWish>({
    quantity: String(has),
    seats: '',
    ticketTypeId: '',
    override: false,
    reason: '',
  })
  const put = (changed: Partial<PlacesWish>) => setWish({ ...wish, ...changed })
  const change = ticketChangeOf(wish, booking)
  const more = Number(wish.quantity) - has
  const step = useStep(props, {
    run: () => changeTickets(booking.id, { ...change, version: booking.version }),
    said: bookings.nowPlaces,
  })
  const { alert, complaint } = useFormProblem(step.error, { fields: FIELDS, nameOf })
  return (
    <FormDialog
      title={bookings.placesTitle}
      submit={bookings.changePlaces}
      alert={alert}
      disabled={step.isPending || change === null}
      onSubmit={() => step.mutate()}
      onClose={props.onClose}
    >
      <Field
        label={bookings.quantity}
        hint={more < 0 ? bookings.fewer(-more) : bookings.has(has)}
        type="number"
        min={1}
        max={100}
        value={wish.quantity}
        onChange={({ target }) => put({ quantity: target.value })}
        required
        complaint={complaint('quantity')}
      />
      {more > 0 && <MorePlaces event={event} more={more} wish={wish} onChange={put} complaint={complaint} />}
    </FormDialog>
  )
}

interface MorePlacesProps {
  event: BookableEvent
  /** How many. */
  more: number
  wish: PlacesWish
  onChange(changed: Partial<PlacesWish>): void
  complaint: ComplaintAt
}

function MorePlaces({ event, more, wish, onChange: put, complaint }: MorePlacesProps) {
  const { bookings } = useEventWords()
  const named = seatsIn(wish.seats).length
  return (
    <>
      {event.planId !== null && (
        <SeatsField
          label={bookings.whichSeats}
          hint={bookings.whichSeatsHint}
          planned={event}
          seats={wish.seats}
          onSeats={(seats) => put({ seats })}
          complaint={complaint('add/seats') ?? (named > 0 && named !== more ? bookings.nameAll(more) : undefined)}
        />
      )}
      {event.ticketTypes.length > 1 && (
        <ChoiceField
          label={bookings.ticketType}
          value={wish.ticketTypeId}
          options={[['', bookings.likeFirst], ...event.ticketTypes.map(({ id, name }) => [id, name] as const)]}
          onChange={(ticketTypeId) => put({ ticketTypeId })}
          complaint={complaint('add/ticketTypeId')}
        />
      )}
      <CheckField
        label={bookings.override}
        hint={bookings.overrideHint}
        checked={wish.override}
        onChange={({ target }) => put({ override: target.checked })}
      />
      {wish.override && (
        <Field
          label={bookings.why}
          value={wish.reason}
          onChange={({ target }) => put({ reason: target.value })}
          maxLength={500}
          required
          complaint={complaint('reason')}
        />
      )}
    </>
  )
}
