import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Check, CircleUser, Keyboard, LogOut } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { switchOrganization } from '../api/client.ts'
import { signOut } from '../api/session.ts'
import type { Me } from '../api/shapes.ts'
import { type Language, languages, useLanguage } from '../i18n/language.tsx'
import { chooseTheme, currentTheme, type Theme, themes } from './theme.ts'

const itemStyle =
  'flex h-8 cursor-pointer items-center gap-2 rounded-md px-2 outline-none select-none data-[highlighted]:bg-hover [&_svg]:size-4'

/** Not modal: a modal menu locks scrolling with an injected style, which the content security policy refuses. */
export function AccountMenu(props: { me: Me; compact?: boolean; onShortcuts(): void }) {
  const { messages, language, speak } = useLanguage()
  const { shell } = messages
  const { user, organization, organizations } = props.me
  const [theme, setTheme] = useState(currentTheme)
  const leave = useSignOut()
  const paint = (chosen: string) => {
    chooseTheme(chosen as Theme)
    setTheme(chosen as Theme)
  }
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-label={props.compact === true ? shell.account : `${user.email}: ${shell.account}`}
        className="flex min-w-0 items-center gap-2 rounded-md p-2 text-muted hover:bg-hover hover:text-ink"
      >
        <CircleUser className="size-5 shrink-0" />
        {props.compact !== true && <span className="truncate">{user.email}</span>}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 w-60 rounded-lg border border-line bg-raised p-1.5 shadow-raised"
        >
          <p className="truncate px-2 pt-1 pb-2 text-xs text-muted">{user.email}</p>
          {organizations.length > 1 && (
            <Choice label={shell.organization} value={organization.id} onChoose={enter}>
              {organizations.map(({ id, name }) => (
                <ChoiceItem key={id} value={id} label={name} />
              ))}
            </Choice>
          )}
          <Choice label={shell.theme} value={theme} onChoose={paint}>
            {themes.map((known) => (
              <ChoiceItem key={known} value={known} label={shell.themes[known]} />
            ))}
          </Choice>
          <Choice label={shell.language} value={language} onChoose={(chosen) => speak(chosen as Language)}>
            {Object.entries(languages).map(([known, name]) => (
              <ChoiceItem key={known} value={known} label={name} lang={known} />
            ))}
          </Choice>
          <DropdownMenu.Item className={itemStyle} onSelect={props.onShortcuts}>
            <Keyboard />
            {shell.shortcuts}
          </DropdownMenu.Item>
          <DropdownMenu.Item className={itemStyle} onSelect={leave}>
            <LogOut />
            {shell.signOut}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** Starts anew, so that neither a cache nor the socket of the organisation before stays behind. */
const enter = (organization: string) =>
  void switchOrganization(organization).then((done) => done && location.assign('/issues'))

function Choice(props: { label: string; value: string; onChoose(value: string): void; children: ReactNode }) {
  return (
    <>
      <DropdownMenu.Label className="px-2 py-1 text-xs font-medium text-muted">{props.label}</DropdownMenu.Label>
      <DropdownMenu.RadioGroup value={props.value} onValueChange={props.onChoose} aria-label={props.label}>
        {props.children}
      </DropdownMenu.RadioGroup>
      <DropdownMenu.Separator className="my-1.5 h-px bg-line" />
    </>
  )
}

function ChoiceItem(props: { value: string; label: string; lang?: string }) {
  return (
    <DropdownMenu.RadioItem
      value={props.value}
      lang={props.lang}
      className={itemStyle}
      onSelect={(event) => event.preventDefault()}
    >
      <span className="w-4">
        <DropdownMenu.ItemIndicator>
          <Check />
        </DropdownMenu.ItemIndicator>
      </span>
      {props.label}
    </DropdownMenu.RadioItem>
  )
}

function useSignOut() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return () => {
    void signOut().finally(() => {
      queries.clear()
      void navigate({ to: '/login', search: {} })
    })
  }
}
