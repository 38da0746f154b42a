import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { ChoiceField } from '../activity/choice-field.tsx'
import { planChoicesQuery } from '../api/plans.ts'
import { venueChoicesQuery } from '../api/venues.ts'
import { Field } from '../components/field.tsx'
import { useFormat } from '../i18n/language.tsx'
import { AreaField } from '../organization/area-field.tsx'
import { CheckField } from '../organization/check-field.tsx'
import { Fields, Section, type SectionProps } from './form-section.tsx'
import { useEventWords } from './words.ts'

export function WhatSection({ draft, change, complaint }: SectionProps) {
  const { form } = useEventWords()
  return (
    <Section title={form.what}>
      <Field
        label={form.name}
        value={draft.name}
        onChange={({ target }) => change({ name: target.value })}
        maxLength={200}
        required
        complaint={complaint('name')}
      />
      <AreaField
        label={form.description}
        value={draft.description}
        onChange={({ target }) => change({ description: target.value })}
        rows={3}
        spellCheck
        complaint={complaint('description')}
      />
      <Fields>
        <Field
          label={form.imageUrl}
          type="url"
          value={draft.imageUrl}
          onChange={({ target }) => change({ imageUrl: target.value })}
          placeholder="https://"
          complaint={complaint('imageUrl')}
        />
        <Field
          label={form.language}
          hint={form.languageHint}
          value={draft.language}
          onChange={({ target }) => change({ language: target.value })}
          maxLength={35}
          complaint={complaint('language')}
        />
      </Fields>
      <CheckField
        label={form.unlisted}
        hint={form.unlistedHint}
        checked={draft.unlisted}
        onChange={({ target }) => change({ unlisted: target.checked })}
      />
    </Section>
  )
}

export function WhenSection({ draft, change, complaint }: SectionProps) {
  const { form } = useEventWords()
  return (
    <Section title={form.whenTitle}>
      <Fields>
        <Field
          label={form.startsAt}
          type="datetime-local"
          value={draft.startsAt}
          onChange={({ target }) => change({ startsAt: target.value })}
          required
          complaint={complaint('startsAt')}
        />
        <Field
          label={form.endsAt}
          type="datetime-local"
          value={draft.endsAt}
          onChange={({ target }) => change({ endsAt: target.value })}
          required
          complaint={complaint('endsAt')}
        />
      </Fields>
      <TimeZoneField
        value={draft.timeZone}
        onChange={(timeZone) => change({ timeZone })}
        complaint={complaint('timeZone')}
      />
    </Section>
  )
}

export function TimeZoneField(props: { value: string; onChange(value: string): void; complaint: string | undefined }) {
  const { form } = useEventWords()
  const zones = useId()
  return (
    <>
      <Field
        label={form.timeZone}
        hint={form.timeZoneHint}
        list={zones}
        value={props.value}
        onChange={({ target }) => props.onChange(target.value)}
        required
        autoComplete="off"
        spellCheck={false}
        complaint={props.complaint}
      />
      <datalist id={zones}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  )
}

/** A venue fills in what its event does not say; without one the place is written here. */
export function WhereSection({ draft, change, complaint }: SectionProps) {
  const { form } = useEventWords()
  const { data: venues = [] } = useQuery(venueChoicesQuery)
  const choose = (venueId: string) => {
    const venue = venues.find(({ id }) => id === venueId)
    const { name: place = '', address, city, country, timeZone = draft.timeZone } = venue ?? {}
    const written = { place, address: address ?? '', city: city ?? '', country: country ?? '', timeZone }
    change({ venueId, ...(venue !== undefined && written) })
  }
  return (
    <Section title={form.where}>
      {venues.length > 0 && (
        <ChoiceField
          label={form.venue}
          value={draft.venueId}
          options={[['', form.noVenue], ...venues.map(({ id, name }): [string, string] => [id, name])]}
          onChange={choose}
          complaint={complaint('venueId')}
        />
      )}
      <Fields>
        <Field
          label={form.place}
          value={draft.place}
          onChange={({ target }) => change({ place: target.value })}
          maxLength={200}
          complaint={complaint('place')}
        />
        <Field
          label={form.address}
          value={draft.address}
          onChange={({ target }) => change({ address: target.value })}
          maxLength={500}
          complaint={complaint('address')}
        />
        <Field
          label={form.city}
          value={draft.city}
          onChange={({ target }) => change({ city: target.value })}
          maxLength={100}
          complaint={complaint('city')}
        />
        <Field
          label={form.country}
          hint={form.countryHint}
          value={draft.country}
          onChange={({ target }) => change({ country: target.value.toUpperCase() })}
          maxLength={2}
          complaint={complaint('country')}
        />
      </Fields>
    </Section>
  )
}

/** Either a plan says where everyone sits, or a number says how many come. */
export function PlacesSection({ draft, change, complaint, event }: SectionProps) {
  const { form } = useEventWords()
  const format = useFormat()
  const { data: plans = [] } = useQuery(planChoicesQuery)
  const plan = plans.find(({ id }) => id === draft.planId)
  const newer = newerVersion(plan?.publishedVersion, draft, event?.planId)
  return (
    <Section title={form.placesTitle} text={form.placesText}>
      <Fields>
        <ChoiceField
          label={form.plan}
          value={draft.planId}
          options={[
            ['', form.noPlan],
            ...plans.map(({ id, name, places }): [string, string] => [
              id,
              `${name} · ${form.planPlaces(format.number(places))}`,
            ]),
          ]}
          onChange={(planId) => change({ planId, planVersion: planId === event?.planId ? event.planVersion : null })}
          hint={form.planHint}
          complaint={complaint('planId')}
        />
        <Field
          label={form.capacity}
          hint={draft.planId === '' ? form.capacityHint : form.capacityPlanHint}
          inputMode="numeric"
          value={draft.capacity}
          onChange={({ target }) => change({ capacity: target.value })}
          complaint={complaint('capacity')}
        />
      </Fields>
      {draft.planId !== '' && (
        <CheckField
          label={form.noSingles}
          hint={form.noSinglesHint}
          checked={draft.noSingleSeats}
          onChange={({ target }) => change({ noSingleSeats: target.checked })}
        />
      )}
      {newer !== null && (
        <CheckField
          label={form.takeVersion(newer)}
          hint={form.takeVersionHint}
          checked={draft.planVersion === newer}
          onChange={({ target }) => change({ planVersion: target.checked ? newer : (event?.planVersion ?? null) })}
        />
      )}
    </Section>
  )
}

/** An event keeps the version of its plan that it was made with, until somebody takes a newer one. */
const newerVersion = (published: number | null | undefined, draft: SectionProps['draft'], planId?: string | null) =>
  published != null && planId === draft.planId && draft.planVersion !== null ? published : null
