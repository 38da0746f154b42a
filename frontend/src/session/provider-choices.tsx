import { useQuery } from '@tanstack/react-query'
import { LogIn } from 'lucide-react'
import { providerSignIn, providersQuery } from '../api/session.ts'
import { buttonStyle } from '../components/button.tsx'
import { useMessages } from '../i18n/language.tsx'
import { safeNext } from './next.ts'

/** Ways in that an identity provider opens: those shown to everybody, and the one whose link someone followed. */
export function ProviderChoices(props: { next: string | undefined; provider: string | undefined }) {
  const { session } = useMessages()
  const listed = useQuery(providersQuery).data ?? []
  const next = safeNext(props.next)
  const ways = listed.map(({ id, name }) => ({ id, label: session.with(name) }))
  const own = props.provider
  if (own !== undefined && !ways.some(({ id }) => id === own)) ways.unshift({ id: own, label: session.singleSignOn })
  if (ways.length === 0) return null
  return (
    <div className="grid gap-3">
      <p className="flex items-center gap-3 text-xs text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {session.or}
      </p>
      {ways.map(({ id, label }) => (
        <a key={id} href={providerSignIn(id, next)} className={buttonStyle({ size: 'large' })}>
          <LogIn aria-hidden="true" />
          <span className="truncate">{label}</span>
        </a>
      ))}
    </div>
  )
}
