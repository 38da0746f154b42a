import { Plus, X } from 'lucide-react'
import type { Role } from '../../../contract/auth.ts'
import type { ApiError } from '../api/problem.ts'
import { Button, IconButton } from '../components/button.tsx'
import { inputStyle } from '../components/field.tsx'
import { useMessages } from '../i18n/language.tsx'
import { rolesToGive } from './access.ts'
import { filledRows, type MappingRow, type ProviderDraft, withRow } from './provider-draft.ts'
import { RoleSelect } from './role-select.tsx'

interface ProviderMappingProps {
  draft: ProviderDraft
  error: ApiError | null
  onDraft(draft: ProviderDraft): void
}

/** Which value of the claim gives which role. */
export function ProviderMapping({ draft, error, onDraft }: ProviderMappingProps) {
  const { sso } = useMessages().organization
  const filled = filledRows(draft)
  const problems = error?.problem.errors ?? []
  const complaintOn = (row: MappingRow) =>
    problems.find(({ pointer }) => pointer.startsWith(`/roleMapping/${filled.indexOf(row)}/`))?.detail
  const whole = problems.find(({ pointer }) => /^\/roleMapping$/.test(pointer))?.detail
  const put = (row: MappingRow, change: Partial<MappingRow>) =>
    onDraft({ ...draft, rows: draft.rows.map((one) => (one === row ? { ...one, ...change } : one)) })
  const drop = (row: MappingRow) => onDraft({ ...draft, rows: draft.rows.filter((one) => one !== row) })
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-sm font-medium">{sso.mapping}</legend>
      <p className="text-xs text-muted">{sso.mappingText}</p>
      {draft.rows.map((row, place) => (
        <Mapping
          key={row.id}
          row={row}
          number={place + 1}
          complaint={complaintOn(row)}
          onValue={(value) => put(row, { value })}
          onRole={(role) => put(row, { role })}
          onDrop={() => drop(row)}
        />
      ))}
      {filled.length === 0 && <p className="text-xs text-warning">{sso.noRows}</p>}
      {whole !== undefined && (
        <p role="alert" className="text-xs text-error">
          {whole}
        </p>
      )}
      <Button size="small" className="justify-self-start" onClick={() => onDraft(withRow(draft))}>
        <Plus aria-hidden="true" />
        {sso.addRow}
      </Button>
    </fieldset>
  )
}

interface MappingProps {
  row: MappingRow
  number: number
  complaint: string | undefined
  onValue(value: string): void
  onRole(role: Role): void
  onDrop(): void
}

function Mapping({ row, number, complaint, onValue, onRole, onDrop }: MappingProps) {
  const { sso } = useMessages().organization
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-center gap-2 sm:flex-nowrap">
        <input
          aria-label={sso.valueOf(number)}
          aria-invalid={complaint !== undefined}
          placeholder={sso.value}
          value={row.value}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onValue(event.target.value)}
          className={`${inputStyle} min-w-0 flex-1 basis-full sm:basis-0`}
        />
        <span aria-hidden="true" className="text-muted">
          →
        </span>
        <RoleSelect label={sso.roleOf(number)} value={row.role} options={rolesToGive('owner')} onChange={onRole} />
        <IconButton label={sso.dropRow(number)} onClick={onDrop}>
          <X />
        </IconButton>
      </div>
      {complaint !== undefined && (
        <p role="alert" className="text-xs text-error">
          {complaint}
        </p>
      )}
    </div>
  )
}
