import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type BookableEvent, makeCodes } from '../api/events.ts'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Field } from '../components/field.tsx'
import { FoldedSection } from './form-section.tsx'
import { useExplained } from './told.ts'
import { useEventWords } from './words.ts'

/** Codes that differ in their text alone: one for each seat of a mailing, say. */
export function ManyCodes({ event, onMade }: { event: BookableEvent; onMade(): void }) {
  const { form } = useEventWords()
  const queries = useQueryClient()
  const explained = useExplained()
  const [count, setCount] = useState('20')
  const [prefix, setPrefix] = useState('')
  const hidden = event.ticketTypes.filter((type) => type.hidden).map(({ id }) => id)
  const make = useMutation({
    mutationFn: () =>
      makeCodes(event.id, {
        count: Number(count),
        prefix,
        length: 10,
        ticketTypes: hidden,
        allotmentId: null,
        maxUses: 1,
        startsAt: null,
        endsAt: null,
        tag: null,
      }),
    onSuccess: async () => {
      await queries.refetchQueries({ queryKey: ['bookable-event', event.id] })
      onMade()
    },
  })
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    make.mutate()
  }
  const made = make.data?.codes ?? []
  return (
    <FoldedSection title={form.manyCodes} text={form.manyCodesText} open={made.length > 0}>
      <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
        <div className="w-28">
          <Field
            label={form.codeCount}
            type="number"
            min={1}
            max={5000}
            value={count}
            onChange={({ target }) => setCount(target.value)}
            required
          />
        </div>
        <div className="w-40">
          <Field
            label={form.codePrefix}
            value={prefix}
            onChange={({ target }) => setPrefix(target.value)}
            maxLength={20}
          />
        </div>
        <Button type="submit" className="h-9" disabled={make.isPending}>
          {form.makeCodes}
        </Button>
      </form>
      {make.error !== null && (
        <p role="alert" className="text-error">
          {explained(make.error)}
        </p>
      )}
      {made.length > 0 && (
        <div className="grid gap-2">
          <CopyButton
            text={made.map(({ code }) => code).join('\n')}
            label={form.copyCodes(made.length)}
            className="justify-self-start"
          />
          <p className="max-h-40 overflow-y-auto rounded-md bg-sunken p-3 font-mono text-xs wrap-anywhere">
            {made.map(({ code }) => code).join(' ')}
          </p>
        </div>
      )}
    </FoldedSection>
  )
}
