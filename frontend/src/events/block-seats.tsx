import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { blockPlaces, unblockPlaces } from '../api/blocks.ts'
import type { BookableEvent } from '../api/events.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { say } from '../components/toast.ts'
import type { Drawing, DrawnSeat } from '../plans/drawing.ts'
import { seatsIn } from './draft-body.ts'
import type { Part } from './places-bar.tsx'
import { useTold } from './told.ts'
import { useEventWords } from './words.ts'

interface BlockSeatsProps {
  event: BookableEvent
  drawing: Drawing
  chosen: readonly DrawnSeat[]
  stateOf(guid: string): Part
  onChosen(guids: readonly string[]): void
}

/** Takes what is chosen off sale, or puts it back. The map shows it as soon as the room says so. */
export function BlockSeats({ event, drawing, chosen, stateOf, onChosen }: BlockSeatsProps) {
  const { places: words } = useEventWords()
  const [reason, setReason] = useState('')
  const told = useTold()
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
      <SeatNames drawing={drawing} chosen={chosen} onChosen={onChosen} />
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

/** Seats by their names in the plan, typed or pasted. */
function SeatNames({ drawing, chosen, onChosen }: Pick<BlockSeatsProps, 'drawing' | 'chosen' | 'onChosen'>) {
  const { places: words } = useEventWords()
  const [text, setText] = useState('')
  const known = new Set(drawing.seats.map(({ guid }) => guid))
  const named = seatsIn(text)
  const unknown = named.filter((guid) => !known.has(guid))
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    if (unknown.length > 0 || named.length === 0) return
    onChosen([...chosen.map(({ guid }) => guid), ...named])
    setText('')
  }
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
      <div className="min-w-0 flex-1 basis-56">
        <Field
          label={words.seatNames}
          value={text}
          onChange={({ target }) => setText(target.value)}
          placeholder={drawing.seats
            .slice(0, 2)
            .map(({ guid }) => guid)
            .join(' ')}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          complaint={unknown.length > 0 && text.endsWith(' ') ? words.unknownSeats(unknown.join(', ')) : undefined}
        />
      </div>
      <Button type="submit" className="h-9" disabled={named.length === 0 || unknown.length > 0}>
        {words.choose}
      </Button>
      <p role="status" className="flex h-9 items-center text-muted">
        {words.chosen(chosen.length)}
      </p>
    </form>
  )
}
