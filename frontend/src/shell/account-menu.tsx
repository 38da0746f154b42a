import { useNavigate } from '@tanstack/react-router'
import { CircleUser, Keyboard, LogOut, Settings } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { Me } from '../api/shapes.ts'
import { useMessages } from '../i18n/language.tsx'
import { useSignOut } from '../session/use-sign-out.ts'
import { LanguageChoice, OrganizationChoice, ThemeChoice } from './account-choices.tsx'
import { accountEntryStyle, menuItemStyle } from './menu-style.ts'

/** Not modal: a modal menu locks scrolling with an injected style, which the content security policy refuses. */
export function AccountMenu(props: { me: Me; compact?: boolean; onShortcuts(): void }) {
  const { shell } = useMessages()
  const { user } = props.me
  const leave = useSignOut()
  const navigate = useNavigate()
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-label={props.compact === true ? shell.account : `${user.email}: ${shell.account}`}
        className={accountEntryStyle}
      >
        <CircleUser className="size-5 shrink-0" />
        {props.compact !== true && <span className="truncate">{user.email}</span>}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) w-60 overflow-y-auto rounded-lg border border-line bg-raised p-1.5 shadow-raised"
        >
          <p className="truncate px-2 pt-1 pb-2 text-xs text-muted">{user.email}</p>
          <OrganizationChoice me={props.me} />
          <ThemeChoice />
          <LanguageChoice />
          <DropdownMenu.Item className={menuItemStyle} onSelect={() => void navigate({ to: '/settings' })}>
            <Settings />
            {shell.settings}
          </DropdownMenu.Item>
          <DropdownMenu.Item className={menuItemStyle} onSelect={props.onShortcuts}>
            <Keyboard />
            {shell.shortcuts}
          </DropdownMenu.Item>
          <DropdownMenu.Item className={menuItemStyle} onSelect={() => leave.mutate()}>
            <LogOut />
            {shell.signOut}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
