const HYPHENATED = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const PLAIN = /^[0-9a-f]{32}$/i
const NIL = '0'.repeat(32)

/**
 * An event id in its one form. SDKs send 32 or 36 characters, in either case; Rust, native and sentry-cli send 36 in the
 * envelope header and 32 in the payload of the same event.
 * @returns 32 lowercase hex digits, or null for anything else, the nil id included
 */
export function normalizeEventId(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const plain = PLAIN.test(value) ? value : HYPHENATED.test(value) ? value.replaceAll('-', '') : null
  return plain === null || plain === NIL ? null : plain.toLowerCase()
}
