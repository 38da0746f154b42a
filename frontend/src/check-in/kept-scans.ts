import type { NewScan } from '../api/check-ins.ts'

/** A key for each scan: two pages at one door keep theirs beside each other. */
const prefix = (eventId: string) => `door-scan ${eventId} `

/** Keeps a scan until it is answered, whatever becomes of the page. @returns whether the browser had room for it */
export function keepScan(eventId: string, scan: NewScan): boolean {
  try {
    localStorage.setItem(prefix(eventId) + scan.nonce, JSON.stringify(scan))
    return true
  } catch {
    return false
  }
}

export function dropScans(eventId: string, nonces: readonly string[]): void {
  for (const nonce of nonces) localStorage.removeItem(prefix(eventId) + nonce)
}

/** @returns the scans of an event that were never answered, in the order in which they happened */
export function keptScans(eventId: string): NewScan[] {
  const start = prefix(eventId)
  const texts = Object.entries(localStorage).flatMap(([key, text]) => (key.startsWith(start) ? [String(text)] : []))
  return texts.flatMap((text) => readScan(text) ?? []).sort((a, b) => (a.at ?? '').localeCompare(b.at ?? ''))
}

/** Whatever else was written there is no scan. */
function readScan(text: string): NewScan | null {
  try {
    const scan: Partial<NewScan> | null = JSON.parse(text)
    const whole = typeof scan?.nonce === 'string' && typeof scan.listId === 'string' && typeof scan.at === 'string'
    return whole ? (scan as NewScan) : null
  } catch {
    return null
  }
}
