import { usePageTitle } from '../components/page-title.ts'
import { useMessages } from '../i18n/language.tsx'

export function DeliveriesPage() {
  const { account } = useMessages()
  usePageTitle(account.pages.deliveries)
  return <h1 className="text-xl font-semibold tracking-tight">{account.pages.deliveries}</h1>
}
