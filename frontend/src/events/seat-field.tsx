import { useId } from 'react'
import { Field } from '../components/field.tsx'
import type { SeatNames } from '../plans/seat-names.ts'
import { useEventWords } from './words.ts'

/** Enough to choose from; who types more finds the others. */
const MOST_OFFERED = 50

interface SeatFieldProps {
  label: string
  names: SeatNames
  /** Whether a seat can be had; these are offered. */
  isFree(guid: string): boolean
  text: string
  onText(text: string): void
  /** Empty: none, where the field above says it. */
  hint?: string
  complaint?: string | undefined
  required?: boolean
}

/** One seat by its name, typed or chosen of those that are free. */
export function SeatField({ label, names, isFree, text, onText, hint, complaint, required }: SeatFieldProps) {
  const { seats } = useEventWords()
  const list = useId()
  const { unknown } = names.read(text)
  return (
    <>
      <Field
        label={label}
        {...(hint !== '' && { hint: hint ?? seats.oneHint })}
        list={list}
        value={text}
        onChange={({ target }) => onText(target.value)}
        complaint={complaint ?? (unknown.length > 0 && text.length > 2 ? seats.unknown(text.trim()) : undefined)}
        required={required}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
      />
      <datalist id={list}>
        {offered(names, { text, isFree }).map(({ guid, name }) => (
          <option key={guid} value={name} />
        ))}
      </datalist>
    </>
  )
}

const offered = ({ seats }: SeatNames, { text, isFree }: Pick<SeatFieldProps, 'text' | 'isFree'>) => {
  const wanted = text.toLowerCase().match(/[^\s,;]+/g) ?? []
  const found: (typeof seats)[number][] = []
  for (const seat of seats) {
    if (found.length >= MOST_OFFERED) break
    const name = seat.name.toLowerCase()
    if (wanted.every((word) => name.includes(word)) && isFree(seat.guid)) found.push(seat)
  }
  return found
}
