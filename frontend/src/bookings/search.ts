import type { BookingStatus } from '../api/bookings.ts'

export const LISTED_STATUSES = ['ON_HOLD', 'PENDING', 'CONFIRMED', 'REDEEMED', 'EXPIRED', 'CANCELLED'] as const

/** What stands in the URL of the bookings of an event; what is left out filters nothing. */
export interface BookingListSearch {
  q?: string
  status?: BookingStatus
}

/** Keeps what is known and says something, so that equal views have equal URLs. */
export function bookingListSearch(raw: Record<string, unknown>): BookingListSearch {
  const q = typeof raw.q === 'string' ? raw.q.trim() : ''
  const status = LISTED_STATUSES.find((known) => known === raw.status)
  return { ...(q !== '' && { q }), ...(status !== undefined && { status }) }
}
