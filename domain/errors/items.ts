import type { Accepted } from '../../contract/occurrences.ts'

/** What becomes of an envelope item: it is kept, its numbers are added up, or it is passed over. */
export type ItemFate =
  | { fate: 'keep'; kind: Accepted['kind'] }
  | { fate: 'count' }
  | { fate: 'skip'; category: string | null; quantity: number }

const KEPT = new Map<string, Accepted['kind']>([
  ['event', 'event'],
  ['feedback', 'feedback'],
  ['user_report', 'user_report'],
  ['attachment', 'attachment'],
])

/** Data categories of what is not stored; https://develop.sentry.dev/sdk/foundations/transport/rate-limiting/. */
const SKIPPED = new Map([
  ['transaction', 'transaction'],
  ['span', 'span'],
  ['otel_span', 'span'],
  ['otel_traces_data', 'span'],
  ['session', 'session'],
  ['sessions', 'session'],
  ['profile', 'profile'],
  ['profile_chunk', 'profile_chunk'],
  ['profile_chunk_ui', 'profile_chunk_ui'],
  ['replay_event', 'replay'],
  ['replay_recording', 'replay'],
  ['replay_video', 'replay'],
  ['statsd', 'metric_bucket'],
  ['metric_buckets', 'metric_bucket'],
  ['trace_metric', 'trace_metric'],
  ['log', 'log_item'],
  ['otel_log', 'log_item'],
  ['check_in', 'monitor'],
])

const MOST_IN_A_CONTAINER = 10_000

/** @param itemCount `item_count` of the item header, which logs, spans and metrics carry */
export function fateOf(type: string, itemCount: unknown): ItemFate {
  const kind = KEPT.get(type)
  if (kind) return { fate: 'keep', kind }
  if (type === 'client_report') return { fate: 'count' }
  const counted = typeof itemCount === 'number' && Number.isInteger(itemCount) && itemCount > 0
  const quantity = counted ? Math.min(itemCount, MOST_IN_A_CONTAINER) : 1
  return { fate: 'skip', category: SKIPPED.get(type) ?? null, quantity }
}

/** @returns the data category that an item of this kind counts in. */
export function categoryOf(kind: Accepted['kind']): string {
  if (kind === 'event') return 'error'
  return kind === 'attachment' ? 'attachment' : 'feedback'
}
