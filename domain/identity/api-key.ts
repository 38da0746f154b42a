import type { Caller } from '../../contract/auth.ts'
import { ACTIONS, type Action, permitted, SCOPES } from './access.ts'

/** What a key begins with, so that people and secret scanners know one when they see it. */
export const API_KEY_PREFIX = 'sbx_'

/** Keys an organisation may have that work at the same time. */
export const API_KEYS_MOST = 100

/** Milliseconds that a key goes on working after it was rotated: time to put the new one everywhere. */
export const ROTATION_OVERLAP_MS = 24 * 60 * 60 * 1000

/** Milliseconds between two notes that a key was used. */
export const LAST_USED_MS = 60_000

const DAY_MS = 24 * 60 * 60 * 1000
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const RANDOM_DIGITS = 30
const CHECK_DIGITS = 6
const WHOLE = /^sbx_[0-9A-Za-z]{36}$/
/** The largest multiple of 62 in a byte: what lies above would make some digits likelier than others. */
const FAIR_BYTES = 248

/**
 * Makes an API key: prefix, 30 random base62 digits (178 bits) and, as six base62 digits, the CRC-32 of what precedes,
 * in the manner of GitHub's tokens (https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/).
 * @param random gives that many random bytes
 */
export const mintApiKey = (random: (bytes: number) => Uint8Array): string => {
  let digits = ''
  while (digits.length < RANDOM_DIGITS)
    for (const byte of random(RANDOM_DIGITS)) if (byte < FAIR_BYTES) digits += DIGITS[byte % DIGITS.length]
  const key = API_KEY_PREFIX + digits.slice(0, RANDOM_DIGITS)
  return key + checkDigits(key)
}

/** @returns whether a text can be one of our keys at all: prefix, length, alphabet and checksum. */
export const isApiKey = (text: string): boolean =>
  WHOLE.test(text) && text.slice(-CHECK_DIGITS) === checkDigits(text.slice(0, -CHECK_DIGITS))

/** @returns the first and last characters, which tell a key from others and do not help to guess it. */
export const hintOf = (key: string): { start: string; end: string } => ({ start: key.slice(0, 8), end: key.slice(-4) })

/** Why a scope is not given: nobody knows it, it stays with people, or the one who asks may not do it themselves. */
export type ScopeRefused = 'unknown' | 'people_only' | 'beyond_role'

/** @returns the scopes that this caller may not put on a key, by their place in the wish, each with the reason. */
export const refusedScopes = (
  wished: readonly string[],
  caller: Pick<Caller, 'role' | 'credential'>,
): { index: number; reason: ScopeRefused }[] =>
  wished.flatMap((scope, index) => {
    const reason = scopeRefused(scope, caller)
    return reason === null ? [] : [{ index, reason }]
  })

const scopeRefused = (scope: string, caller: Pick<Caller, 'role' | 'credential'>): ScopeRefused | null => {
  const action = ACTIONS.find((one) => one === scope)
  if (action === undefined) return 'unknown'
  if (!SCOPES.includes(action)) return 'people_only'
  return permitted(caller, action) ? null : 'beyond_role'
}

/** @returns the stored scopes that still mean something, for actions come and go. */
export const knownScopes = (stored: readonly unknown[]): Action[] => SCOPES.filter((scope) => stored.includes(scope))

/** Moments are milliseconds since 1970. */
interface KeyLife {
  createdAt: number
  expiresAt: number | null
  revokedAt: number | null
}

/** @returns whether a key works at this moment. */
export const keyIsActive = ({ expiresAt, revokedAt }: KeyLife, now: number): boolean =>
  revokedAt === null && (expiresAt === null || expiresAt > now)

/** @returns when a key made now ends, or null for never. */
export const keyExpiry = (days: number | null, now: number): number | null =>
  days === null ? null : now + days * DAY_MS

/** @returns when the successor of a key ends, which lives as long as the key was meant to, and when the key itself does. */
export const rotatedLives = ({ createdAt, expiresAt }: KeyLife, now: number) => ({
  successor: expiresAt === null ? null : now + expiresAt - createdAt,
  rotated: Math.min(expiresAt ?? Number.POSITIVE_INFINITY, now + ROTATION_OVERLAP_MS),
})

const checkDigits = (text: string): string => {
  let rest = crc32(text)
  let digits = ''
  for (let place = 0; place < CHECK_DIGITS; place += 1) {
    digits = DIGITS[rest % DIGITS.length] + digits
    rest = Math.floor(rest / DIGITS.length)
  }
  return digits
}

/** CRC-32 of ISO-HDLC (the one of gzip, RFC 1952 section 8) over ASCII. */
const crc32 = (ascii: string): number => {
  let crc = 0xffffffff
  for (let index = 0; index < ascii.length; index += 1) {
    crc ^= ascii.charCodeAt(index)
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}
