import { inputStyle } from '../components/field.tsx'
import { useMessages } from '../i18n/language.tsx'

interface Span {
  from?: string
  to?: string
}

interface TimeSpanProps {
  search: Span
  onChange(changed: Span): void
}

/** A moment as the browser's own input wants it: local, without a zone. */
const localTime = (at: string | undefined) => {
  if (at === undefined) return ''
  const moment = new Date(at)
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

const moment = (local: string) => (Number.isNaN(Date.parse(local)) ? '' : new Date(local).toISOString())

/** A beginning and an end, in the reader's time zone. */
export function TimeSpan({ search, onChange }: TimeSpanProps) {
  const { events } = useMessages().activity
  const ends: [keyof Span, string][] = [
    ['from', events.from],
    ['to', events.to],
  ]
  return (
    <div className="flex flex-wrap gap-2">
      {ends.map(([name, label]) => (
        <label key={name} className="flex min-w-0 items-center gap-2 text-xs text-muted">
          {label}
          <input
            type="datetime-local"
            className={inputStyle}
            value={localTime(search[name])}
            onChange={(event) => onChange({ [name]: moment(event.target.value) })}
          />
        </label>
      ))}
    </div>
  )
}
