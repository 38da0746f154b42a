import type { BookingView } from '../../contract/bookings.ts'
import type { HoldView } from '../../contract/holds.ts'
import { type Reply, tell } from './people.ts'

/** Someone who buys, known by the cookie of their browser; before the first answer, by nothing. */
export interface Buyer {
  origin: string
  cookie: string
}

export const crowdOf = (origin: string, size: number): Buyer[] =>
  Array.from({ length: size }, () => ({ origin, cookie: '' }))

/** Asks as this buyer, and keeps the cookie that says who they are. */
export const by = async <Body>(
  buyer: Buyer,
  call: Parameters<typeof tell>[1],
  body?: unknown,
  key?: string,
): Promise<Reply<Body>> => {
  const headers = {
    ...(buyer.cookie !== '' && { cookie: buyer.cookie }),
    ...(key !== undefined && { 'idempotency-key': key }),
  }
  const reply = await tell<Body>(buyer.origin, call, { body, headers })
  const [set] = reply.headers.getSetCookie()
  if (set !== undefined) buyer.cookie = set.split(';')[0] ?? ''
  return reply
}

/** Holds places, books and confirms them. @returns the booking that stands, or why there is none */
export const purchase = async (buyer: Buyer, event: string, wish: unknown): Promise<BookingView | string> => {
  const held = await by<HoldView>(buyer, `POST events/${event}/holds`, wish)
  if (held.status !== 201) return held.code ?? `${held.status}`
  const contact = { fullName: 'Ada Lovelace', emailAddress: 'ada@example.com' }
  const booked = await by<BookingView>(buyer, 'POST bookings', { eventId: event, holdId: held.body.id, contact })
  if (booked.status !== 201) return booked.code ?? `${booked.status}`
  const confirmed = await by<BookingView>(buyer, `POST bookings/${booked.body.id}/confirm`)
  return confirmed.status === 200 ? confirmed.body : (confirmed.code ?? `${confirmed.status}`)
}
