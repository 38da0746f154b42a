import type { Outcome } from '../../contract/ingest.ts'

const MOST_LINES = 100
const MOST_QUANTITY = 1_000_000
const NAME = /^[a-z][a-z_]{0,39}$/

/**
 * What an SDK says it discarded before sending, as outcomes whose reason begins with `client:`. Lines that do not have
 * the documented shape are left out; https://develop.sentry.dev/sdk/telemetry/client-reports/.
 */
export function clientReportOutcomes(report: unknown): Outcome[] {
  const lines = (report as { discarded_events?: unknown } | null)?.discarded_events
  return Array.isArray(lines) ? lines.slice(0, MOST_LINES).flatMap(outcomeOf) : []
}

function outcomeOf(line: unknown): Outcome[] {
  const { category, reason, quantity } = (line ?? {}) as Record<string, unknown>
  if (typeof category !== 'string' || typeof reason !== 'string' || typeof quantity !== 'number') return []
  if (!NAME.test(category) || !NAME.test(reason) || !Number.isInteger(quantity) || quantity <= 0) return []
  return [{ category, reason: `client:${reason}`, quantity: Math.min(quantity, MOST_QUANTITY) }]
}
