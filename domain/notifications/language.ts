import type { Language } from '../../contract/auth.ts'

const SPOKEN: readonly Language[] = ['en', 'fr']

/** @returns the language of ours that a browser's `Accept-Language` (RFC 9110, 12.5.4) prefers; English where it names none. */
export const preferredLanguage = (accepted: string | undefined): Language => {
  const wishes = (accepted ?? '').slice(0, 500).split(',').map(wish)
  const known = wishes.filter(({ language, weight }) => language !== undefined && weight > 0)
  return known.toSorted((a, b) => b.weight - a.weight)[0]?.language ?? 'en'
}

const wish = (text: string) => {
  const [tag = '', weight] = text
    .trim()
    .toLowerCase()
    .split(/\s*;\s*q\s*=\s*/)
  return {
    language: SPOKEN.find((spoken) => tag === spoken || tag.startsWith(`${spoken}-`)),
    weight: weight === undefined ? 1 : Number(weight),
  }
}
