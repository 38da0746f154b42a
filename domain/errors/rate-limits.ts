/** How long an SDK is told to send no more of what is not stored: a day, after which it asks again by sending. */
const NOT_STORED_SECONDS = 86_400

/** What a project that may send nothing is told to hold back; what SDKs say about themselves is never held back. */
const KEPT_CATEGORIES = ['error', 'default', 'security', 'attachment', 'feedback']

/**
 * The `X-Sentry-Rate-Limits` of an answer that passed items over. Only categories that came in are named, so that a client
 * learns nothing it did not ask; errors, attachments and feedback are never among them.
 * https://develop.sentry.dev/sdk/foundations/transport/rate-limiting/
 * @returns null when there is nothing to say
 */
export function notStoredLimit(categories: Iterable<string>): string | null {
  const names = [...new Set(categories)].filter((name) => !KEPT_CATEGORIES.includes(name))
  return names.length === 0 ? null : `${NOT_STORED_SECONDS}:${names.join(';')}:organization:not_supported`
}

/**
 * The two headers of a 429. Seconds are whole, because the Python SDK ignores anything else, and at least 1; the .NET SDK
 * reads the first header only, others the second.
 * @param until milliseconds since 1970
 */
export function closedLimit(
  closed: { reason: string; until: number },
  now: number,
): { limits: string; retryAfter: string } {
  const seconds = Math.max(1, Math.ceil((closed.until - now) / 1000))
  return {
    limits: `${seconds}:${KEPT_CATEGORIES.join(';')}:organization:${closed.reason}`,
    retryAfter: String(seconds),
  }
}
