import { Building2 } from 'lucide-react'
import { useMessages } from '../i18n/language.tsx'

/** Why nothing on these pages can be changed by someone for whom an identity provider vouches. */
export function ManagedNotice() {
  const { account } = useMessages()
  return (
    <p className="flex items-start gap-2.5 rounded-lg bg-accent-soft px-4 py-3">
      <Building2 className="mt-0.5 size-4 shrink-0 text-accent" aria-hidden="true" />
      {account.managed}
    </p>
  )
}
