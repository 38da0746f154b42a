import { useState } from 'react'
import type { BookableEvent } from '../api/events.ts'
import type { InvitationOrder } from '../api/invitations.ts'
import type { ApiError } from '../api/problem.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { FormAlert } from '../components/form-alert.tsx'
import { useFormProblem } from '../events/form-problem.ts'
import { useSeatNames } from '../events/use-seat-names.ts'
import { useEventWords } from '../events/words.ts'
import { momentOf } from '../events/zoned.ts'
import { useLanguage, useMessages } from '../i18n/language.tsx'
import { blankGuest, inviteeOf } from './guest-draft.ts'
import { GUEST_FIELDS, GuestFields } from './guest-fields.tsx'

const AT = 'to/0/'

export interface InvitingProps {
  event: BookableEvent
  invite: { mutate(order: InvitationOrder): void; isPending: boolean; error: ApiError | null }
}

/** One person, with all that can be said of them: a seat that is kept for them above all. */
export function InviteOne({ event, invite }: InvitingProps) {
  const { guests, bookings } = useEventWords()
  const { organization } = useMessages()
  const { language } = useLanguage()
  const names = useSeatNames(event)
  const [email, setEmail] = useState('')
  const [draft, setDraft] = useState(() => blankGuest(language))
  const fields = [...['email', ...GUEST_FIELDS].map((field) => AT + field), 'message', 'expiresAt']
  const { alert, complaint } = useFormProblem(invite.error, { fields, nameOf: names.nameOf })
  const submit = () =>
    invite.mutate({
      to: { to: [inviteeOf(email, draft, { names, timeZone: event.timeZone })] },
      message: draft.message.trim(),
      expiresAt: draft.until === '' ? null : momentOf(draft.until, event.timeZone),
    })
  return (
    <form
      onSubmit={(sent) => {
        sent.preventDefault()
        submit()
      }}
      className="grid gap-4"
    >
      {alert !== null && <FormAlert>{alert}</FormAlert>}
      <Field
        label={bookings.email}
        type="email"
        value={email}
        onChange={({ target }) => setEmail(target.value)}
        required
        autoComplete="off"
        complaint={complaint(`${AT}email`)}
      />
      <GuestFields
        event={event}
        draft={draft}
        onChange={(changed) => setDraft({ ...draft, ...changed })}
        complaint={complaint}
        at={AT}
        seated={event.planId !== null}
      />
      <Button type="submit" look="primary" className="justify-self-end" disabled={invite.isPending}>
        {invite.isPending ? organization.actions : guests.sendOne}
      </Button>
    </form>
  )
}
