const known = new Map<string, number>()

/** @returns how many digits of a currency (ISO 4217) stand after the point: 2 for EUR, 0 for JPY. */
export const fractionDigits = (currency: string): number => {
  const before = known.get(currency)
  if (before !== undefined) return before
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  known.set(currency, digits)
  return digits
}

/** @returns an amount of minor units in whole units: 1850 of EUR is 18.5. */
export const wholeUnits = (minorUnits: number, currency: string): number => minorUnits / 10 ** fractionDigits(currency)
