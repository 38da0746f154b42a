import type { RefObject } from 'react'
import { useShortcuts } from '../components/shortcuts.ts'

interface RowKeys {
  list: RefObject<HTMLUListElement | null>
  onSelect(id: string): void
  onResolve(id: string): void
  onIgnore(id: string): void
}

const rowsOf = (list: HTMLElement | null) => [...(list?.querySelectorAll<HTMLElement>('[data-issue]') ?? [])]

/** The row that holds the focus; keys act on it and `j` and `k` carry the focus along. */
const focusedRow = (list: HTMLElement | null) => rowsOf(list).find((row) => row.contains(document.activeElement))

export function focusRow(list: HTMLElement | null, offset: number) {
  const rows = rowsOf(list)
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  const next = rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + offset))]
  next?.querySelector('a')?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}

export function useRowKeys({ list, onSelect, onResolve, onIgnore }: RowKeys) {
  const onFocused = (act: (id: string) => void) => () => {
    const id = focusedRow(list.current)?.dataset.issue
    if (id !== undefined) act(id)
  }
  useShortcuts({
    j: () => focusRow(list.current, 1),
    k: () => focusRow(list.current, -1),
    x: onFocused(onSelect),
    e: onFocused(onResolve),
    a: onFocused(onIgnore),
    i: onFocused(onIgnore),
  })
}
