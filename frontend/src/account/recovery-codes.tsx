import { Download } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { useMessages } from '../i18n/language.tsx'

/** Shown once: only who says that they kept the codes gets out, and the browser asks before the page is left. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept(): void }) {
  const words = useMessages().account.codes
  const [kept, setKept] = useState(false)
  useAskBeforeLeaving()
  const text = `${codes.join('\n')}\n`
  return (
    <Dialog title={words.title} stays onClose={onKept}>
      <div className="grid gap-4">
        <p>{words.text}</p>
        <ul className="grid grid-cols-2 gap-x-6 gap-y-2 rounded-lg border border-line bg-sunken p-4 font-mono">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <div className="flex flex-wrap gap-2">
          <CopyButton text={text} label={words.copy} />
          <Button size="small" onClick={() => download(words.file, text)}>
            <Download />
            {words.download}
          </Button>
        </div>
        <label className="flex items-center gap-2 border-t border-line pt-4">
          <input type="checkbox" checked={kept} onChange={() => setKept(!kept)} className="size-4" />
          {words.kept}
        </label>
        <Button look="primary" className="justify-self-start" disabled={!kept} onClick={onKept}>
          {words.done}
        </Button>
      </div>
    </Dialog>
  )
}

function useAskBeforeLeaving() {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [])
}

function download(name: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
