import { useNow } from '../components/moment.tsx'
import { useFormat } from '../i18n/language.tsx'

const sameDay = (at: string, now: number) => new Date(at).toDateString() === new Date(now).toDateString()

/** When it happened, to the millisecond on the same day; the exact moment on hover and for machines. */
export function Stamp({ at, className }: { at: string; className?: string }) {
  const format = useFormat()
  const now = useNow()
  return (
    <time dateTime={at} title={format.absolute(at)} className={`tabular whitespace-nowrap ${className ?? ''}`}>
      {sameDay(at, now) ? format.time(at) : format.hour(at)}
    </time>
  )
}
