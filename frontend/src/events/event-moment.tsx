import { useLanguage } from '../i18n/language.tsx'

/** When an event is, by the clock of its place; that is said where it is not the reader's. */
export function EventMoment({ at, timeZone, className }: { at: string; timeZone: string; className?: string }) {
  const { language } = useLanguage()
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone === timeZone
  const shown = new Intl.DateTimeFormat(language, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    ...(!here && { timeZoneName: 'short' }),
  }).format(new Date(at))
  return (
    <time dateTime={at} className={className}>
      {shown}
    </time>
  )
}
