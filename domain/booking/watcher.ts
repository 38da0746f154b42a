/** What a client that watches an event may say: from where it wants to be told, and how much it has read since it last said so. */
export interface WatcherMessage {
  since?: number
  read?: number
}

const LONGEST = 200

/** @returns what a client said, or null for anything that is not meant to be said. */
export const readWatcher = (message: string | ArrayBuffer): WatcherMessage | null => {
  if (typeof message !== 'string' || message.length > LONGEST) return null
  const said = parsed(message)
  if (typeof said !== 'object' || said === null || Array.isArray(said)) return null
  const entries = Object.entries(said)
  const known = entries.every(([name, value]) => (name === 'since' || name === 'read') && isCount(value))
  return known && entries.length > 0 ? (said as WatcherMessage) : null
}

/** How much a client may say: so many messages at once, and so many more each second. */
const BURST = 20
const PER_SECOND = 2

/** What is left of what a client may say. */
export interface Inbound {
  left: number
  at: number
}

/** @returns what is left after one more message at `now` (ms since 1970), or null where it is one too many. */
export const taken = (before: Inbound | undefined, now: number): Inbound | null => {
  const refilled = before === undefined ? BURST : before.left + (Math.max(0, now - before.at) / 1000) * PER_SECOND
  const left = Math.min(BURST, refilled) - 1
  return left < 0 ? null : { left, at: now }
}

/** @returns where a query says that its client stands; null where it says nothing of the kind. */
export const readSeq = (text: string | null): number | null =>
  text === null || !/^\d{1,15}$/.test(text) ? null : Number(text)

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
