import { Button } from '../components/button.tsx'
import { type Messages, useMessages } from '../i18n/language.tsx'
import { ALL_SCOPES, READING_SCOPES, SCOPE_GROUPS, scopeVerb } from './scopes.ts'

type GroupName = keyof Messages['organization']['keys']['groups']

interface ScopeChoiceProps {
  chosen: readonly string[]
  complaint: string | undefined
  onChange(chosen: readonly string[]): void
}

/** Scopes by what they are about, reading first, with the usual choices at hand. */
export function ScopeChoice({ chosen, complaint, onChange }: ScopeChoiceProps) {
  const { keys } = useMessages().organization
  const groups = Object.entries(SCOPE_GROUPS) as [GroupName, readonly string[]][]
  return (
    <fieldset aria-describedby={complaint === undefined ? undefined : 'scope-complaint'}>
      <legend className="mb-1.5 text-sm font-medium">{keys.scopes}</legend>
      <div className="flex flex-wrap gap-1.5 pb-2">
        <Button size="small" onClick={() => onChange(READING_SCOPES)}>
          {keys.presets.read}
        </Button>
        <Button size="small" onClick={() => onChange(ALL_SCOPES)}>
          {keys.presets.all}
        </Button>
        <Button size="small" look="quiet" onClick={() => onChange([])}>
          {keys.presets.none}
        </Button>
      </div>
      <div className="divide-y divide-line rounded-lg border border-line">
        {groups.map(([group, scopes]) => (
          <Group key={group} name={keys.groups[group]} scopes={scopes} chosen={chosen} onChange={onChange} />
        ))}
      </div>
      {complaint !== undefined && (
        <p id="scope-complaint" role="alert" className="mt-1.5 text-xs text-error">
          {complaint}
        </p>
      )}
    </fieldset>
  )
}

interface GroupProps extends Pick<ScopeChoiceProps, 'chosen' | 'onChange'> {
  name: string
  scopes: readonly string[]
}

function Group({ name, scopes, chosen, onChange }: GroupProps) {
  const { keys } = useMessages().organization
  const turn = (scope: string, on: boolean) =>
    onChange(on ? [...chosen, scope] : chosen.filter((known) => known !== scope))
  return (
    <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2">
      <legend className="sr-only">{name}</legend>
      <span className="w-full text-muted sm:w-32" aria-hidden="true">
        {name}
      </span>
      {scopes.map((scope) => (
        <label key={scope} title={scope} className="flex min-h-6 items-center gap-1.5">
          <input
            type="checkbox"
            className="size-4"
            checked={chosen.includes(scope)}
            onChange={(event) => turn(scope, event.target.checked)}
          />
          {scopeVerb(scope, keys)}
        </label>
      ))}
    </fieldset>
  )
}
