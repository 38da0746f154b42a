import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changeVenue, createVenue, type Venue } from '../api/venues.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { TimeZoneField } from '../events/basic-sections.tsx'
import { complaintsAt } from '../events/complaints.ts'
import { useEventWords } from '../events/words.ts'
import { useMessages } from '../i18n/language.tsx'
import { AreaField } from '../organization/area-field.tsx'
import { Refusal } from '../organization/refusal.tsx'

const orNull = (text: string) => (text.trim() === '' ? null : text.trim())

export function VenueDialog({ venue, onClose }: { venue: Venue | null; onClose(): void }) {
  const { venues, form, complaints } = useEventWords()
  const { organization } = useMessages()
  const queries = useQueryClient()
  const [draft, setDraft] = useState({
    name: venue?.name ?? '',
    address: venue?.address ?? '',
    city: venue?.city ?? '',
    country: venue?.country ?? '',
    timeZone: venue?.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
    accessibility: venue?.accessibility ?? '',
  })
  const save = useMutation({
    mutationFn: () => {
      const { name, timeZone, ...rest } = draft
      const said = {
        name: name.trim(),
        timeZone,
        address: orNull(rest.address),
        city: orNull(rest.city),
        country: orNull(rest.country),
        accessibility: orNull(rest.accessibility),
      }
      if (venue === null) return createVenue({ ...said, coordinates: null })
      return changeVenue(venue.id, { ...said, version: venue.version })
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['venues'] })
      onClose()
    },
  })
  const complaint = complaintsAt(save.error, [], complaints)
  const reload = () => {
    void queries.invalidateQueries({ queryKey: ['venues'] })
    onClose()
  }
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    save.mutate()
  }
  const fields = [
    ['address', form.address, 500],
    ['city', form.city, 100],
    ['country', form.country, 2],
  ] as const
  return (
    <Dialog title={venue === null ? venues.create : venues.changeOf(venue.name)} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4">
        <Refusal error={save.error} onReload={reload} />
        <Field
          label={form.name}
          value={draft.name}
          onChange={({ target }) => setDraft({ ...draft, name: target.value })}
          maxLength={200}
          required
          complaint={complaint('name')}
        />
        {fields.map(([name, label, most]) => (
          <Field
            key={name}
            label={label}
            value={draft[name]}
            onChange={({ target }) => setDraft({ ...draft, [name]: target.value })}
            maxLength={most}
            {...(name === 'country' && { hint: form.countryHint })}
            complaint={complaint(name)}
          />
        ))}
        <TimeZoneField
          value={draft.timeZone}
          onChange={(timeZone) => setDraft({ ...draft, timeZone })}
          complaint={complaint('timeZone')}
        />
        <AreaField
          label={venues.accessibility}
          hint={venues.accessibilityHint}
          value={draft.accessibility}
          onChange={({ target }) => setDraft({ ...draft, accessibility: target.value })}
          rows={3}
          spellCheck
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{organization.cancel}</Button>
          <Button type="submit" look="primary" disabled={save.isPending}>
            {organization.save}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
