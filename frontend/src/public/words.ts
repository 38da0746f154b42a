/** A sentence for one and for several, with `{n}` where the number goes. */
export interface Counted {
  one: string
  other: string
}

/** @returns a sentence with its names replaced: `say('{place} chosen', { place: 'A 1' })`. */
export const say = (sentence: string, values: Record<string, string>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)

/** @returns the sentence for a number in a language. */
export const counted = (language: string, { one, other }: Counted, n: number): string =>
  say(new Intl.PluralRules(language).select(n) === 'one' ? one : other, { n: String(n) })

/** @returns an amount in minor units as a language writes it. */
export const money = (language: string, amount: number, currency: string): string => {
  const format = new Intl.NumberFormat(language === 'en' ? 'en-GB' : language, { style: 'currency', currency })
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

/** @returns a time span as minutes and seconds, `9:05`; never below nothing. */
export const clock = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
