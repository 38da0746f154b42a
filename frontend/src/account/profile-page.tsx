import { usePageTitle } from '../components/page-title.ts'
import { useMessages } from '../i18n/language.tsx'

export function ProfilePage() {
  const { account } = useMessages()
  usePageTitle(account.pages.profile)
  return <h1 className="text-xl font-semibold tracking-tight">{account.pages.profile}</h1>
}
