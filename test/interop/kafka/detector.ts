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
  /** Ids of what first arrived after a later one of its key. */
  disordered: string[]
  /** Records whose id had arrived before: allowed, consumers drop them. */
  repeated: number
}

/** Compares what a topic holds with what was sent, by the `ce_id` and the place within the key. */
export function judge(sent: readonly Sent[], received: readonly Received[]): Verdict {
  const wanted = new Map(sent.map((one) => [one.id, one]))
  const seen = new Set<string>()
  const newest = new Map<string, number>()
  const disordered: string[] = []
  // Partitions have no order among them, but all records of a key lie in one.
  for (const { headers } of received.toSorted((a, b) => a.partition - b.partition || a.offset - b.offset)) {
    const id = headers.ce_id ?? ''
    const one = wanted.get(id)
    if (!one || seen.has(id)) continue
    seen.add(id)
    if (one.sequence < (newest.get(one.key) ?? 0)) disordered.push(id)
    newest.set(one.key, Math.max(one.sequence, newest.get(one.key) ?? 0))
  }
  return {
    lost: sent.filter(({ id }) => !seen.has(id)).map(({ id }) => id),
    disordered,
    repeated: received.filter(({ headers }) => wanted.has(headers.ce_id ?? '')).length - seen.size,
  }
}
