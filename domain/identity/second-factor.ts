/** Seconds that a code of the authenticator app is shown (RFC 6238, section 4.1). */
export const TOTP_PERIOD_SECONDS = 30

/** Steps before and after the present one whose codes are taken: clocks differ, and people type (RFC 6238, section 5.2). */
export const TOTP_WINDOW = 1

/** Recovery codes given at once. */
export const RECOVERY_CODES = 10

/** Random bytes that one recovery code is made of. */
export const RECOVERY_CODE_BYTES = 10

/** What someone typed where a code was asked for. */
export type GivenCode = { kind: 'totp'; digits: string } | { kind: 'recovery'; code: string }

// Crockford's base32: no letter that looks like a digit or another letter (https://www.crockford.com/base32.html).
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const DIGITS = /^\d{6}$/
const RECOVERY = new RegExp(`^[${ALPHABET}]{10}$`)

/** @returns a recovery code, `xxxxx-xxxxx`, of 50 bits: five of each byte. */
export const recoveryCodeFrom = (random: Uint8Array): string => {
  const letters = [...random.subarray(0, RECOVERY_CODE_BYTES)].map((byte) => ALPHABET[byte % ALPHABET.length])
  return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`
}

/** @returns the code that was meant, whatever spaces, dashes, capitals and look-alikes it was typed with; null for none. */
export const readCode = (typed: string): GivenCode | null => {
  const plain = typed.toLowerCase().replace(/[\s-]/g, '')
  if (DIGITS.test(plain)) return { kind: 'totp', digits: plain }
  const code = plain.replaceAll('o', '0').replace(/[il]/g, '1')
  return RECOVERY.test(code) ? { kind: 'recovery', code: `${code.slice(0, 5)}-${code.slice(5)}` } : null
}

/** @returns whether the code of a step is still good: each is taken once, and none that is older than one taken. */
export const isFreshStep = (step: number, lastTaken: number | null): boolean => lastTaken === null || step > lastTaken
