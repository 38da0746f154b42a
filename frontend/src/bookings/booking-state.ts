import type { Booking } from '../api/bookings.ts'

/** Whether anything of it can still be changed. */
export const isOpen = ({ status }: Pick<Booking, 'status'>): boolean =>
  status === 'ON_HOLD' || status === 'PENDING' || status === 'CONFIRMED'

/** Whether it waits for somebody to say that it stands. */
export const isWaiting = ({ status }: Pick<Booking, 'status'>): boolean => status === 'ON_HOLD' || status === 'PENDING'
