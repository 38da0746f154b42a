import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ScanLine } from 'lucide-react'
import { useState } from 'react'
import { useMe } from '../account/use-me.ts'
import { ProgressBar } from '../activity/progress-bar.tsx'
import { type CheckinList, checkinListsQuery, checkinNumbersQuery } from '../api/check-ins.ts'
import { type BookableEvent, bookableEventQuery } from '../api/events.ts'
import { Button } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { Notice } from '../components/notice.tsx'
import { Panel } from '../components/panel.tsx'
import { Select } from '../components/select.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useEventWords } from '../events/words.ts'
import { useFormat } from '../i18n/language.tsx'
import { mayDo } from '../organization/access.ts'
import { NoAccess } from '../organization/no-access.tsx'
import { DoorPanel } from './door-panel.tsx'
import { ListDialog } from './list-dialog.tsx'
import { RemoveList } from './remove-list.tsx'

const route = getRouteApi('/shell/event-frame/manage/events/$id/check-in')

/** Who is let in: a list is chosen once, then codes come one after the other. */
export function CheckInPage() {
  const { checkIn } = useEventWords()
  const { id } = route.useParams()
  const me = useMe()
  const { data: event } = useQuery(bookableEventQuery(id))
  const lists = useQuery(checkinListsQuery(id))
  if (!mayDo(me, 'checkin.scan')) return <NoAccess text={checkIn.noAccess} />
  if (lists.error !== null && lists.data === undefined)
    return <Failure error={lists.error} onRetry={() => void lists.refetch()} />
  if (lists.data === undefined || event === undefined) return <Skeleton className="h-80 w-full rounded-xl" />
  return <Lists event={event} lists={lists.data} />
}

function Lists({ event, lists }: { event: BookableEvent; lists: CheckinList[] }) {
  const { checkIn } = useEventWords()
  const may = mayDo(useMe(), 'event.manage')
  const [chosen, setChosen] = useState('')
  const [dialog, setDialog] = useState<'new' | 'edit' | null>(null)
  const list = lists.find(({ id }) => id === chosen) ?? lists[0]
  const form = dialog !== null && (
    <ListDialog
      event={event}
      list={dialog === 'edit' ? (list ?? null) : null}
      onSaved={setChosen}
      onClose={() => setDialog(null)}
    />
  )
  if (list === undefined)
    return (
      <Notice icon={<ScanLine />} title={checkIn.empty} text={checkIn.emptyText}>
        {may && (
          <Button look="primary" onClick={() => setDialog('new')}>
            {checkIn.newList}
          </Button>
        )}
        {form}
      </Notice>
    )
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          label={checkIn.list}
          value={list.id}
          options={lists.map(({ id, name }) => [id, name] as const)}
          onChange={setChosen}
        />
        {may && (
          <>
            <Button className="h-9" onClick={() => setDialog('new')}>
              {checkIn.newList}
            </Button>
            <Button className="h-9" onClick={() => setDialog('edit')}>
              {checkIn.editList}
            </Button>
            <RemoveList list={list} />
          </>
        )}
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <DoorPanel key={list.id} event={event} list={list} />
        <Numbers event={event} list={list} />
      </div>
      {form}
    </div>
  )
}

function Numbers({ event, list }: { event: BookableEvent; list: CheckinList }) {
  const { checkIn } = useEventWords()
  const format = useFormat()
  const { data: numbers, error } = useQuery(checkinNumbersQuery(event.id, list.id))
  const names = new Map(event.ticketTypes.map(({ id, name }) => [id, name]))
  return (
    <Panel title={checkIn.numbers}>
      {numbers === undefined && error === null && <Skeleton className="m-4 h-24" />}
      {numbers !== undefined && (
        <div className="grid gap-4 p-4">
          <p className="flex items-baseline gap-2">
            <span className="text-3xl font-semibold tracking-tight tabular">{format.number(numbers.entered)}</span>
            <span className="text-muted">{checkIn.ofExpected(format.number(numbers.expected))}</span>
          </p>
          <ProgressBar label={checkIn.came} value={numbers.entered} max={numbers.expected} tone="ok" />
          {list.exit && <p className="text-muted">{checkIn.present(numbers.present)}</p>}
          <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-y-1.5">
            {numbers.ticketTypes.map(({ id, entered, expected }) => (
              <div key={id} className="col-span-2 grid grid-cols-subgrid gap-x-3">
                <dt className="text-muted wrap-anywhere">{names.get(id) ?? id}</dt>
                <dd className="tabular">
                  {format.number(entered)} / {format.number(expected)}
                </dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </Panel>
  )
}
