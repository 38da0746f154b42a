import { usePageTitle } from '../components/page-title.ts'
import { useMessages } from '../i18n/language.tsx'

export function MembersPage() {
  const { account } = useMessages()
  usePageTitle(account.pages.members)
  return <h1 className="text-xl font-semibold tracking-tight">{account.pages.members}</h1>
}
