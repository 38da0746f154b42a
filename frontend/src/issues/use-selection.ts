import { useState } from 'react'

/** Which of the shown rows are selected; a row that left the view is not. */
export function useSelection(shown: readonly string[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const selected = shown.filter((id) => chosen.has(id))
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  const clear = () => setChosen(new Set())
  const toggleAll = () => setChosen(new Set(selected.length === shown.length ? [] : shown))
  return { selected, has: (id: string) => chosen.has(id), toggle, toggleAll, clear }
}
