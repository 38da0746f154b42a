import { CircleUser } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { Me } from '../api/shapes.ts'
import { accountEntryStyle } from './menu-style.ts'

const AccountMenu = lazy(() => import('./account-menu.tsx').then((loaded) => ({ default: loaded.AccountMenu })))

interface AccountEntryProps {
  me: Me
  compact?: boolean
  onShortcuts(): void
}

/** A menu brings more code than the rest of the shell, so the page does not wait for it; its place is kept. */
export function AccountEntry(props: AccountEntryProps) {
  const place = (
    <span className={accountEntryStyle} aria-hidden="true">
      <CircleUser className="size-5 shrink-0" />
      {props.compact !== true && <span className="truncate">{props.me.user.email}</span>}
    </span>
  )
  return (
    <Suspense fallback={place}>
      <AccountMenu {...props} />
    </Suspense>
  )
}
