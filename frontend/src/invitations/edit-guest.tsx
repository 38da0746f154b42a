import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { BookableEvent } from '../api/events.ts'
import { changeGuest, type ListedInvitation } from '../api/invitations.ts'
import { say } from '../components/toast.ts'
import { FormDialog } from '../events/form-dialog.tsx'
import { useFormProblem } from '../events/form-problem.ts'
import { useSeatNames } from '../events/use-seat-names.ts'
import { useEventWords } from '../events/words.ts'
import { draftOfGuest, type GuestDraft, guestChangeOf } from './guest-draft.ts'
import { GUEST_FIELDS, GuestFields } from './guest-fields.tsx'

interface EditGuestProps {
  guest: ListedInvitation
  event: BookableEvent
  onClose(): void
}

/** What stands in an invitation. The address stays: another one is another invitation, with a link of its own. */
export function EditGuest({ guest, event, onClose }: EditGuestProps) {
  const { guests, bookings } = useEventWords()
  const queries = useQueryClient()
  const names = useSeatNames(event)
  const [edits, setEdits] = useState<Partial<GuestDraft>>({})
  const reading = { names, timeZone: event.timeZone }
  const before = draftOfGuest(guest, reading)
  const change = guestChangeOf(edits, before, reading)
  const reread = () => queries.invalidateQueries({ queryKey: ['guest-list', event.id] })
  const save = useMutation({
    mutationFn: () => changeGuest(guest.id, { ...change, version: guest.version }),
    onSuccess: async () => {
      await reread()
      say(guests.changed(guest.name ?? guest.email))
      onClose()
    },
    onError: ({ problem }) => (problem.code === 'stale_version' ? reread() : Promise.resolve()),
  })
  const fields = [...GUEST_FIELDS, 'message', 'expiresAt']
  const { alert, complaint } = useFormProblem(save.error, { fields, nameOf: names.nameOf })
  const seated = event.planId !== null && (guest.status === 'PENDING' || guest.seats.length > 0)
  return (
    <FormDialog
      title={guests.editTitle(guest.email)}
      submit={bookings.save}
      alert={alert}
      disabled={save.isPending || Object.keys(change).length === 0}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <GuestFields
        event={event}
        draft={{ ...before, ...edits }}
        onChange={(changed) => setEdits({ ...edits, ...changed })}
        complaint={complaint}
        seated={seated}
      />
    </FormDialog>
  )
}
