import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { EventStatus } from '../../../contract/room.ts'
import { type BookableEvent, bookableEventQuery, changeEvent, deleteEvent } from '../api/events.ts'
import { Button } from '../components/button.tsx'
import { say } from '../components/toast.ts'
import { Confirm } from '../organization/confirm.tsx'
import { CancelDialog } from './cancel-dialog.tsx'
import { DuplicateDialog } from './duplicate-dialog.tsx'
import { MoreMenu } from './more-menu.tsx'
import { NEXT_STATUS } from './status.ts'
import { useTold } from './told.ts'
import { useEventWords } from './words.ts'

/** Where an event can go from here: the next step as a button, the rarer ones in a menu. */
export function StatusSteps({ event }: { event: BookableEvent }) {
  const { steps } = useEventWords()
  const [asking, setAsking] = useState<'duplicate' | 'cancel' | 'delete' | null>(null)
  const step = useStep(event)
  const [first, ...rest] = NEXT_STATUS[event.status]
  const sells = event.status !== 'CANCELLED' && event.status !== 'DRAFT'
  const close = () => setAsking(null)
  return (
    <>
      {first !== undefined && (
        <Button
          look={first === 'ON_SALE' ? 'primary' : 'outline'}
          disabled={step.isPending}
          onClick={() => step.mutate(first)}
        >
          {steps.to[first]}
        </Button>
      )}
      <MoreMenu
        label={steps.more}
        items={[
          ...rest.map((status) => ({ text: steps.to[status], run: () => step.mutate(status) })),
          { text: steps.duplicate, run: () => setAsking('duplicate') },
          ...(event.status === 'DRAFT' ? [{ text: steps.remove, run: () => setAsking('delete'), danger: true }] : []),
          ...(sells ? [{ text: steps.cancel, run: () => setAsking('cancel'), danger: true }] : []),
        ]}
      />
      {asking === 'duplicate' && <DuplicateDialog event={event} onClose={close} />}
      {asking === 'cancel' && <CancelDialog event={event} onClose={close} />}
      {asking === 'delete' && <Delete event={event} onClose={close} />}
    </>
  )
}

function useStep(event: BookableEvent) {
  const { steps, statuses } = useEventWords()
  const queries = useQueryClient()
  const { queryKey } = bookableEventQuery(event.id)
  const told = useTold()
  return useMutation({
    mutationFn: (status: EventStatus) => changeEvent(event.id, { status, version: event.version }),
    onSuccess: (changed) => {
      queries.setQueryData(queryKey, changed)
      say(steps.done(statuses[changed.status]))
      return queries.invalidateQueries({ queryKey: ['bookable-events'] })
    },
    // What someone else did meanwhile is shown, and the step can be taken again from there.
    onError: (error) => {
      told(error)
      return queries.invalidateQueries({ queryKey })
    },
  })
}

function Delete({ event, onClose }: { event: BookableEvent; onClose(): void }) {
  const { steps } = useEventWords()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => deleteEvent(event.id),
    onSuccess: async () => {
      await navigate({ to: '/manage/events', search: {} })
      queries.removeQueries({ queryKey: ['bookable-event', event.id] })
      await queries.invalidateQueries({ queryKey: ['bookable-events'] })
    },
  })
  return (
    <Confirm
      title={steps.removeTitle(event.name)}
      text={steps.removeText}
      submit={steps.remove}
      mutation={remove}
      onClose={onClose}
    />
  )
}
