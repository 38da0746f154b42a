/** What the SDK side and the gate of a project tell each other. */

/** Something that was not kept, and why. The rows of `outcomes` are sums of these. */
export interface Outcome {
  /** A data category of the SDKs: `error`, `attachment`, `session`, … or `unknown`. */
  category: string
  /** `not_stored`, `too_large`, `quota`, `spike`, … ; what an SDK itself discarded begins with `client:`. */
  reason: string
  quantity: number
}

/** What an isolate of the SDK side did since it last asked. */
export interface LeaseReport {
  /** Events accepted. */
  used: number
  outcomes: Outcome[]
}

/** A permission to accept events without asking again, until a moment or a number is reached. */
export interface Lease {
  events: number
  /** Milliseconds since 1970. */
  until: number
  /** Numbers of the project's keys that are no longer valid. */
  revoked: number[]
  /** Of keys that not every page may send with: the origins that may, by the key's number. Absent where no key has a list. */
  origins?: Record<number, string[]>
  /** Present when nothing may be accepted; `until` says when that may change. */
  closed?: { reason: 'quota' | 'spike' | 'deleted'; until: number }
}

/** The MAC keys of DSN public keys: base64 by version; `current` is the version that new keys are made with. */
export interface MacKeys {
  current: number
  keys: Record<number, string>
}
