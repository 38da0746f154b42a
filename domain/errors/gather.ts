import type { Grouping } from '../../contract/occurrences.ts'
import type { Batch, PreparedOccurrence } from './digest.ts'

/** Occurrences of one batch that share a hash, and so an issue. */
export interface Group {
  project: number
  hashes: string[]
  grouping: Grouping
  /** Index of the occurrence that speaks for the group: the one received last. */
  newest: number
}

// A string bound to a D1 statement may hold 2 MB. Rows travel as one JSON text, so a batch stays well below that.
const ROWS_BYTES = 600_000
const ROW_BYTES = 200

/**
 * Cuts prepared occurrences into batches whose rows fit one bound parameter, and finds the groups within each.
 * An occurrence joins the first group that knows one of its hashes, tried most specific first; all of its hashes are
 * then known to that group.
 */
export function gather(prepared: PreparedOccurrence[]): Batch[] {
  const batches: Batch[] = []
  let taken: PreparedOccurrence[] = []
  let bytes = 0
  for (const occurrence of prepared) {
    const size = rowBytes(occurrence)
    if (taken.length > 0 && bytes + size > ROWS_BYTES) {
      batches.push(batchOf(taken))
      taken = []
      bytes = 0
    }
    taken.push(occurrence)
    bytes += size
  }
  if (taken.length > 0) batches.push(batchOf(taken))
  return batches
}

function rowBytes({ facets, title, culprit }: PreparedOccurrence): number {
  // Three bytes for a UTF-16 unit is the most that UTF-8 and JSON's escapes of ordinary text come to.
  const text = facets.reduce((sum, facet) => sum + facet.length + 3, title.length + culprit.length)
  return ROW_BYTES + 3 * text
}

function batchOf(occurrences: PreparedOccurrence[]): Batch {
  const groups: Group[] = []
  const known = new Map<string, number>()
  const groupOf = occurrences.map((occurrence, index) => {
    const keys = occurrence.grouping.hashes.map((hash) => `${occurrence.project}:${hash}`)
    const found = keys.map((key) => known.get(key)).find((group) => group !== undefined)
    const group = found ?? groups.push(groupFrom(occurrence, index)) - 1
    speakFor(groups[group], occurrences, index)
    keys.forEach((key, position) => {
      if (known.has(key)) return
      known.set(key, group)
      const hash = occurrence.grouping.hashes[position]
      if (found !== undefined && hash !== undefined) groups[group]?.hashes.push(hash)
    })
    return group
  })
  return { occurrences, groups, groupOf }
}

function speakFor(group: Group | undefined, occurrences: PreparedOccurrence[], index: number): void {
  if (group && (occurrences[index]?.receivedAt ?? 0) >= (occurrences[group.newest]?.receivedAt ?? 0))
    group.newest = index
}

function groupFrom({ project, grouping }: PreparedOccurrence, newest: number): Group {
  return { project, grouping, newest, hashes: [...grouping.hashes] }
}
