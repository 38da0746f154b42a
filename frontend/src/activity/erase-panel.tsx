import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, LoaderCircle } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { LogErasure } from '../../../contract/log-erasures.ts'
import { useMe } from '../account/use-me.ts'
import { erasePerson, erasuresQuery } from '../api/log-integrity.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Moment } from '../components/moment.tsx'
import { Panel } from '../components/panel.tsx'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'
import { mayDo } from '../organization/access.ts'
import { Badge } from '../organization/badge.tsx'
import { Confirm } from '../organization/confirm.tsx'
import { ActorName } from './actor-name.tsx'
import { ProgressBar } from './progress-bar.tsx'

/** Takes a person out of the log, and shows how far that is: whom it was is kept nowhere. */
export function ErasePanel() {
  const { integrity } = useMessages().activity
  const may = mayDo(useMe(), 'log.erase')
  return (
    <Panel title={integrity.erase}>
      <div className="grid gap-4 p-4">
        <p className="text-muted">{may ? integrity.eraseText : integrity.eraseOwner}</p>
        {may && <EraseForm />}
      </div>
      {may && <Erasures />}
    </Panel>
  )
}

function EraseForm() {
  const { integrity } = useMessages().activity
  const queries = useQueryClient()
  const [person, setPerson] = useState('')
  const [asking, setAsking] = useState(false)
  const erase = useMutation({
    mutationFn: () => erasePerson(person.trim()),
    onSuccess: ({ entries, status }) => {
      setAsking(false)
      setPerson('')
      say(status === 'done' ? integrity.erased(entries) : integrity.erasing)
      return queries.invalidateQueries({ queryKey: erasuresQuery.queryKey })
    },
  })
  const ask = (event: FormEvent) => {
    event.preventDefault()
    erase.reset()
    setAsking(true)
  }
  return (
    <>
      <form onSubmit={ask} className="flex flex-wrap items-end gap-2">
        <div className="min-w-0 flex-1 basis-64">
          <Field
            label={integrity.person}
            value={person}
            onChange={(event) => setPerson(event.target.value)}
            minLength={3}
            maxLength={320}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            required
          />
        </div>
        <Button type="submit" look="danger" className="h-9">
          {integrity.eraseSubmit}
        </Button>
      </form>
      {asking && (
        <Confirm
          title={integrity.eraseTitle}
          text={integrity.eraseConfirm(person.trim())}
          submit={integrity.eraseSubmit}
          typed={person.trim()}
          mutation={erase}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

const ASK_AGAIN_MS = 2000

function Erasures() {
  const { integrity } = useMessages().activity
  const list = useQuery({
    ...erasuresQuery,
    refetchInterval: ({ state }) => state.data?.some(({ status }) => status === 'running') === true && ASK_AGAIN_MS,
  }).data
  if (list === undefined || list.length === 0) return null
  return (
    <ul aria-label={integrity.erasures} className="divide-y divide-line border-t border-line">
      {list.map((erasure) => (
        <Erasure key={erasure.id} erasure={erasure} />
      ))}
    </ul>
  )
}

function Erasure({ erasure: { status, entries, progress, reason, createdBy, createdAt } }: { erasure: LogErasure }) {
  const { integrity } = useMessages().activity
  const done = status === 'done'
  return (
    <li className="grid gap-1.5 px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={done ? 'ok' : 'warning'} icon={done ? CircleCheck : LoaderCircle}>
          {integrity.erasureStatuses[status]}
        </Badge>
        <span className="tabular">{integrity.erased(entries)}</span>
        <span className="flex min-w-0 gap-1 text-xs text-muted">
          <ActorName id={createdBy} />
          <span className="whitespace-nowrap">
            · <Moment at={createdAt} />
          </span>
        </span>
      </div>
      {!done && <ProgressBar label={integrity.erasing} value={Math.round(progress * 100)} max={100} />}
      {reason !== null && <p className="text-xs wrap-anywhere text-warning">{reason}</p>}
    </li>
  )
}
