/**
 * Shapes of an occurrence on its way from an SDK to a reader. Field names of the event itself are Sentry's
 * (https://develop.sentry.dev/sdk/foundations/data-model/event-payloads/), in their canonical form.
 */

/** What ingest writes beside the body it keeps; the queue message and the spool row carry the same. */
export interface Accepted {
  v: 1
  /** Decimal project id. */
  project: string
  /** The number of the DSN key that was verified; null when the MAC key could not be had and the digest must decide. */
  keyNumber: number | null
  /** The 32-hex public key as presented; kept only while `keyNumber` is null. */
  publicKey?: string
  /** `event` is an error event; `feedback` and `user_report` are what a person wrote; `attachment` has bytes in R2 only. */
  kind: 'event' | 'feedback' | 'user_report' | 'attachment'
  /** 32 lowercase hex. */
  eventId: string
  /** Milliseconds since 1970, the moment ingest saw the request. */
  receivedAt: number
  /** `sent_at` of the envelope header, verbatim. */
  sentAt?: string
  /** `sentry_client` of the credentials, or the envelope's `sdk` as `name/version`. */
  client?: string
  userAgent?: string
  /** Address of the sender, used only where the SDK asks for it with `{{auto}}`. */
  remoteAddress?: string
  /** How the kept body is encoded, and which bytes of the decoded body are the event. */
  encoding: 'identity' | 'gzip'
  range?: { start: number; end: number }
  /** Files that came in the same envelope and lie in R2 already. */
  attachments?: AcceptedAttachment[]
}

/** An accepted occurrence on its way to the digest: what ingest noted, and the bytes inline or the R2 key they lie under. */
export interface AcceptedMessage {
  meta: Accepted
  /** Absent where the body lies in R2, or where there is none (`kind: 'attachment'`). */
  body?: Uint8Array
  /** R2 key under `inbox/`; the digest deletes the object once its rows are in. */
  inboxKey?: string
}

export interface AcceptedAttachment {
  /** Object key in the bucket, chosen by us. */
  key: string
  name: string
  contentType: string
  /** `event.attachment`, `event.minidump`, … */
  type: string
  bytes: number
}

export type Level = 'fatal' | 'error' | 'warning' | 'info' | 'debug'

export interface Frame {
  filename?: string
  abs_path?: string
  function?: string
  raw_function?: string
  module?: string
  package?: string
  platform?: string
  lineno?: number
  colno?: number
  pre_context?: string[]
  context_line?: string
  post_context?: string[]
  in_app?: boolean
  vars?: Record<string, unknown>
  instruction_addr?: string
  symbol_addr?: string
  image_addr?: string
  addr_mode?: string
  lock?: unknown
  data?: Record<string, unknown>
}

/** Oldest call first, the frame that failed last. */
export interface Stacktrace {
  frames: Frame[]
  registers?: Record<string, unknown>
  /** Frames left out of a very long trace: first and last index of the gap. */
  frames_omitted?: [number, number]
}

export interface Mechanism {
  type?: string
  handled?: boolean
  synthetic?: boolean
  description?: string
  help_link?: string
  source?: string
  exception_id?: number
  parent_id?: number
  is_exception_group?: boolean
  meta?: Record<string, unknown>
  data?: Record<string, unknown>
}

export interface ExceptionValue {
  type?: string
  value?: string
  module?: string
  thread_id?: string | number
  mechanism?: Mechanism
  stacktrace?: Stacktrace
  raw_stacktrace?: Stacktrace
}

export interface Thread {
  id?: string | number
  name?: string
  crashed?: boolean
  current?: boolean
  main?: boolean
  state?: string
  stacktrace?: Stacktrace
  held_locks?: Record<string, unknown>
}

export interface Breadcrumb {
  /** RFC 3339. */
  timestamp?: string
  type?: string
  category?: string
  message?: string
  level?: string
  data?: Record<string, unknown>
}

