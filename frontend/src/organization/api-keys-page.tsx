import { usePageTitle } from '../components/page-title.ts'
import { useMessages } from '../i18n/language.tsx'

export function ApiKeysPage() {
  const { account } = useMessages()
  usePageTitle(account.pages.apiKeys)
  return <h1 className="text-xl font-semibold tracking-tight">{account.pages.apiKeys}</h1>
}
