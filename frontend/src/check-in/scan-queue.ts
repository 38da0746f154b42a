import type { NewScan, Scan } from '../api/check-ins.ts'
import type { Passage, Roster, Verdict } from './roster.ts'

/** One scan at the door: what it came to, once that is known. */
export interface DoorScan {
  sent: NewScan
  /** Null while it waits for the network. */
  answer: Scan | null
  /** What this device makes of it until then; null where it knows nothing. */
  verdict: Verdict | null
}

/** What was scanned at this door since the page was opened, and what waited from before; newest first. */
export interface Door {
  scans: readonly DoorScan[]
}

export const MOST_SHOWN = 200
/** As many as are sent at once. */
export const BATCH = 100

/** The door as it is when its page is opened. @param kept scans that were never answered, oldest first */
export const opened = (kept: readonly NewScan[]): Door => ({
  scans: kept.map((sent) => ({ sent, answer: null, verdict: null })).reverse(),
})

export const scanned = ({ scans }: Door, sent: NewScan): Door => {
  const waits = [{ sent, answer: null, verdict: null }, ...scans]
  // What waits is never let go; of the rest the newest are enough to look at.
  return { scans: waits.filter(({ answer }, index) => answer === null || index < MOST_SHOWN) }
}

/** Oldest first, as they happened: the next that are to be sent. */
export const waiting = ({ scans }: Door): NewScan[] =>
  scans
    .filter(({ answer }) => answer === null)
    .map(({ sent }) => sent)
    .reverse()

/** What is sent next: the oldest that wait, of one list, so that a list that is gone holds nothing else up. */
export const nextBatch = (door: Door): NewScan[] => {
  const waits = waiting(door)
  return waits.filter(({ listId }) => listId === waits[0]?.listId).slice(0, BATCH)
}

export const without = ({ scans }: Door, gone: readonly NewScan[]): Door => {
  const nonces = new Set(gone.map(({ nonce }) => nonce))
  return { scans: scans.filter(({ sent }) => !nonces.has(sent.nonce)) }
}

export const answered = ({ scans }: Door, answers: readonly Scan[]): Door => {
  const byNonce = new Map(answers.map((answer) => [answer.nonce, answer]))
  return { scans: scans.map((scan) => ({ ...scan, answer: byNonce.get(scan.sent.nonce) ?? scan.answer })) }
}

export const judged = ({ scans }: Door, nonce: string, verdict: Verdict): Door => ({
  scans: scans.map((scan) => (scan.sent.nonce === nonce ? { ...scan, verdict } : scan)),
})

interface OfTicket {
  ticketId: string
  /** The scan that is looked at: those after it do not count. */
  sent: NewScan
  roster: Pick<Roster, 'readAt'>
}

/** @returns who went through here with the same ticket, before a scan and beyond what the roster knows; oldest first */
export const passagesBefore = ({ scans }: Door, { ticketId, sent, roster }: OfTicket): Passage[] => {
  const at = scans.findIndex((scan) => scan.sent.nonce === sent.nonce)
  return scans
    .slice(at + 1)
    .filter((scan) => scan.sent.listId === sent.listId && ticketOf(scan) === ticketId)
    .filter((scan) => scan.answer === null || Date.parse(scan.sent.at ?? '') >= roster.readAt)
    .filter((scan) => PASSED.has((scan.answer ?? scan.verdict)?.result ?? ''))
    .map((scan) => ({ direction: scan.sent.direction ?? 'entry', at: scan.sent.at ?? '' }))
    .reverse()
}

const PASSED: ReadonlySet<string> = new Set(['VALID', 'EXIT'])

const ticketOf = ({ sent, answer, verdict }: DoorScan): string | undefined =>
  (answer ?? verdict)?.ticket?.id ?? sent.ticketId
