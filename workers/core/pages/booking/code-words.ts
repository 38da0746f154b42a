import type { Language } from '../../../../contract/auth.ts'

const en = {
  have: 'I have a code',
  label: 'Code',
  use: 'Use the code',
  only: 'Tickets for this event are sold with a code.',
  good: (code: string) => `Code ${code} is in use`,
  off: (amount: string) => `${amount} off each ticket`,
  types: (names: string) => `It opens tickets: ${names}`,
  kept: (n: number) => (n === 1 ? '1 free place is kept for it' : `${n} free places are kept for it`),
  nothing: 'Nothing is left for it now',
  without: 'Go on without the code',
  place: 'kept for your code',
  insteadOf: (price: string) => `instead of ${price}`,
}

export type CodeWords = typeof en

const fr: CodeWords = {
  have: 'J’ai un code',
  label: 'Code',
  use: 'Utiliser le code',
  only: 'Les billets de cet événement se vendent avec un code.',
  good: (code) => `Le code ${code} est utilisé`,
  off: (amount) => `${amount} de moins par billet`,
  types: (names) => `Il ouvre ces billets : ${names}`,
  kept: (n) => (n < 2 ? `${n} place libre lui est réservée` : `${n} places libres lui sont réservées`),
  nothing: 'Il ne lui reste rien en ce moment',
  without: 'Continuer sans le code',
  place: 'réservée pour votre code',
  insteadOf: (price) => `au lieu de ${price}`,
}

const WORDS: Record<Language, CodeWords> = { en, fr }

/** @returns what pages say of codes in a language. */
export const codeWords = (language: Language): CodeWords => WORDS[language]
