import { useQuery } from '@tanstack/react-query'
import { CloudOff } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { CheckinList, ListedTicket } from '../api/check-ins.ts'
import { rosterQuery, ticketsByNameQuery } from '../api/check-ins.ts'
import type { BookableEvent } from '../api/events.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Panel } from '../components/panel.tsx'
import { useExplained } from '../events/told.ts'
import { useSeatNames } from '../events/use-seat-names.ts'
import { useEventWords } from '../events/words.ts'
import { useFormat } from '../i18n/language.tsx'
import { CheckField } from '../organization/check-field.tsx'
import { SearchBox } from '../organization/search-box.tsx'
import { useSettled } from '../organization/use-settled.ts'
import { Camera } from './camera.tsx'
import { LatestScans } from './latest-scans.tsx'
import { ScanCard, ScanLine } from './scan-card.tsx'
import { waiting } from './scan-queue.ts'
import { useDoor } from './use-door.ts'

type Direction = 'entry' | 'exit'

/** One field takes it all: what a scanner types, what is pasted, what is read off a ticket. */
export function DoorPanel({ event, list }: { event: BookableEvent; list: CheckinList }) {
  const { checkIn } = useEventWords()
  const [wished, setDirection] = useState<Direction>('entry')
  // A list that is changed meanwhile may be scanned in the other direction alone.
  const direction = list[wished] ? wished : list.entry ? 'entry' : 'exit'
  const [force, setForce] = useState(false)
  const { data: roster } = useQuery(rosterQuery(event.id, list.id))
  const { door, error, alone, scan, send } = useDoor({ eventId: event.id, list, roster })
  const explained = useExplained()
  const format = useFormat()
  const queued = waiting(door).length
  const [newest, ...rest] = door.scans
  return (
    <div className="grid gap-4">
      <Panel title={checkIn.scan} aside={<Directions list={list} direction={direction} onDirection={setDirection} />}>
        <div className="grid gap-4 p-4">
          <CodeField onCode={(secret) => scan({ secret, direction, force })} />
          <div aria-live="assertive">
            {newest !== undefined && <ScanCard scan={newest} event={event} alone={alone} />}
          </div>
          <Camera onCode={(secret) => scan({ secret, direction, force })} />
          <CheckField
            label={checkIn.force}
            hint={checkIn.forceHint}
            checked={force}
            onChange={({ target }) => setForce(target.checked)}
          />
          {(queued > 0 || error !== null) && (
            <p role="status" className="flex items-start gap-2 rounded-md bg-warning-soft px-3 py-2 text-warning">
              <CloudOff className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
              <span className="min-w-0 flex-1">
                {error !== null && `${explained(error)} `}
                {queued > 0 && checkIn.queued(queued)}
              </span>
              {error !== null && (
                <Button size="small" onClick={send}>
                  {checkIn.sendNow}
                </Button>
              )}
            </p>
          )}
          {roster !== undefined && (
            <p className="text-xs text-muted">
              {checkIn.roster(roster.byId.size, format.hour(new Date(roster.readAt).toISOString()))}
            </p>
          )}
        </div>
      </Panel>
      <ByName
        event={event}
        list={list}
        onTicket={(ticketId) => scan({ ticketId, direction, force })}
        scans={door.scans.length}
      />
      {rest.length > 0 && (
        <Panel title={checkIn.before}>
          <ul className="max-h-96 divide-y divide-line overflow-y-auto">
            {rest.map((one) => (
              <ScanLine key={one.sent.nonce} scan={one} event={event} alone={alone} />
            ))}
          </ul>
        </Panel>
      )}
      <LatestScans event={event} list={list} roster={roster} />
    </div>
  )
}

interface DirectionsProps {
  list: CheckinList
  direction: Direction
  onDirection(direction: Direction): void
}

function Directions({ list, direction, onDirection }: DirectionsProps) {
  const { checkIn } = useEventWords()
  if (!(list.entry && list.exit)) return <span className="text-xs text-muted">{checkIn.directions[direction]}</span>
  return (
    <span className="flex gap-1">
      {(['entry', 'exit'] as const).map((way) => (
        <Button
          key={way}
          size="small"
          look={way === direction ? 'primary' : 'outline'}
          aria-pressed={way === direction}
          onClick={() => onDirection(way)}
        >
          {checkIn.directions[way]}
        </Button>
      ))}
    </span>
  )
}

/** Ready for the next at once; a scanner ends each code with Enter. */
function CodeField({ onCode }: { onCode(code: string): void }) {
  const { checkIn } = useEventWords()
  const [code, setCode] = useState('')
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector('input')?.focus(), [])
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    const read = code.trim()
    setCode('')
    if (read !== '') onCode(read)
  }
  return (
    <form ref={form} onSubmit={submit} className="flex items-end gap-2">
      <div className="min-w-0 flex-1">
        <Field
          label={checkIn.code}
          hint={checkIn.codeHint}
          value={code}
          onChange={({ target }) => setCode(target.value)}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          className="font-mono"
        />
      </div>
      <Button type="submit" look="primary" className="mb-5.5 h-9">
        {checkIn.check}
      </Button>
    </form>
  )
}

interface ByNameProps {
  event: BookableEvent
  list: CheckinList
  /** How many were scanned: found tickets are read again after each. */
  scans: number
  onTicket(id: string): void
}

/** For who forgot their ticket. */
function ByName({ event, list, onTicket, scans }: ByNameProps) {
  const { checkIn } = useEventWords()
  const [text, setText] = useState('')
  const query = useSettled(text.trim())
  const wanted = ticketsByNameQuery(event.id, { list: list.id, query, scans })
  const found = useQuery({ ...wanted, placeholderData: (before) => before })
  const tickets = query.length < 2 ? [] : (found.data ?? [])
  return (
    <Panel title={checkIn.byName} aside={<SearchBox label={checkIn.nameHint} text={text} onText={setText} />}>
      {query.length < 2 && <p className="px-4 py-3 text-muted">{checkIn.byNameHint}</p>}
      {query.length >= 2 && found.isSuccess && tickets.length === 0 && (
        <p className="px-4 py-3 text-muted">{checkIn.nobody}</p>
      )}
      <ul className="divide-y divide-line">
        {tickets.map((ticket) => (
          <NamedTicket key={ticket.id} ticket={ticket} event={event} onCheck={() => onTicket(ticket.id)} />
        ))}
      </ul>
    </Panel>
  )
}

function NamedTicket({ ticket, event, onCheck }: { ticket: ListedTicket; event: BookableEvent; onCheck(): void }) {
  const { checkIn, bookings } = useEventWords()
  const { placeOf } = useSeatNames(event)
  const type = event.ticketTypes.find(({ id }) => id === ticket.ticketTypeId)
  const name = ticket.fullName ?? ticket.emailAddress ?? bookings.nameless
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      <span className="min-w-0 flex-1">
        <span className="font-medium wrap-anywhere">{name}</span>
        <span className="block text-xs text-muted wrap-anywhere">
          {[placeOf(ticket), type?.name, ticket.present ? checkIn.isIn : null]
            .filter((part) => part != null)
            .join(' · ')}
        </span>
      </span>
      <Button size="small" aria-label={checkIn.checkOf(name)} onClick={onCheck}>
        {checkIn.check}
      </Button>
    </li>
  )
}
