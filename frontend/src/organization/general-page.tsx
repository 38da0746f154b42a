import { usePageTitle } from '../components/page-title.ts'
import { useMessages } from '../i18n/language.tsx'

export function GeneralPage() {
  const { account } = useMessages()
  usePageTitle(account.pages.general)
  return <h1 className="text-xl font-semibold tracking-tight">{account.pages.general}</h1>
}
