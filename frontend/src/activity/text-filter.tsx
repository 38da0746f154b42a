import { X } from 'lucide-react'
import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from 'react'
import { IconButton } from '../components/button.tsx'
import { inputStyle } from '../components/field.tsx'
import { useMessages } from '../i18n/language.tsx'

interface TextFilterProps extends Pick<ComponentProps<'input'>, 'id' | 'placeholder' | 'list' | 'className'> {
  label: string
  value: string
  onValue(value: string): void
  icon?: ReactNode
}

const typingPause = 400

/** A filter that is typed: it holds on Enter, and a moment after the last key. */
export function TextFilter({ label, value, onValue, icon, className, ...rest }: TextFilterProps) {
  const { issues } = useMessages()
  const { text, setText, send } = useTyped(value, onValue)
  return (
    <span className={`relative block min-w-0 ${className ?? ''}`}>
      {icon !== undefined && (
        <span className="pointer-events-none absolute start-3 top-2.5 text-muted [&_svg]:size-4" aria-hidden="true">
          {icon}
        </span>
      )}
      <input
        {...rest}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') send(text)
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
        aria-label={label}
        enterKeyHint="search"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        className={`${inputStyle} ${icon === undefined ? '' : 'ps-9'} ${text === '' ? '' : 'pe-9'}`}
      />
      {text !== '' && (
        <IconButton label={issues.clearSearch} onClick={() => send('')} className="absolute end-0.5 top-0.5">
          <X />
        </IconButton>
      )}
    </span>
  )
}

/** What stands in the box. The URL follows it; it follows the URL only where that was changed by something else. */
function useTyped(value: string, onValue: (value: string) => void) {
  const [text, setText] = useState(value)
  const sent = useRef(value)
  const send = (wish: string) => {
    sent.current = wish.trim()
    setText(wish)
    onValue(wish)
  }
  const latest = useRef(send)
  latest.current = send
  useEffect(() => {
    if (value !== sent.current) setText(value)
    sent.current = value
  }, [value])
  useEffect(() => {
    if (text.trim() === sent.current) return
    const timer = setTimeout(() => latest.current(text), typingPause)
    return () => clearTimeout(timer)
  }, [text])
  return { text, setText, send }
}
