import { usePageTitle } from '../components/page-title.ts'
import { useMessages } from '../i18n/language.tsx'

export function SingleSignOnPage() {
  const { account } = useMessages()
  usePageTitle(account.pages.singleSignOn)
  return <h1 className="text-xl font-semibold tracking-tight">{account.pages.singleSignOn}</h1>
}
