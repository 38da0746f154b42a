import type { Received } from './reader.ts'

/** What was to arrive: which thing it happened to, as how manieth. */
export interface Sent {
  id: string
  key: string
  sequence: number
}

export interface Verdict {
  /** Ids of what never arrived. */
  lost: string[]
  /** Ids of what first arrived after a later one of its key, or under another number or key than its own. */
  disordered: string[]
  /** Records whose id had arrived before: allowed, consumers drop them. */
  repeated: number
}

export const FLAWLESS: Verdict = { lost: [], disordered: [], repeated: 0 }

/** Compares what a topic holds with what was sent, by `ce_id` and `ce_sequence`. */
export function judge(sent: readonly Sent[], received: readonly Received[]): Verdict {
  const wanted = new Map(sent.map((one) => [one.id, one]))
  const seen = new Set<string>()
  const newest = new Map<string, number>()
  const disordered: string[] = []
  let repeated = 0
  // Partitions have no order among them, but all records of a key lie in one.
  for (const { headers, key } of received.toSorted((a, b) => a.partition - b.partition || a.offset - b.offset)) {
    const id = headers.ce_id ?? ''
    const one = wanted.get(id)
    if (seen.has(id)) repeated += 1
    if (!one || seen.has(id)) continue
    seen.add(id)
    const sequence = Number(headers.ce_sequence)
    if (sequence !== one.sequence || key !== one.key || sequence < (newest.get(key) ?? 0)) disordered.push(id)
    newest.set(key, sequence)
  }
  return { lost: sent.filter(({ id }) => !seen.has(id)).map(({ id }) => id), disordered, repeated }
}
