import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../i18n/language.tsx'
import { Button } from './button.tsx'

/** Copies a text, or what a function makes of it at that moment. */
export function CopyButton(props: { text: string | (() => string); label?: string; className?: string }) {
  const { shell } = useMessages()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(typeof props.text === 'string' ? props.text : props.text())
    setCopied(true)
    setTimeout(() => setCopied(false), 1600)
  }
  return (
    <Button size="small" className={props.className} onClick={() => void copy()}>
      {copied ? <Check className="text-ok" /> : <Copy />}
      <span aria-live="polite">{copied ? shell.copied : (props.label ?? shell.copy)}</span>
    </Button>
  )
}
