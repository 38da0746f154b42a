import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMe } from '../account/use-me.ts'
import { createEvent } from '../api/events.ts'
import { Button } from '../components/button.tsx'
import { usePageTitle } from '../components/page-title.ts'
import { say } from '../components/toast.ts'
import { mayDo } from '../organization/access.ts'
import { NoAccess } from '../organization/no-access.tsx'
import { BackLink } from './back-link.tsx'
import { blankDraft } from './draft.ts'
import { EventForm } from './event-form.tsx'
import { useEventWords } from './words.ts'

export function NewEventPage() {
  const { form, list, pages } = useEventWords()
  const may = mayDo(useMe(), 'event.manage')
  usePageTitle(list.create)
  return (
    <div className="mx-auto grid max-w-3xl gap-4 px-3 py-4 md:px-6">
      <BackLink to="/manage/events">{pages.events}</BackLink>
      <h1 className="text-xl font-semibold tracking-tight">{list.create}</h1>
      {may ? <NewEvent /> : <NoAccess text={form.noAccess} />}
    </div>
  )
}

function NewEvent() {
  const { form, list } = useEventWords()
  const [initial] = useState(() => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    return blankDraft({ now: Date.now(), timeZone, ticket: form.firstType })
  })
  const navigate = useNavigate()
  const queries = useQueryClient()
  const create = useMutation({
    mutationFn: createEvent,
    onSuccess: async (event) => {
      queries.setQueryData(['bookable-event', event.id], event)
      await queries.invalidateQueries({ queryKey: ['bookable-events'] })
      say(form.made)
      await navigate({ to: '/manage/events/$id', params: { id: event.id } })
    },
  })
  return (
    <EventForm initial={initial} event={null} error={create.error} onSend={(body) => create.mutate(body)}>
      <div className="flex flex-wrap items-center justify-end gap-3">
        <span className="text-xs text-muted">{form.draftHint}</span>
        <Button type="submit" look="primary" size="large" disabled={create.isPending}>
          {create.isPending ? form.saving : list.createSubmit}
        </Button>
      </div>
    </EventForm>
  )
}
