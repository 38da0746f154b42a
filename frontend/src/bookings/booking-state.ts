import type { Booking } from '../api/bookings.ts'

/** Whether anything of it can still be changed. */
export const isOpen = ({ status }: Pick<Booking, 'status'>): boolean =>
  status === 'ON_HOLD' || status === 'PENDING' || status === 'CONFIRMED'

/** Whether it may be corrected whom it is for: also when it is over, but not when it came to nothing. */
export const isCorrectable = ({ status }: Pick<Booking, 'status'>): boolean =>
  status !== 'CANCELLED' && status !== 'EXPIRED' && status !== 'REJECTED'

/** Whether it waits for somebody to say that it stands. */
export const isWaiting = ({ status }: Pick<Booking, 'status'>): boolean => status === 'ON_HOLD' || status === 'PENDING'
