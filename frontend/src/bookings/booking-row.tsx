import { Link } from '@tanstack/react-router'
import type { Booking } from '../api/bookings.ts'
import type { BookableEvent } from '../api/events.ts'
import { Moment } from '../components/moment.tsx'
import { shownAmount } from '../events/money.ts'
import { useSeatNames } from '../events/use-seat-names.ts'
import { useEventWords } from '../events/words.ts'
import { useLanguage } from '../i18n/language.tsx'
import { Cell, HeadCell, Row } from '../organization/card-table.tsx'
import { BookingBadge } from './booking-status.tsx'

const MOST_SEATS = 3

export function BookingRow({ booking, event }: { booking: Booking; event: BookableEvent }) {
  const { bookings, form } = useEventWords()
  const { nameOf } = useSeatNames(event)
  const { language } = useLanguage()
  const { contact, currency, total } = booking
  const name = contact.fullName ?? contact.emailAddress ?? bookings.nameless
  return (
    <Row>
      <HeadCell>
        <Link
          to="/manage/events/$id/bookings/$booking"
          params={{ id: event.id, booking: booking.id }}
          className="font-medium wrap-anywhere text-accent hover:underline"
        >
          {name}
        </Link>
        {contact.emailAddress !== null && name !== contact.emailAddress && (
          <span className="block truncate text-xs text-muted">{contact.emailAddress}</span>
        )}
      </HeadCell>
      <Cell label={bookings.what}>
        <span className="min-w-0 text-end @2xl:text-start">
          {bookings.tickets(booking.quantity)}
          <Seats seats={booking.seats.map(nameOf)} />
        </span>
      </Cell>
      <Cell label={bookings.status}>
        <BookingBadge status={booking.status} />
      </Cell>
      <Cell label={bookings.total}>
        <span className="tabular">{total === 0 ? form.gratis : shownAmount(total, { currency, language })}</span>
      </Cell>
      <Cell label={bookings.when}>
        <Moment at={booking.createdAt} className="whitespace-nowrap text-muted" />
      </Cell>
    </Row>
  )
}

function Seats({ seats }: { seats: readonly string[] }) {
  if (seats.length === 0) return null
  const rest = seats.length - MOST_SEATS
  return (
    <span className="block text-xs text-muted wrap-anywhere" title={seats.join('; ')}>
      {seats.slice(0, MOST_SEATS).join('; ')}
      {rest > 0 && ` +${rest}`}
    </span>
  )
}
