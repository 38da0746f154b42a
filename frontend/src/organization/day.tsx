import { useFormat, useLanguage } from '../i18n/language.tsx'

/** The day of a moment to come, with the exact moment on hover and for machines. */
export function Day(props: { at: string }) {
  const { language } = useLanguage()
  const format = useFormat()
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(props.at))
  return (
    <time dateTime={props.at} title={format.absolute(props.at)} className="whitespace-nowrap text-muted">
      {day}
    </time>
  )
}
