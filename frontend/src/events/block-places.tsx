import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { blockPlaces, blocksQuery, unblockPlaces } from '../api/blocks.ts'
import type { BookableEvent } from '../api/events.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Moment } from '../components/moment.tsx'
import { say } from '../components/toast.ts'
import type { Places } from './places.ts'
import { useTold } from './told.ts'
import { useSeatNames } from './use-seat-names.ts'
import { useEventWords } from './words.ts'

/** Places without numbers, taken off sale some at a time; each time is put back as a whole. */
export function BlockPlaces({ event, places }: { event: BookableEvent; places: Places }) {
  const { places: words } = useEventWords()
  const queries = useQueryClient()
  const [quantity, setQuantity] = useState('')
  const [reason, setReason] = useState('')
  const told = useTold()
  const block = useMutation({
    mutationFn: () =>
      blockPlaces(event.id, { quantity: Number(quantity), ...(reason.trim() !== '' && { reason: reason.trim() }) }),
    onSuccess: () => {
      say(words.blocked(Number(quantity)))
      setQuantity('')
      setReason('')
      return queries.invalidateQueries({ queryKey: ['blocks', event.id] })
    },
    onError: told,
  })
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    block.mutate()
  }
  return (
    <div className="grid gap-3 p-4">
      <form onSubmit={submit} className="grid items-end gap-2 sm:grid-cols-[8rem_minmax(0,1fr)_auto]">
        <Field
          label={words.howMany}
          type="number"
          min={1}
          max={places.numbers.free}
          value={quantity}
          onChange={({ target }) => setQuantity(target.value)}
          required
        />
        <Field label={words.reason} value={reason} onChange={({ target }) => setReason(target.value)} maxLength={500} />
        <Button type="submit" className="h-9" disabled={block.isPending || !(Number(quantity) > 0)}>
          {words.takeOff}
        </Button>
      </form>
      <BlockList event={event} blocked={places.numbers.blocked} />
    </div>
  )
}

function BlockList({ event, blocked }: { event: BookableEvent; blocked: number }) {
  const { places: words } = useEventWords()
  const names = useSeatNames(event)
  const queries = useQueryClient()
  const { data: blocks = [] } = useQuery({ ...blocksQuery(event.id, blocked), placeholderData: (before) => before })
  const unblock = useMutation({
    mutationFn: (id: string) => unblockPlaces(event.id, { ids: [id] }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['blocks', event.id] }),
    onError: useTold(names.nameOf),
  })
  if (blocks.length === 0) return null
  return (
    <ul className="divide-y divide-line rounded-lg border border-line">
      {blocks.map(({ id, quantity, reason, at, ...item }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-2 px-3 py-2">
          <span className="min-w-0">
            {item.seat === null ? words.places(quantity) : names.nameOf(item.seat)}
            <span className="block text-xs text-muted wrap-anywhere">
              <Moment at={at} />
              {reason !== null && ` · ${reason}`}
            </span>
          </span>
          <Button size="small" disabled={unblock.isPending} onClick={() => unblock.mutate(id)}>
            {words.putBack}
          </Button>
        </li>
      ))}
    </ul>
  )
}
