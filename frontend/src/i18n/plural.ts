export interface Forms {
  one: string
  other: string
}

/** Picks the form of a language for a number and puts the number, formatted, in place of `#`. */
export function pluralizer(language: string): (n: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language)
  return (n, forms) => (rules.select(n) === 'one' ? forms.one : forms.other).replace('#', numbers.format(n))
}
