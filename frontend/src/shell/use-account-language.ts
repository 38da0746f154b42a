import { useEffect } from 'react'
import type { Me } from '../api/shapes.ts'
import { hasChosenLanguage, useLanguage } from '../i18n/language.tsx'

/** Speaks the language of the account, unless another one was chosen on this device. */
export function useAccountLanguage({ user }: Me) {
  const { language, speak } = useLanguage()
  useEffect(() => {
    if (user.language !== null && user.language !== language && !hasChosenLanguage()) speak(user.language)
  }, [user.language, language, speak])
}
