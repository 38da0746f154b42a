import type { CloudEvent } from './domain-events.ts'

/** What the organisation's live feed sends. A client passes over types that it does not know. */
export type LiveFrame =
  /** The first: where the log ends. */
  | { type: 'hello'; position: number }
  /** A fact, once and in the order of the log; `position` is where to resume after. */
  | { type: 'event'; position: number; topic: string; data: CloudEvent }
  /** A fact that is told again, to those who asked for that; it says nothing of how far they have read. */
  | { type: 'replay'; position: number; topic: string; data: CloudEvent }
  /** Counters of issues, the newest of each. */
  | { type: 'activity'; topic: 'issues'; issues: LiveIssue[] }
  /** More was missed than is told again: read anew what is shown. Events go on after `position`. */
  | { type: 'resync'; position: number }
  /** What is heard from now on, and what of the wish is refused. */
  | { type: 'subscribed'; topics: string[]; replay: boolean; refused: RefusedTopic[] }
  /** How many people listen. */
  | { type: 'presence'; listeners: number }

export interface RefusedTopic {
  topic: string
  reason: 'unknown' | 'forbidden'
}

/** An issue's counters after one or more occurrences; `lastSeen` in RFC 3339. */
export interface LiveIssue {
  id: string
  projectId: string
  count: number
  users: number
  lastSeen: string
}
