import type { Booking, TicketChange } from '../api/bookings.ts'
import { seatsIn } from '../events/draft-body.ts'

/** What is filled in to give a booking more places or fewer. */
export interface PlacesWish {
  /** Places in all. */
  quantity: string
  /** Guids of seats for those that are new; empty for the best. */
  seats: string
  /** Empty: that of the first ticket. */
  ticketTypeId: string
  override: boolean
  reason: string
}

/** What the API is asked for; null where nothing would change, or what is filled in does not go together. */
export function ticketChangeOf(
  { quantity: text, override, reason, ...wish }: PlacesWish,
  { quantity: has, tickets }: Pick<Booking, 'quantity' | 'tickets'>,
): Omit<TicketChange, 'version'> | null {
  const quantity = Number(text)
  const more = quantity - has
  if (!Number.isInteger(quantity) || quantity < 1 || more === 0) return null
  if (more < 0) return { quantity }
  if (override && reason.trim() === '') return null
  const seats = seatsIn(wish.seats)
  if (seats.length > 0 && seats.length !== more) return null
  const said = override ? { override, reason: reason.trim() } : {}
  if (seats.length === 0 && wish.ticketTypeId === '') return { quantity, ...said }
  const first = tickets.find(({ status }) => status !== 'CANCELLED')
  const ticketTypeId = wish.ticketTypeId || first?.ticketTypeId
  const typed = ticketTypeId === undefined ? {} : { ticketTypeId }
  if (seats.length > 0) return { add: { seats, ...typed }, ...said }
  if (first?.seat != null) return { add: { bestAvailable: more, together: false, ...typed }, ...said }
  return { add: { quantity: more, ...(first?.area != null && { area: first.area }), ...typed }, ...said }
}
