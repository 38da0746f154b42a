import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Users } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useMe } from '../account/use-me.ts'
import { changeWaitingRoom, type WaitingRoom, waitingRoomQuery } from '../api/waiting-room.ts'
import { Button } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { Panel } from '../components/panel.tsx'
import { Select } from '../components/select.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { say } from '../components/toast.ts'
import { useTold } from '../events/told.ts'
import { useEventWords } from '../events/words.ts'
import { useFormat } from '../i18n/language.tsx'
import { mayDo } from '../organization/access.ts'

const route = getRouteApi('/shell/event-frame/manage/events/$id/queue')

const MODES = ['off', 'on', 'auto'] as const

/** The waiting room while it works: how many wait, how fast they come in, and the two levers. */
export function QueuePage() {
  const { id } = route.useParams()
  const { data: room, error, refetch } = useQuery(waitingRoomQuery(id))
  if (error !== null && room === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  if (room === undefined) return <Skeleton className="h-60 w-full rounded-xl" />
  return (
    <div className="grid gap-4">
      <Levers room={room} />
      <Numbers room={room} />
    </div>
  )
}

function Levers({ room }: { room: WaitingRoom }) {
  const { queue, form } = useEventWords()
  const may = mayDo(useMe(), 'event.manage')
  const queries = useQueryClient()
  const [rate, setRate] = useState(room.rate === null ? '' : String(room.rate))
  const change = useMutation({
    mutationFn: (wish: Parameters<typeof changeWaitingRoom>[1]) => changeWaitingRoom(room.eventId, wish),
    onSuccess: (changed) => {
      queries.setQueryData(waitingRoomQuery(room.eventId).queryKey, changed)
      say(form.saved)
      return queries.invalidateQueries({ queryKey: ['bookable-event', room.eventId] })
    },
    onError: useTold(),
  })
  if (!may) return null
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    change.mutate({ rate: rate === '' ? null : Number(rate) })
  }
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
      <Select
        label={form.mode}
        value={room.mode}
        options={MODES.map((mode) => [mode, queue.modes[mode]] as const)}
        onChange={(mode) => change.mutate({ mode })}
      />
      <div className="w-44">
        <Field label={form.rate} type="number" min={0} value={rate} onChange={({ target }) => setRate(target.value)} />
      </div>
      <Button type="submit" className="h-9" disabled={change.isPending || rate === String(room.rate ?? '')}>
        {queue.setRate}
      </Button>
    </form>
  )
}

function Numbers({ room: { numbers, mode } }: { room: WaitingRoom }) {
  const { queue } = useEventWords()
  const format = useFormat()
  if (numbers === null) return <Notice icon={<Users />} title={queue.off} text={queue.offText} />
  const shown = ['waiting', 'inside', 'lastMinute', 'admitted', 'joined', 'sockets'] as const
  return (
    <Panel
      title={numbers.active ? queue.active : mode === 'auto' ? queue.ready : queue.inactive}
      aside={
        numbers.openedAt === null ? (
          <span className="text-xs text-muted">{queue.notOpened}</span>
        ) : (
          <span className="text-xs text-muted">{queue.opened(format.hour(numbers.openedAt), numbers.drawn)}</span>
        )
      }
    >
      <dl className="grid grid-cols-2 gap-px bg-line sm:grid-cols-3" aria-live="off">
        {shown.map((name) => (
          <div key={name} className="flex flex-col-reverse bg-surface px-4 py-3">
            <dt className="text-xs text-muted">{queue.numbers[name]}</dt>
            <dd className="text-2xl font-semibold tracking-tight tabular">{format.number(numbers[name])}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}
