import { ChevronDown } from 'lucide-react'
import { useId } from 'react'
import type { Me } from '../api/shapes.ts'
import { inputStyle } from '../components/field.tsx'
import { languages, useLanguage } from '../i18n/language.tsx'

export function LanguageField(props: { chosen: Me['user']['language']; disabled: boolean }) {
  const { messages, language } = useLanguage()
  const id = useId()
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {messages.account.profile.language}
      </label>
      <span className="relative grid">
        <select
          id={id}
          name="language"
          defaultValue={props.chosen ?? language}
          disabled={props.disabled}
          aria-describedby={`${id}-note`}
          className={`${inputStyle} appearance-none pe-8 disabled:bg-sunken disabled:text-muted`}
        >
          {Object.entries(languages).map(([known, name]) => (
            <option key={known} value={known} lang={known}>
              {name}
            </option>
          ))}
        </select>
        <ChevronDown className="pointer-events-none absolute end-2.5 top-2.5 size-4 text-muted" aria-hidden="true" />
      </span>
      <p id={`${id}-note`} className="text-xs text-muted">
        {messages.account.profile.languageHint}
      </p>
    </div>
  )
}
