import type { LogVerification } from '../../contract/log-verification.ts'
import { commitmentOf, digestOf, isErased, linkOf, type SealedEntry, type Sha256 } from './log-chain.ts'
import { joinedEvent, type OpenEvent, sameEvent } from './log-entry.ts'

/** What may be wrong with a sealed hour, and with its entries. */
export type Broken = NonNullable<LogVerification['firstBroken']>['reason']

/** The first thing that is wrong; `line` counts the entries of the object from 1. */
export interface Finding {
  reason: Broken
  position: number
  id: string | null
  line: number | null
}

/** What a row of `sealed_hours` says of an object. */
export interface SealedPart {
  firstPosition: number
  lastPosition: number
  entries: number
  /** Links: of the entry before, and of its own last one. */
  previous: string
  digest: string
}

/**
 * Takes every digest and link of a sealed part anew.
 * @param recorded whether a `log.erased` of the log names a position
 * @returns the first thing that is wrong, or null
 */
export const faultOfEntries = (
  entries: readonly SealedEntry[],
  part: SealedPart,
  { sha256, recorded }: { sha256: Sha256; recorded: (position: number) => boolean },
): Finding | null => {
  let link = part.previous
  let before = part.firstPosition - 1
  for (const [index, entry] of entries.entries()) {
    const reason = faultOfEntry(entry, { link, before, recorded }, sha256)
    if (reason !== null) return { reason, ...placeOf(entry), line: index + 1 }
    link = entry.link
    before = entry.event.position
  }
  const whole = link === part.digest && before === part.lastPosition && entries.length === part.entries
  return whole ? null : { reason: 'entry_missing', position: part.lastPosition, id: null, line: entries.length + 1 }
}

interface Expected {
  link: string
  before: number
  recorded: (position: number) => boolean
}

const faultOfEntry = (entry: SealedEntry, { link, before, recorded }: Expected, sha256: Sha256): Broken | null => {
  if (entry.digest !== digestOf(entry, sha256)) return 'entry_changed'
  if (entry.personal !== null && entry.commitment !== commitmentOf(entry.salt ?? '', entry.personal, sha256))
    return 'entry_changed'
  if (entry.personal === null && entry.salt !== null) return 'entry_changed'
  if (entry.link !== linkOf(link, entry.digest, sha256)) return 'entry_out_of_place'
  if (entry.event.position <= before) return 'entry_out_of_place'
  return isErased(entry) && !recorded(entry.event.position) ? 'erased_without_record' : null
}

export interface RowsKept {
  keptFrom: number
  recorded: (position: number) => boolean
  left: (event: OpenEvent) => OpenEvent
}

/**
 * Compares a sealed part with the rows that the table still has of it.
 * @param rows of the organisation between the part's first and last position, oldest first
 * @param keptFrom the first position of which rows have not left the table by their age
 * @param left what an erasure leaves of an event
 */
export const faultOfRows = (
  entries: readonly SealedEntry[],
  rows: readonly OpenEvent[],
  { keptFrom, recorded, left }: RowsKept,
): Finding | null => {
  const unseen = new Map(rows.map((row) => [row.position, row]))
  const findings: Finding[] = []
  for (const [index, entry] of entries.entries()) {
    const { position } = entry.event
    const row = unseen.get(position)
    unseen.delete(position)
    const missing = row === undefined && position >= keptFrom
    if (missing) findings.push({ reason: 'row_missing', ...placeOf(entry), line: index + 1 })
    if (row === undefined || sameEvent(row, joinedEvent(entry))) continue
    // While an erasure is under way, the table is done before sealed hours are.
    if (recorded(position) && sameEvent(left(row), left(joinedEvent(entry)))) continue
    findings.push({ reason: 'row_changed', ...placeOf(entry), line: index + 1 })
  }
  for (const { position, id } of unseen.values()) findings.push({ reason: 'row_not_sealed', position, id, line: null })
  return earliest(findings)
}

/** @returns the finding that is first in the log. */
export const earliest = (findings: readonly (Finding | null)[]): Finding | null =>
  findings.reduce(
    (first, one) => (first === null || (one !== null && one.position < first.position) ? one : first),
    null,
  )

const placeOf = ({ event }: SealedEntry): { position: number; id: string } => ({
  position: event.position,
  id: event.id,
})
