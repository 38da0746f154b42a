import { usePageTitle } from '../components/page-title.ts'
import { useMessages } from '../i18n/language.tsx'

export function UsersPage() {
  const { account } = useMessages()
  usePageTitle(account.pages.users)
  return <h1 className="text-xl font-semibold tracking-tight">{account.pages.users}</h1>
}
