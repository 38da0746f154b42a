import { Field } from '../components/field.tsx'
import { Fields } from '../events/form-section.tsx'
import { useEventWords } from '../events/words.ts'
import { CheckField } from '../organization/check-field.tsx'
import { Complaint } from './complaint.tsx'
import type { DeskDraft } from './draft.ts'

interface ExceptionsProps {
  draft: DeskDraft
  change(part: Partial<DeskDraft>): void
  refused: string | undefined
  complaint: string | undefined
}

/** What only who organises may: it stands on record with the reason. */
export function Exceptions({ draft, change, refused, complaint }: ExceptionsProps) {
  const { desk } = useEventWords()
  const { override, complimentary } = draft
  return (
    <div className="grid gap-4">
      <Fields>
        <CheckField
          label={desk.override}
          hint={desk.overrideHint}
          checked={override}
          onChange={({ target }) => change({ override: target.checked })}
        />
        <CheckField
          label={desk.complimentary}
          hint={desk.complimentaryHint}
          checked={complimentary}
          onChange={({ target }) => change({ complimentary: target.checked })}
        />
      </Fields>
      <Complaint>{refused === undefined ? undefined : `${refused} ${desk.closedHint}`}</Complaint>
      {(override || complimentary) && (
        <Field
          label={desk.reason}
          hint={desk.reasonHint}
          value={draft.reason}
          onChange={({ target }) => change({ reason: target.value })}
          maxLength={500}
          required
          complaint={complaint}
        />
      )}
    </div>
  )
}
