/** How many digits of a currency are its minor units: two of EUR, none of JPY, three of KWD (ISO 4217). */
export const minorDigits = (currency: string): number => {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    return 2
  }
}

/** An amount in minor units as people write it into a field: `12.50` of EUR, `12` of JPY. */
export const writtenAmount = (minor: number, currency: string): string => {
  const digits = minorDigits(currency)
  return (minor / 10 ** digits).toFixed(digits)
}

/**
 * An amount as people write it, in minor units: with a comma or a dot, and whatever parts its thousands.
 * @returns null where it is no amount, or has more digits than the currency
 */
export function minorAmount(text: string, currency: string): number | null {
  const digits = minorDigits(currency)
  const plain = text.trim().replace(/[\s'’\u00a0\u202f]/g, '')
  const [, whole = '', fraction = ''] = /^(\d{1,9}|\d{1,3}(?:[.,]\d{3})+)(?:[.,](\d*))?$/.exec(plain) ?? []
  if (whole === '' || fraction.length > digits) return null
  return Number(whole.replace(/[.,]/g, '') + fraction.padEnd(digits, '0'))
}

/** An amount in minor units as a language writes it. */
export const shownAmount = (minor: number, { currency, language }: { currency: string; language: string }): string =>
  new Intl.NumberFormat(language, { style: 'currency', currency }).format(minor / 10 ** minorDigits(currency))
