import type { ReactNode } from 'react'
import { useMessages } from '../i18n/language.tsx'
import { Done } from './done.tsx'

/** A link that leads nowhere, and how to get another one. */
export function LinkBroken({ children }: { children: ReactNode }) {
  const { link } = useMessages().session
  return (
    <Done title={link.brokenTitle} text={link.broken}>
      {children}
    </Done>
  )
}
