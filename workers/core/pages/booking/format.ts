import type { Language } from '../../../../contract/auth.ts'

/** What a language does to money and moments. Moments are milliseconds since 1970, shown by the clock of a time zone. */
export interface Format {
  money(minorUnits: number, currency: string): string
  /** From when until when, with the name of the zone. */
  range(from: number, until: number, timeZone: string): string
  moment(at: number, timeZone: string): string
  time(at: number, timeZone: string): string
  date(at: number, timeZone: string): string
  /** Day, month and weekday, for the edge of a list. */
  day(at: number, timeZone: string): { day: string; month: string; weekday: string }
}

// Dates in English follow the day-month order that most of its readers outside of the United States expect.
const REGIONS: Record<Language, string> = { en: 'en-GB', fr: 'fr-FR' }

const LONG = {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
} as const

export const formatFor = (language: Language): Format => {
  const region = REGIONS[language]
  const moments = (timeZone: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(region, { ...options, timeZone })
  return {
    money: (minorUnits, currency) => {
      const format = new Intl.NumberFormat(region, { style: 'currency', currency })
      return format.format(minorUnits / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
    },
    range: (from, until, timeZone) => moments(timeZone, { ...LONG, timeZoneName: 'short' }).formatRange(from, until),
    moment: (at, timeZone) => moments(timeZone, { ...LONG, timeZoneName: 'short' }).format(at),
    time: (at, timeZone) => moments(timeZone, { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }).format(at),
    date: (at, timeZone) =>
      moments(timeZone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(at),
    day: (at, timeZone) => ({
      day: moments(timeZone, { day: 'numeric' }).format(at),
      month: moments(timeZone, { month: 'short' }).format(at),
      weekday: moments(timeZone, { weekday: 'short' }).format(at),
    }),
  }
}
