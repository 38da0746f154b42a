import type { NewScan, Scan } from '../api/check-ins.ts'

/** One scan at the door: what it came to, once that is known. */
export interface DoorScan {
  sent: NewScan
  /** Null while it waits for the network. */
  answer: Scan | null
}

/** What was scanned at this door since the page was opened, newest first. */
export interface Door {
  scans: readonly DoorScan[]
}

export const MOST_SHOWN = 200
/** As many as one request takes. */
export const BATCH = 100

export const scanned = ({ scans }: Door, sent: NewScan): Door => {
  const waits = [{ sent, answer: null }, ...scans]
  // What waits is never let go; of the rest the newest are enough to look at.
  return { scans: waits.filter(({ answer }, index) => answer === null || index < MOST_SHOWN) }
}

/** Oldest first, as they happened: the next that are to be sent. */
export const waiting = ({ scans }: Door): NewScan[] =>
  scans
    .filter(({ answer }) => answer === null)
    .map(({ sent }) => sent)
    .reverse()

export const answered = ({ scans }: Door, answers: readonly Scan[]): Door => {
  const byNonce = new Map(answers.map((answer) => [answer.nonce, answer]))
  return { scans: scans.map((scan) => ({ ...scan, answer: byNonce.get(scan.sent.nonce) ?? scan.answer })) }
}
