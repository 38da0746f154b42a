import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useMe } from '../account/use-me.ts'
import { type BookableEvent, bookableEventQuery, changeEvent } from '../api/events.ts'
import { Button } from '../components/button.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { say } from '../components/toast.ts'
import { mayDo } from '../organization/access.ts'
import { NoAccess } from '../organization/no-access.tsx'
import type { Body } from './draft.ts'
import { EventForm } from './event-form.tsx'
import { ManyCodes } from './many-codes.tsx'
import { draftOf } from './stored-draft.ts'
import { useEventWords } from './words.ts'

const route = getRouteApi('/shell/event-frame/manage/events/$id/settings')

export function EventSettingsPage() {
  const { form } = useEventWords()
  const { id } = route.useParams()
  const may = mayDo(useMe(), 'event.manage')
  const { data: event } = useQuery(bookableEventQuery(id))
  // What someone else saves meanwhile does not take away what is typed here: their version shows only when asked for.
  const [read, setRead] = useState(0)
  if (!may) return <NoAccess text={form.noAccess} />
  if (event === undefined) return <Skeleton className="h-96 w-full rounded-xl" />
  return (
    <div className="grid max-w-3xl gap-4">
      <Settings key={read} event={event} onRead={() => setRead(read + 1)} />
      <ManyCodes event={event} onMade={() => setRead(read + 1)} />
    </div>
  )
}

function Settings({ event, onRead }: { event: BookableEvent; onRead(): void }) {
  const { form } = useEventWords()
  const queries = useQueryClient()
  const [from] = useState(event)
  const { queryKey } = bookableEventQuery(event.id)
  const save = useMutation({
    mutationFn: (body: Body) => changeEvent(event.id, { ...body, version: from.version }),
    onSuccess: (changed) => {
      queries.setQueryData(queryKey, changed)
      say(form.saved)
      onRead()
      return queries.invalidateQueries({ queryKey: ['bookable-events'] })
    },
  })
  const reload = () => void queries.refetchQueries({ queryKey }).then(onRead)
  return (
    <EventForm
      initial={draftOf(from)}
      event={from}
      error={save.error}
      onSend={(body) => save.mutate(body)}
      onReload={reload}
    >
      <div className="sticky bottom-16 z-10 flex justify-end md:bottom-4">
        <Button type="submit" look="primary" size="large" className="shadow-raised" disabled={save.isPending}>
          {save.isPending ? form.saving : form.save}
        </Button>
      </div>
    </EventForm>
  )
}
