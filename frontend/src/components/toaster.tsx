import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useMessages } from '../i18n/language.tsx'
import { Button, IconButton } from './button.tsx'
import { dismiss, shownToasts, type Toast, watchToasts } from './toast.ts'

const shownFor = 7000

export function Toaster() {
  const toasts = useSyncExternalStore(watchToasts, shownToasts)
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-4 bottom-20 z-40 grid justify-items-end gap-2 md:bottom-5"
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  )
}

/** Stays while the pointer or the focus rests on it, so that its button can be reached. */
function ToastCard({ toast }: { toast: Toast }) {
  const { shell } = useMessages()
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => dismiss(toast.id), shownFor)
    return () => clearTimeout(timer)
  }, [held, toast.id])
  const { action } = toast
  const run = () => {
    dismiss(toast.id)
    action?.run()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: resting here only delays the card's end, it does nothing by itself
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex items-center gap-2 rounded-lg border border-line bg-raised py-1.5 ps-3 pe-1.5 shadow-raised"
    >
      {toast.failed ? <CircleAlert className="size-4 text-error" /> : <CircleCheck className="size-4 text-ok" />}
      <span className="me-2">{toast.text}</span>
      {action !== undefined && (
        <Button size="small" onClick={run}>
          {action.label}
        </Button>
      )}
      <IconButton label={shell.dismiss} onClick={() => dismiss(toast.id)}>
        <X />
      </IconButton>
    </div>
  )
}