export interface RequestInfo {
  url?: string
  method?: string
  headers?: [string, string][]
  cookies?: [string, string][]
  query_string?: [string, string][]
  data?: unknown
  env?: Record<string, unknown>
  fragment?: string
  body_size?: number
}

export interface UserInfo {
  id?: string
  email?: string
  username?: string
  ip_address?: string
  name?: string
  geo?: Record<string, unknown>
  segment?: string
  data?: Record<string, unknown>
}

/** What was wrong with a field, and that it was left out or changed (Sentry's `errors` of an event). */
export interface EventNote {
  /** `invalid_data`, `value_too_long`, `too_many`, `clock_drift`, `past_timestamp`, `future_timestamp`, … */
  type: string
  /** Path of the field, such as `exception.values.0.stacktrace`. */
  name: string
  /** The offending value, shortened; absent where it might be personal data. */
  value?: unknown
}

/**
 * An event after normalization: every field present has its canonical type. It and the objects in it may hold members
 * besides those named here, as the client sent them, capped and scrubbed like `extra`.
 */
export interface NormalizedEvent {
  event_id: string
  type: 'error' | 'default' | 'csp' | 'feedback'
  /** RFC 3339 in UTC with milliseconds. */
  timestamp: string
  /** RFC 3339 in UTC with milliseconds: when ingest saw it. */
  received: string
  platform: string
  level: Level
  logger?: string
  logentry?: { message?: string; params?: unknown[] | Record<string, unknown>; formatted?: string }
  transaction?: string
  /** Where the name of the transaction comes from. */
  transaction_info?: Record<string, unknown>
  culprit?: string
  server_name?: string
  release?: string
  dist?: string
  environment?: string
  tags: Record<string, string>
  extra?: Record<string, unknown>
  fingerprint?: string[]
  user?: UserInfo
  request?: RequestInfo
  contexts?: Record<string, Record<string, unknown>>
  breadcrumbs?: { values: Breadcrumb[] }
  exception?: { values: ExceptionValue[] }
  stacktrace?: Stacktrace
  threads?: { values: Thread[] }
  template?: {
    filename?: string
    abs_path?: string
    lineno?: number
    context_line?: string
    pre_context?: string[]
    post_context?: string[]
  }
  debug_meta?: { images?: Record<string, unknown>[]; sdk_info?: Record<string, unknown> }
  modules?: Record<string, string>
  sdk?: { name?: string; version?: string; integrations?: string[]; packages?: { name?: string; version?: string }[] }
  csp?: Record<string, unknown>
  errors?: EventNote[]
  _meta?: unknown
}

/** One part of a grouping, with the values that were hashed and the reason why others were not. */
export interface GroupingComponent {
  /** `exception`, `stacktrace`, `frame`, `type`, `value`, `module`, `filename`, `function`, `context-line`, `message`, … */
  id: string
  contributes: boolean
  /** Why it does not contribute, or what was changed, in plain words. */
  hint?: string
  values: (string | GroupingComponent)[]
}

export interface GroupingVariant {
  /** `app`, `system`, `default`, `custom-fingerprint`, … */
  name: string
  contributes: boolean
  hash?: string
  hint?: string
  component?: GroupingComponent
  /** The resolved fingerprint, for custom and hybrid variants. */
  fingerprint?: string[]
}

/** Why an occurrence belongs to its issue; the algorithm's name is stored beside its result. */
export interface Grouping {
  algorithm: 'v1'
  /** 32 hex each, most specific first; any of them found decides the issue, the rest are attached. */
  hashes: string[]
  variants: GroupingVariant[]
}

/** One line of a segment: what a reader of an occurrence gets back. */
export interface StoredOccurrence {
  /** The SDK's event id, 32 hex. */
  id: string
  project: string
  title: string
  culprit: string
  payload: NormalizedEvent
}

/** Where an occurrence lies: one gzip member of a segment object. Offset and length in bytes. */
export interface SegmentPlace {
  segment: string
  offset: number
  length: number
}
