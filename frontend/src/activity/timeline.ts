import type { TimelineEntry } from '../api/shapes.ts'

export interface Placed {
  entry: TimelineEntry
  /** How many causes stand above it. */
  depth: number
}

/** Entries with those that came of them right behind, each group in the order of time. */
export function inChain(entries: readonly TimelineEntry[]): Placed[] {
  const known = new Set(entries.map(({ id }) => id))
  const children = Map.groupBy(entries, ({ parent }) => (parent !== null && known.has(parent) ? parent : null))
  const placed = new Set<TimelineEntry>()
  const below = (parent: string | null, depth: number): Placed[] =>
    (children.get(parent) ?? [])
      .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
      .flatMap((entry) => {
        // What names itself as its cause, by way of others too, stands once.
        if (placed.has(entry)) return []
        placed.add(entry)
        return [{ entry, depth }, ...below(entry.id, depth + 1)]
      })
  const chain = below(null, 0)
  return [...chain, ...entries.filter((entry) => !placed.has(entry)).map((entry) => ({ entry, depth: 0 }))]
}
