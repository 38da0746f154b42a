import { MoreHorizontal } from 'lucide-react'
import { useId, useRef } from 'react'
import { buttonStyle } from '../components/button.tsx'

interface MoreMenuProps {
  label: string
  items: readonly { text: string; run(): void; danger?: boolean }[]
}

/**
 * Rarer things to do, unfolded by a press. The browser's own popover: above everything, whatever clips its surroundings, and
 * closed by Escape or a press elsewhere. Where a browser cannot place it beside its button it stands in the middle.
 */
export function MoreMenu({ label, items }: MoreMenuProps) {
  const menu = useRef<HTMLDivElement>(null)
  const id = useId()
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className={buttonStyle({ size: 'icon' })}
        aria-label={label}
        title={label}
      >
        <MoreHorizontal aria-hidden="true" />
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        className="m-auto min-w-48 rounded-lg border border-line bg-raised p-1 text-ink shadow-raised supports-[position-area:bottom]:inset-auto supports-[position-area:bottom]:m-0 supports-[position-area:bottom]:my-1 [position-area:bottom_span-left] [position-try-fallbacks:flip-block,flip-inline]"
      >
        {items.map(({ text, run, danger }) => (
          <button
            key={text}
            type="button"
            className={`flex h-8 w-full items-center rounded-md px-2 text-start hover:bg-hover ${danger === true ? 'text-error' : ''}`}
            onClick={() => {
              menu.current?.hidePopover()
              run()
            }}
          >
            {text}
          </button>
        ))}
      </div>
    </>
  )
}
