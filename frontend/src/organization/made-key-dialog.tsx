import { useBlocker } from '@tanstack/react-router'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../components/button.tsx'
import { CodeBlock } from '../components/code-block.tsx'
import { Dialog } from '../components/dialog.tsx'
import { useMessages } from '../i18n/language.tsx'

export interface MadeKey {
  name: string
  key: string
}

/**
 * The only sight of a key. Nothing closes it by accident: neither Escape, nor the back button, nor the tab's cross,
 * until the key was copied or someone says that they stored it.
 */
export function MadeKeyDialog({ made, onClose }: { made: MadeKey; onClose(): void }) {
  const { keys } = useMessages().organization
  const [stored, setStored] = useState(false)
  useBlocker({ shouldBlockFn: () => !stored, enableBeforeUnload: () => !stored })
  return (
    <Dialog title={keys.madeTitle} onClose={onClose} stays>
      <div className="grid gap-4">
        <p>{keys.madeText}</p>
        <KeyLine value={made.key} onCopied={() => setStored(true)} />
        <details>
          <summary className="w-fit rounded text-accent underline">{keys.use}</summary>
          <div className="mt-2 grid">
            <CodeBlock code={`curl ${location.origin}/api/v1/projects \\\n  -H 'Authorization: Bearer ${made.key}'`} />
          </div>
        </details>
        <label className="flex items-center gap-2 font-medium">
          <input
            type="checkbox"
            className="size-4"
            checked={stored}
            onChange={(event) => setStored(event.target.checked)}
          />
          {keys.stored}
        </label>
        <div className="flex flex-wrap items-center justify-end gap-3">
          {!stored && <p className="text-xs text-muted">{keys.closeHint}</p>}
          <Button look="primary" disabled={!stored} onClick={onClose}>
            {keys.close}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function KeyLine({ value, onCopied }: { value: string; onCopied(): void }) {
  const { organization, shell } = useMessages()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    setCopied(true)
    onCopied()
  }
  return (
    <div className="grid gap-2 rounded-lg border border-line bg-sunken p-3">
      <code className="font-mono text-sm wrap-anywhere select-all">{value}</code>
      <Button look={copied ? 'outline' : 'primary'} className="justify-self-start" onClick={() => void copy()}>
        {copied ? <Check className="text-ok" /> : <Copy />}
        <span aria-live="polite">{copied ? shell.copied : organization.keys.copyKey}</span>
      </Button>
    </div>
  )
}
