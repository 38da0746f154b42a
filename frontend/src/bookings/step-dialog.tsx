import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent, ReactNode } from 'react'
import type { Booking } from '../api/bookings.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { FormAlert } from '../components/form-alert.tsx'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'

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

interface StepDialogProps {
  title: string
  submit: string
  danger?: boolean
  /** What is wrong with all of it. */
  alert: string | null
  disabled: boolean
  onSubmit(): void
  onClose(): void
  children: ReactNode
}

export function StepDialog(props: StepDialogProps) {
  const { organization } = useMessages()
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    props.onSubmit()
  }
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form onSubmit={submit} className="grid gap-4">
        {props.alert !== null && <FormAlert>{props.alert}</FormAlert>}
        {props.children}
        <div className="flex justify-end gap-2">
          <Button onClick={props.onClose}>{organization.cancel}</Button>
          <Button type="submit" look={props.danger === true ? 'danger' : 'primary'} disabled={props.disabled}>
            {props.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
