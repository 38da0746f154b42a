import { type FormEvent, type ReactNode, useState } from 'react'
import type { BookableEvent } from '../api/events.ts'
import type { ApiError, FieldProblem } from '../api/problem.ts'
import { FormAlert } from '../components/form-alert.tsx'
import { Refusal } from '../organization/refusal.tsx'
import { AllotmentsSection, CodesSection, PoolsSection } from './advanced-sections.tsx'
import { PlacesSection, WhatSection, WhenSection, WhereSection } from './basic-sections.tsx'
import { complainsBelow, complaintsAt, complaintsElsewhere } from './complaints.ts'
import type { Body, EventDraft } from './draft.ts'
import { bodyOf } from './draft-body.ts'
import type { SectionProps } from './form-section.tsx'
import { SaleSection, WaitingRoomSection, WaitlistSection } from './sale-section.tsx'
import { TicketSection } from './ticket-section.tsx'
import { useEventWords } from './words.ts'

interface EventFormProps {
  initial: EventDraft
  event: BookableEvent | null
  error: ApiError | null
  onSend(body: Body): void
  /** After someone else changed the event: reads it again. */
  onReload?: () => void
  /** The buttons, below everything. */
  children: ReactNode
}

export function EventForm({ initial, event, error, onSend, onReload, children }: EventFormProps) {
  const { complaints } = useEventWords()
  const [draft, setDraft] = useState(initial)
  const [faults, setFaults] = useState<FieldProblem[]>([])
  const change = (part: Partial<EventDraft>) => setDraft((before) => ({ ...before, ...part }))
  const section: SectionProps = { draft, change, event, complaint: complaintsAt(error, faults, complaints) }
  const wrong = (path: string) => complainsBelow(error, faults, path)
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    const read = bodyOf(draft)
    setFaults(read.faults)
    if (read.faults.length === 0) onSend(read.body)
  }
  return (
    // Our own words for what is wrong, in the reader's language and at every field at once.
    <form onSubmit={submit} noValidate className="grid gap-4">
      <WhatSection {...section} />
      <WhenSection {...section} />
      <WhereSection {...section} />
      <PlacesSection {...section} />
      <TicketSection {...section} />
      <SaleSection {...section} />
      <WaitlistSection {...section} />
      <WaitingRoomSection {...section} open={wrong('waitingRoom')} />
      <PoolsSection {...section} open={draft.pools.length > 0 || wrong('pools')} />
      <AllotmentsSection {...section} open={draft.allotments.length > 0 || wrong('allotments')} />
      <CodesSection {...section} open={draft.codes.length > 0 || wrong('codes')} />
      <Complaints error={error} faults={faults} onReload={onReload} />
      {children}
    </form>
  )
}

function Complaints(props: { error: ApiError | null; faults: FieldProblem[]; onReload: (() => void) | undefined }) {
  const { complaints, form } = useEventWords()
  const { error, faults, onReload } = props
  const elsewhere = complaintsElsewhere(error, faults, complaints)
  return (
    <>
      {faults.length === 0 && <Refusal error={error} {...(onReload !== undefined && { onReload })} />}
      {faults.length > 0 && <FormAlert>{form.lookAtFields}</FormAlert>}
      {elsewhere.length > 0 && (
        <ul className="grid gap-1 rounded-md bg-error-soft px-3 py-2 text-error">
          {elsewhere.map(({ pointer, text }) => (
            <li key={`${pointer} ${text}`} className="wrap-anywhere">
              {text} <code className="text-xs">{pointer}</code>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
