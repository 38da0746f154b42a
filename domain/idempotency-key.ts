const LONGEST = 255
const BARE = /^[\x20-\x7e]+$/
const QUOTED = /^"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/

/**
 * Reads an `Idempotency-Key`: a Structured Field string (draft-ietf-httpapi-idempotency-key-header, RFC 9651) or, as
 * most clients send it, the bare characters. Both name the same key.
 * @returns 1 to 255 characters of printable ASCII, or null when it is neither
 */
export const readIdempotencyKey = (header: string): string | null => {
  const quoted = header.startsWith('"')
  const [, inside] = (quoted && QUOTED.exec(header)) || []
  const key = quoted ? inside?.replace(/\\(.)/g, '$1') : header
  return key !== undefined && BARE.test(key) && key.length <= LONGEST ? key : null
}
