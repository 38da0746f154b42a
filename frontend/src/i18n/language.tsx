import { createContext, type ReactNode, useContext, useState } from 'react'
import type { Messages } from './en.ts'

export type { Messages }

import { type Format, formatFor } from './format.ts'

export const languages = { en: 'English', fr: 'Français' } as const
export type Language = keyof typeof languages

interface Spoken {
  language: Language
  messages: Messages
  format: Format
}

const isLanguage = (value: string | null | undefined): value is Language => value === 'en' || value === 'fr'

/** Whether someone chose a language on this device, instead of taking what was guessed. */
export const hasChosenLanguage = () => isLanguage(localStorage.getItem('language'))

/** The language chosen before, else the first of the browser's that we speak, else English. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem('language')
  if (isLanguage(chosen)) return chosen
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en'
}

/** Messages arrive as their own chunk, so that nobody loads a language they do not read. */
export async function loadLanguage(language: Language): Promise<Spoken> {
  const messages = language === 'fr' ? (await import('./fr.ts')).fr : (await import('./en.ts')).en
  document.documentElement.lang = language
  const region = navigator.languages.find((tag) => tag.startsWith(`${language}-`))
  return { language, messages, format: formatFor(language, region) }
}

const SpokenContext = createContext<(Spoken & { speak(language: Language): void }) | null>(null)

export function LanguageProvider(props: { initial: Spoken; children: ReactNode }) {
  const [spoken, setSpoken] = useState(props.initial)
  const speak = (language: Language) => {
    localStorage.setItem('language', language)
    void loadLanguage(language).then(setSpoken)
  }
  return <SpokenContext value={{ ...spoken, speak }}>{props.children}</SpokenContext>
}

export function useLanguage() {
  const spoken = useContext(SpokenContext)
  if (spoken === null) throw new Error('No LanguageProvider above')
  return spoken
}

export const useMessages = (): Messages => useLanguage().messages
export const useFormat = (): Format => useLanguage().format
