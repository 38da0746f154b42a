import { useQuery } from '@tanstack/react-query'
import { ChoiceField } from '../activity/choice-field.tsx'
import { availabilityQuery, type BookableEvent } from '../api/events.ts'
import { Field } from '../components/field.tsx'
import type { ComplaintAt } from '../events/complaints.ts'
import { SeatField } from '../events/seat-field.tsx'
import { useSeatNames } from '../events/use-seat-names.ts'
import { useEventWords } from '../events/words.ts'
import { AreaField } from '../organization/area-field.tsx'
import type { GuestDraft } from './guest-draft.ts'

/** Fields of one guest, as the API calls them. */
export const GUEST_FIELDS = ['name', 'plusOnes', 'seat', 'ticketTypeId', 'language'] as const

interface GuestFieldsProps {
  event: BookableEvent
  draft: GuestDraft
  onChange(changed: Partial<GuestDraft>): void
  complaint: ComplaintAt
  /** Before the fields of the guest in what is sent. */
  at?: string
  /** Whether they can be given a seat of their own. */
  seated: boolean
}

export function GuestFields({ event, draft, onChange, complaint, at = '', seated }: GuestFieldsProps) {
  const { guests, bookings } = useEventWords()
  return (
    <>
      <Field
        label={bookings.name}
        value={draft.name}
        onChange={({ target }) => onChange({ name: target.value })}
        maxLength={200}
        autoComplete="off"
        complaint={complaint(`${at}name`)}
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field
          label={guests.mayBring}
          type="number"
          min={0}
          value={draft.plusOnes}
          onChange={({ target }) => onChange({ plusOnes: target.value })}
          required
          complaint={complaint(`${at}plusOnes`)}
        />
        <ChoiceField
          label={bookings.language}
          value={draft.language}
          options={[
            ['en', 'English'],
            ['fr', 'Français'],
          ]}
          onChange={(language) => onChange({ language })}
          complaint={complaint(`${at}language`)}
        />
      </div>
      {seated && (
        <GuestSeat
          event={event}
          text={draft.seat}
          onText={(seat) => onChange({ seat })}
          complaint={complaint(`${at}seat`)}
        />
      )}
      {event.ticketTypes.length > 1 && (
        <ChoiceField
          label={bookings.ticketType}
          value={draft.ticketTypeId}
          options={[['', guests.anyType], ...event.ticketTypes.map(({ id, name }) => [id, name] as const)]}
          onChange={(ticketTypeId) => onChange({ ticketTypeId })}
          complaint={complaint(`${at}ticketTypeId`)}
        />
      )}
      <AreaField
        label={guests.message}
        value={draft.message}
        onChange={({ target }) => onChange({ message: target.value })}
        rows={3}
        maxLength={2000}
        spellCheck
        complaint={complaint('message')}
      />
      <Field
        label={guests.until}
        hint={guests.untilHint}
        type="datetime-local"
        value={draft.until}
        onChange={({ target }) => onChange({ until: target.value })}
        complaint={complaint('expiresAt')}
      />
    </>
  )
}

interface GuestSeatProps {
  event: BookableEvent
  text: string
  onText(text: string): void
  complaint: string | undefined
}

function GuestSeat({ event, text, onText, complaint }: GuestSeatProps) {
  const { guests } = useEventWords()
  const names = useSeatNames(event)
  const { data: places } = useQuery(availabilityQuery(event.id))
  return (
    <SeatField
      label={guests.seat}
      hint={guests.seatHint}
      names={names}
      isFree={(guid) => places?.seats.get(guid) === 'free'}
      text={text}
      onText={onText}
      complaint={complaint}
    />
  )
}
