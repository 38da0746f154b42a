/** How many changes a client may have missed and still be told just those. */
const KEPT = 2000

/** What changed, change by change: which seats, not how, because only what they are by now matters. */
export interface Deltas {
  /** @returns the number of the newest change. */
  seq(): number
  /** Notes one more change. */
  add(seats: readonly string[]): void
  /** @returns the seats that changed after `since`; null where that is not known, or lies in the future. */
  after(since: number): string[] | null
  /** Notes a change that concerns everything: who stands before it reads everything. */
  addAll(): void
}

/** The changes of a room, kept through eviction so that a client goes on where it stands. */
export const deltaLog = (sql: SqlStorage): Deltas => {
  let { seq, oldest } = sql
    .exec<{ seq: number; oldest: number }>(
      'SELECT ifnull(max(seq), 0) AS seq, ifnull(min(seq), 0) AS oldest FROM deltas',
    )
    .one()
  const insert = (seats: readonly string[] | null) => {
    seq += 1
    sql.exec('INSERT INTO deltas VALUES (?, ?)', seq, JSON.stringify(seats))
  }
  return {
    seq: () => seq,
    add(seats) {
      insert(seats)
      if (oldest === 0) oldest = seq
      // In bunches: a row that goes costs as much as one that comes.
      if (seq - oldest < 2 * KEPT) return
      oldest = seq - KEPT
      sql.exec('DELETE FROM deltas WHERE seq < ?', oldest)
    },
    after(since) {
      if (since > seq || since < oldest - 1) return null
      const changed = sql
        .exec<{ seats: string }>('SELECT seats FROM deltas WHERE seq > ?', since)
        .toArray()
        .map(({ seats }) => JSON.parse(seats) as string[] | null)
      return changed.includes(null) ? null : [...new Set(changed.flatMap((seats) => seats ?? []))]
    },
    addAll() {
      insert(null)
      if (oldest === 0) oldest = seq
    },
  }
}
