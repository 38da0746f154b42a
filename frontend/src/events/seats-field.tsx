import { useState } from 'react'
import { AreaField } from '../organization/area-field.tsx'
import { type Planned, useSeatNames } from './use-seat-names.ts'
import { useEventWords } from './words.ts'

interface SeatsFieldProps {
  label: string
  planned: Planned
  /** Guids, parted by spaces; what names no seat stays as it was typed. */
  seats: string
  onSeats(seats: string): void
  hint?: string
  complaint?: string | undefined
}

/** Several seats, shown and typed by their names. */
export function SeatsField({ label, planned, seats, onSeats, hint, complaint }: SeatsFieldProps) {
  const { seats: words } = useEventWords()
  const names = useSeatNames(planned)
  // What is typed stays as it is, while the form has the guids.
  const [typed, setTyped] = useState<string | null>(null)
  const kept = names.read(seats)
  const text = typed ?? [...kept.guids.map(names.nameOf), ...kept.unknown].join('\n')
  const { unknown } = names.read(text)
  const type = (now: string) => {
    const read = names.read(now)
    setTyped(now)
    onSeats([...read.guids, ...read.unknown].join(' '))
  }
  return (
    <AreaField
      label={label}
      hint={[hint, words.hint(names.seats[0]?.name ?? '…')].filter(Boolean).join(' ')}
      rows={3}
      value={text}
      onChange={({ target }) => type(target.value)}
      complaint={unknown.length > 0 ? words.unknown(unknown.join('; ')) : complaint}
    />
  )
}
