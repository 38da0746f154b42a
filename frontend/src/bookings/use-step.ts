import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Booking } from '../api/bookings.ts'
import { say } from '../components/toast.ts'

export interface StepProps {
  booking: Booking
  onClose(): void
}

/**
 * One step of a booking. Where somebody else was faster the booking is read anew: the form is filled in still, and sends
 * with the version of what is then shown.
 */
export function useStep({ booking, onClose }: StepProps, step: { run(): Promise<Booking>; said: string }) {
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
    onError: ({ problem }) =>
      problem.code === 'stale_version'
        ? queries.invalidateQueries({ queryKey: ['booking', booking.id] })
        : Promise.resolve(),
  })
}
