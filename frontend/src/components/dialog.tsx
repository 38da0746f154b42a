import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useMessages } from '../i18n/language.tsx'
import { IconButton } from './button.tsx'

interface DialogProps {
  title: string
  onClose(): void
  /** Neither Escape nor a cross closes it, for what is shown only once: its content has the one way out. */
  stays?: boolean
  children: ReactNode
}

/** The browser's own modal: it keeps the focus inside, gives it back, and closes on Escape. */
export function Dialog(props: DialogProps) {
  const { shell } = useMessages()
  const dialog = useRef<HTMLDialogElement>(null)
  const title = useId()
  useEffect(() => {
    const before = document.activeElement
    dialog.current?.showModal()
    // The browser chooses the cross; who opened a form came to fill it in.
    dialog.current?.querySelector<HTMLElement>('input:not([type=checkbox])')?.focus()
    // Taken away with its page, it does not give the focus back by itself.
    return () => {
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={title}
      onClose={props.stays === true ? () => dialog.current?.showModal() : props.onClose}
      {...(props.stays === true && { closedby: 'none' })}
      className="m-auto w-[min(40rem,calc(100vw-2rem))] rounded-xl border border-line bg-raised p-0 text-ink shadow-raised"
    >
      <div className="flex min-h-13 items-center justify-between border-b border-line py-2 ps-5 pe-3">
        <h2 id={title} className="font-semibold">
          {props.title}
        </h2>
        {props.stays !== true && (
          <IconButton label={shell.close} onClick={() => dialog.current?.close()}>
            <X />
          </IconButton>
        )}
      </div>
      <div className="p-5">{props.children}</div>
    </dialog>
  )
}
