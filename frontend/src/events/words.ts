import { use } from 'react'
import { type Language, useLanguage } from '../i18n/language.tsx'
import type { EventWords } from './words-type.ts'

const asked = new Map<Language, Promise<EventWords>>()

const load = async (language: Language): Promise<EventWords> =>
  language === 'fr' ? (await import('../i18n/fr/events.ts')).events : (await import('../i18n/en/events.ts')).events

/** What these pages say: a chunk of its own, so that who never opens them does not load it. */
export function useEventWords(): EventWords {
  const { language } = useLanguage()
  const words = asked.get(language) ?? load(language)
  asked.set(language, words)
  return use(words)
}
