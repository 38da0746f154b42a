/** What a camera read last, and when it was still in view. */
export interface LastCode {
  code: string | null
  /** Milliseconds since 1970. */
  seenAt: number
}

export const NO_CODE: LastCode = { code: null, seenAt: 0 }

/** Who is out of view for so long has come again. */
export const GONE_MS = 2500

/**
 * A camera sees a code many times while it is held before it: that is one scan.
 * @param seen what it reads now; null for nothing
 * @returns a code that is new, or null
 */
export function freshCode(last: LastCode, seen: string | null, now: number): { code: string | null; last: LastCode } {
  const read = seen === null || seen.trim() === '' ? null : seen.trim()
  if (read === null) return { code: null, last }
  const again = read === last.code && now - last.seenAt < GONE_MS
  return { code: again ? null : read, last: { code: read, seenAt: now } }
}
