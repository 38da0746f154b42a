import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { blockPlaces, unblockPlaces } from '../api/blocks.ts'
import type { BookableEvent } from '../api/events.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { say } from '../components/toast.ts'
import type { DrawnSeat } from '../plans/drawing.ts'
import type { SeatNames } from '../plans/seat-names.ts'
import type { Part } from './places-bar.tsx'
import { useTold } from './told.ts'
import { useEventWords } from './words.ts'

interface BlockSeatsProps {
  event: BookableEvent
  names: SeatNames
  chosen: readonly DrawnSeat[]
  stateOf(guid: string): Part
  onChosen(guids: readonly string[]): void
}

/** Takes what is chosen off sale, or puts it back. The map shows it as soon as the room says so. */
export function BlockSeats({ event, names, chosen, stateOf, onChosen }: BlockSeatsProps) {
  const { places: words } = useEventWords()
  const [reason, setReason] = useState('')
  const told = useTold(names.nameOf)
  const free = chosen.filter(({ guid }) => stateOf(guid) === 'free').map(({ guid }) => guid)
  const blocked = chosen.filter(({ guid }) => stateOf(guid) === 'blocked').map(({ guid }) => guid)
  const done = (text: string) => {
    say(text)
    onChosen([])
    setReason('')
  }
  const block = useMutation({
    mutationFn: () => blockPlaces(event.id, { seats: free, ...(reason.trim() !== '' && { reason: reason.trim() }) }),
    onSuccess: () => done(words.blocked(free.length)),
    onError: told,
  })
  const unblock = useMutation({
    mutationFn: () => unblockPlaces(event.id, { seats: blocked }),
    onSuccess: () => done(words.unblocked(blocked.length)),
    onError: told,
  })
  return (
    <div className="grid gap-3 border-t border-line pt-3">
      <NamedSeats names={names} chosen={chosen} onChosen={onChosen} />
      {chosen.length > 0 && (
        <div className="flex flex-wrap items-end gap-2">
          <div className="min-w-0 flex-1 basis-56">
            <Field
              label={words.reason}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
              maxLength={500}
            />
          </div>
          <Button look="primary" disabled={free.length === 0 || block.isPending} onClick={() => block.mutate()}>
            {words.block(free.length)}
          </Button>
          <Button disabled={blocked.length === 0 || unblock.isPending} onClick={() => unblock.mutate()}>
            {words.unblock(blocked.length)}
          </Button>
          <Button look="quiet" onClick={() => onChosen([])}>
            {words.chooseNone}
          </Button>
        </div>
      )}
    </div>
  )
}

/** Seats by their names, typed or pasted. */
export function NamedSeats({ names, chosen, onChosen }: Pick<BlockSeatsProps, 'names' | 'chosen' | 'onChosen'>) {
  const { places: words, seats } = useEventWords()
  const [text, setText] = useState('')
  const [asked, setAsked] = useState(false)
  const { guids, unknown } = names.read(text)
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    setAsked(true)
    if (unknown.length > 0 || guids.length === 0) return
    onChosen([...chosen.map(({ guid }) => guid), ...guids])
    setText('')
    setAsked(false)
  }
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
      <div className="min-w-0 flex-1 basis-56">
        <Field
          label={words.seatNames}
          value={text}
          onChange={({ target }) => {
            setText(target.value)
            setAsked(false)
          }}
          placeholder={names.seats
            .slice(0, 2)
            .map(({ name }) => name)
            .join('; ')}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          complaint={asked && unknown.length > 0 ? seats.unknown(unknown.join('; ')) : undefined}
        />
      </div>
      <Button type="submit" className="h-9" disabled={text.trim() === ''}>
        {words.choose}
      </Button>
      <p role="status" className="flex h-9 items-center text-muted">
        {words.chosen(chosen.length)}
      </p>
    </form>
  )
}
