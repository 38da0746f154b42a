/**
 * List prices of Cloudflare's Workers Paid plan in USD, beyond what the plan includes, read on 20 November 2026 from
 * developers.cloudflare.com: workers/platform/pricing, queues/platform/pricing, d1/platform/pricing,
 * durable-objects/platform/pricing and r2/pricing.
 */
export const PRICES = {
  workerRequest: 0.3 / 1e6,
  cpuMs: 0.02 / 1e6,
  /** 64 KB written, read or deleted; each message is all three. */
  queueOperation: 0.4 / 1e6,
  d1RowWritten: 1 / 1e6,
  d1RowRead: 0.001 / 1e6,
  d1GbMonth: 0.75,
  r2ClassA: 4.5 / 1e6,
  r2ClassB: 0.36 / 1e6,
  r2GbMonth: 0.015,
  objectRequest: 0.15 / 1e6,
  objectGbSecond: 12.5 / 1e6,
  /** Workers Logs, one line per invocation that is sampled. */
  log: 0.6 / 1e6,
}

/** What a Durable Object is billed for while it is active, whatever it uses. */
export const OBJECT_GB = 0.128

export const QUEUE_OPERATIONS_PER_MESSAGE = 3

/** Of `[observability] head_sampling_rate` in wrangler.toml. */
export const LOGS_SAMPLED = 0.01

/** USD for a million errors in a month on Sentry's Team plan, pay as you go (sentry.io/pricing, 20 September 2026). */
export const SENTRY_TEAM = 225

/** USD for a million errors, stored for a month and searchable, that we promise not to exceed. */
export const GOAL = 5
