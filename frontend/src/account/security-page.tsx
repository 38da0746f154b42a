import { usePageTitle } from '../components/page-title.ts'
import { useMessages } from '../i18n/language.tsx'

export function SecurityPage() {
  const { account } = useMessages()
  usePageTitle(account.pages.security)
  return <h1 className="text-xl font-semibold tracking-tight">{account.pages.security}</h1>
}
