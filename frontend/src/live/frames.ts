/** What the live socket sends. */
export type Frame =
  | { type: 'hello'; position: number }
  | { type: 'event'; position: number; topic: string; data: DomainEvent }
  | { type: 'activity'; topic: string; issues: Activity[] }
  /** More was missed than the feed keeps: what is shown must be read again. */
  | { type: 'resync'; position: number }
  /** A fact that is told again to who asked for that: it says nothing of how far we have read. */
  | { type: 'replay'; position: number; topic: string; data: DomainEvent }
  /** Which topics are heard from now on. */
  | { type: 'subscribed'; topics: string[] }
  /** How many people have this organisation open. */
  | { type: 'presence'; listeners: number }
  | { type: 'ping' }

/** The part of a CloudEvent that the pages read. */
export interface DomainEvent {
  type: string
  subject?: string
  data?: { issueId?: string; projectId?: string; title?: string; eventId?: string }
}

/** An issue's counters after one or more occurrences. */
export interface Activity {
  id: string
  projectId: string
  count: number
  users: number
  lastSeen: string
}

const known = new Set(['hello', 'event', 'activity', 'resync', 'replay', 'subscribed', 'presence', 'ping'])

/** A frame of a type this page does not know is nothing to it; a newer server may send one. */
export function parseFrame(text: unknown): Frame | null {
  if (typeof text !== 'string') return null
  try {
    const frame: unknown = JSON.parse(text)
    return isFrame(frame) ? frame : null
  } catch {
    return null
  }
}

function isFrame(value: unknown): value is Frame {
  return typeof value === 'object' && value !== null && 'type' in value && known.has(String(value.type))
}
