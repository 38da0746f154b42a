import { MoreHorizontal } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { buttonStyle } from '../components/button.tsx'

interface MoreMenuProps {
  label: string
  items: readonly { text: string; run(): void; danger?: boolean }[]
}

/** Rarer things to do, unfolded by a press; it closes when one was chosen, on Escape, or when the focus leaves it. */
export function MoreMenu({ label, items }: MoreMenuProps) {
  const details = useRef<HTMLDetailsElement>(null)
  const close = () => {
    if (details.current !== null) details.current.open = false
  }
  useEffect(() => {
    const outside = ({ target }: Event) => {
      const { current } = details
      if (current !== null && target instanceof Node && !current.contains(target)) current.open = false
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [])
  return (
    <details
      ref={details}
      className="relative"
      onKeyDown={({ key }) => {
        if (key !== 'Escape') return
        close()
        details.current?.querySelector('summary')?.focus()
      }}
      onBlur={({ relatedTarget, currentTarget }) =>
        relatedTarget !== null && !currentTarget.contains(relatedTarget) && close()
      }
    >
      <summary className={buttonStyle({ size: 'icon' })} aria-label={label} title={label}>
        <MoreHorizontal aria-hidden="true" />
      </summary>
      <div className="absolute end-0 top-9 z-20 grid min-w-48 rounded-lg border border-line bg-raised p-1 shadow-raised">
        {items.map(({ text, run, danger }) => (
          <button
            key={text}
            type="button"
            className={`flex h-8 items-center rounded-md px-2 text-start hover:bg-hover ${danger === true ? 'text-error' : ''}`}
            onClick={() => {
              close()
              run()
            }}
          >
            {text}
          </button>
        ))}
      </div>
    </details>
  )
}
