import { useState } from 'react'
import { ChoiceField } from '../activity/choice-field.tsx'
import { changeDetails, type DetailChange } from '../api/bookings.ts'
import { Field } from '../components/field.tsx'
import type { ComplaintAt } from '../events/complaints.ts'
import { FormDialog } from '../events/form-dialog.tsx'
import { useFormProblem } from '../events/form-problem.ts'
import { useEventWords } from '../events/words.ts'
import { AreaField } from '../organization/area-field.tsx'
import { type StepProps, useStep } from './use-step.ts'

type Contact = StepProps['booking']['contact']
type Edits = Partial<Record<keyof Contact, string>>

const LINES = [
  ['fullName', 'text', 200],
  ['emailAddress', 'email', 320],
  ['phoneNumber', 'tel', 40],
] as const

const FIELDS = ['contact/fullName', 'contact/emailAddress', 'contact/phoneNumber', 'contact/language', 'notes']

/** Whom a booking is for. What is not touched here stays as it is, whoever else changes it meanwhile. */
export function ContactDialog(props: StepProps) {
  const { bookings } = useEventWords()
  const { booking } = props
  const [edits, setEdits] = useState<Edits>({})
  const change = changeOf(edits, booking.contact)
  const step = useStep(props, {
    run: () => changeDetails(booking.id, { ...change, version: booking.version }),
    said: bookings.nowCorrected,
  })
  const { alert, complaint } = useFormProblem(step.error, { fields: FIELDS })
  return (
    <FormDialog
      title={bookings.contactTitle}
      submit={bookings.save}
      alert={alert}
      disabled={step.isPending || Object.keys(change).length === 0}
      onSubmit={() => step.mutate()}
      onClose={props.onClose}
    >
      <ContactFields before={booking.contact} edits={edits} onChange={setEdits} complaint={complaint} />
    </FormDialog>
  )
}

interface ContactFieldsProps {
  before: Contact
  edits: Edits
  onChange(edits: Edits): void
  complaint: ComplaintAt
}

function ContactFields({ before, edits, onChange, complaint }: ContactFieldsProps) {
  const { bookings } = useEventWords()
  const textOf = (field: keyof Contact) => edits[field] ?? before[field] ?? ''
  const edit = (field: keyof Contact) => (text: string) => onChange({ ...edits, [field]: text })
  const labels = { fullName: bookings.name, emailAddress: bookings.email, phoneNumber: bookings.phone }
  return (
    <>
      {LINES.map(([field, type, most]) => (
        <Field
          key={field}
          label={labels[field]}
          type={type}
          value={textOf(field)}
          onChange={({ target }) => edit(field)(target.value)}
          maxLength={most}
          // What was said once can be corrected, and not taken back.
          required={before[field] !== null}
          autoComplete="off"
          complaint={complaint(`contact/${field}`)}
        />
      ))}
      <ChoiceField
        label={bookings.language}
        value={textOf('language')}
        options={[
          ['en', 'English'],
          ['fr', 'Français'],
        ]}
        onChange={edit('language')}
        complaint={complaint('contact/language')}
      />
      <AreaField
        label={bookings.notes}
        value={textOf('notes')}
        onChange={({ target }) => edit('notes')(target.value)}
        rows={3}
        maxLength={2000}
        spellCheck
        complaint={complaint('notes')}
      />
    </>
  )
}

/** What differs from what stands there, alone. */
function changeOf(edits: Edits, before: Contact): DetailChange {
  const said = (field: keyof Contact): string | undefined => {
    const text = edits[field]?.trim()
    return text === undefined || text === (before[field] ?? '') ? undefined : text
  }
  const notes = said('notes')
  const language = said('language')
  const contact = {
    ...Object.fromEntries(
      LINES.flatMap(([field]) => {
        const text = said(field)
        return text === undefined ? [] : [[field, text] as const]
      }),
    ),
    ...((language === 'en' || language === 'fr') && { language }),
  } satisfies DetailChange['contact']
  return {
    ...(Object.keys(contact).length > 0 && { contact }),
    ...(notes !== undefined && { notes: notes === '' ? null : notes }),
  }
}
