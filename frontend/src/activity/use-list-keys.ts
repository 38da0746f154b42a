import type { RefObject } from 'react'
import { useShortcuts } from '../components/shortcuts.ts'

/** `j` and `k` carry the focus along the rows of a list; Enter follows the link that has it. */
export function useListKeys(list: RefObject<HTMLElement | null>) {
  const move = (offset: number) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const at = rows.findIndex((row) => row.contains(document.activeElement))
    const next = rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + offset))]
    next?.querySelector('a')?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  }
  useShortcuts({ j: () => move(1), k: () => move(-1) })
}
