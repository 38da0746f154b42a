export interface Toast {
  id: number
  text: string
  failed: boolean
  action?: { label: string; run(): void }
}

let toasts: readonly Toast[] = []
let last = 0
const listeners = new Set<() => void>()

function keep(next: readonly Toast[]) {
  toasts = next
  for (const listener of listeners) listener()
}

/** Says something at the edge of the page for some seconds; three at most, the oldest goes first. */
export function say(text: string, options: { failed?: boolean; action?: Toast['action'] } = {}) {
  last += 1
  const { failed = false, action } = options
  keep([...toasts, action === undefined ? { id: last, text, failed } : { id: last, text, failed, action }].slice(-3))
}

export const dismiss = (id: number) => keep(toasts.filter((toast) => toast.id !== id))

export const shownToasts = () => toasts

export function watchToasts(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
