import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import type { Me } from '../api/shapes.ts'
import { type Language, languages, useLanguage, useMessages } from '../i18n/language.tsx'
import { useSwitch } from '../session/enter-organization.ts'
import { menuItemStyle } from './menu-style.ts'
import { chooseTheme, currentTheme, type Theme, themes } from './theme.ts'

export function ThemeChoice() {
  const { shell } = useMessages()
  const [theme, setTheme] = useState(currentTheme)
  const paint = (chosen: string) => {
    chooseTheme(chosen as Theme)
    setTheme(chosen as Theme)
  }
  return (
    <Choice label={shell.theme} value={theme} onChoose={paint}>
      {themes.map((known) => (
        <ChoiceItem key={known} value={known} label={shell.themes[known]} />
      ))}
    </Choice>
  )
}

export function LanguageChoice() {
  const { messages, language, speak } = useLanguage()
  return (
    <Choice label={messages.shell.language} value={language} onChoose={(chosen) => speak(chosen as Language)}>
      {Object.entries(languages).map(([known, name]) => (
        <ChoiceItem key={known} value={known} label={name} lang={known} />
      ))}
    </Choice>
  )
}

export function OrganizationChoice({ me }: { me: Me }) {
  const { shell } = useMessages()
  const change = useSwitch()
  if (me.organizations.length < 2) return null
  return (
    <Choice label={shell.organization} value={me.organization.id} onChoose={change.mutate}>
      {me.organizations.map(({ id, name }) => (
        <ChoiceItem key={id} value={id} label={name} />
      ))}
    </Choice>
  )
}

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
      className={menuItemStyle}
      onSelect={(event) => event.preventDefault()}
    >
      <span className="w-4 shrink-0">
        <DropdownMenu.ItemIndicator>
          <Check />
        </DropdownMenu.ItemIndicator>
      </span>
      <span className="truncate" title={props.label}>
        {props.label}
      </span>
    </DropdownMenu.RadioItem>
  )
}
