import { useState } from 'react'
import { CopyButton } from '../components/copy-button.tsx'
import { useMessages } from '../i18n/language.tsx'

/** The event as stored. It is written out only when asked for: it may be a megabyte. */
export function RawJson({ payload }: { payload: unknown }) {
  const { occurrence } = useMessages()
  const [open, setOpen] = useState(false)
  const text = () => JSON.stringify(payload, null, 2)
  return (
    <details
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="min-w-0 rounded-xl border border-line bg-surface"
    >
      <summary className="flex min-h-11 items-center px-4 text-sm font-semibold hover:bg-hover">
        <h2>{occurrence.json}</h2>
      </summary>
      {open && (
        <div className="relative border-t border-line">
          <CopyButton text={text} className="absolute end-3 top-3" />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre tabIndex={0} className="max-h-[36rem] overflow-auto p-4 font-mono text-xs leading-relaxed">
            {text()}
          </pre>
        </div>
      )}
    </details>
  )
}
