const minute = 60
const hour = 60 * minute
const day = 24 * hour

const steps: [Intl.RelativeTimeFormatUnit, number, number][] = [
  ['minute', minute, hour],
  ['hour', hour, day],
  ['day', day, 30 * day],
  ['month', 30 * day, 365 * day],
  ['year', 365 * day, Number.POSITIVE_INFINITY],
]

export interface Format {
  number(n: number): string
  /** Four characters at most, such as `12K`. */
  compact(n: number): string
  percent(fraction: number): string
  bytes(n: number): string
  /** How long before `now` (milliseconds since 1970) a moment lies. */
  relative(at: string, now: number): string
  absolute(at: string): string
  /** Hour and minute with the day. */
  hour(at: string): string
  time(at: string): string
}

/** Everything a language does to numbers and moments, in the reader's time zone; dates also follow the region (`en-GB`). */
export function formatFor(language: string, region = language): Format {
  const number = new Intl.NumberFormat(language)
  const compact = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(language, { style: 'percent' })
  const relative = new Intl.RelativeTimeFormat(language, {
    style: language === 'en' ? 'narrow' : 'short',
    numeric: 'always',
  })
  const now = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(0, 'second')
  const absolute = new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeStyle: 'long' })
  const hourly = new Intl.DateTimeFormat(region, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
  })
  const time = new Intl.DateTimeFormat(region, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  })
  return {
    number: (n) => number.format(n),
    compact: (n) => compact.format(n),
    percent: (fraction) => percent.format(fraction),
    bytes: (n) => bytes(language, n),
    relative: (at, today) => {
      const seconds = (today - Date.parse(at)) / 1000
      const step = steps.find(([, , below]) => seconds < below)
      return seconds < minute || step === undefined ? now : relative.format(-Math.floor(seconds / step[1]), step[0])
    },
    absolute: (at) => absolute.format(new Date(at)),
    hour: (at) => hourly.format(new Date(at)),
    time: (at) => time.format(new Date(at)),
  }
}

function bytes(language: string, n: number): string {
  const units = ['byte', 'kilobyte', 'megabyte'] as const
  const power = Math.min(2, Math.floor(Math.log2(Math.max(1, n)) / 10))
  const unit = units[power] ?? 'byte'
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(n / 1024 ** power)
}
