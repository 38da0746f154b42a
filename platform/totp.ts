import { createHmac, randomBytes } from 'node:crypto'
// The whole package brings hash functions of its own; node:crypto has the one that is needed.
import { Secret, TOTP } from 'otpauth/bare'
import {
  RECOVERY_CODE_BYTES,
  recoveryCodeFrom,
  TOTP_PERIOD_SECONDS,
  TOTP_WINDOW,
} from '../domain/identity/second-factor.ts'

/** RFC 4226, section 4, asks for 160 bits. */
const SECRET_BYTES = 20
const ISSUER = 'Signalbox'

/** @returns a new secret for an authenticator app, base32. */
export const newTotpSecret = (): string =>
  new Secret({ buffer: new Uint8Array(randomBytes(SECRET_BYTES)).buffer }).base32

/** @returns the `otpauth://` URI that authenticator apps read as a QR code. */
export const totpUri = (secret: string, label: string): string => totp(secret, label).toString()

/**
 * @param now milliseconds since 1970
 * @returns the time step whose code this is, the present one or a neighbour; null where the code is wrong
 */
export const totpStep = (secret: string, digits: string, now: number): number | null => {
  const delta = totp(secret, '').validate({ token: digits, timestamp: now, window: TOTP_WINDOW })
  return delta === null ? null : Math.floor(now / 1000 / TOTP_PERIOD_SECONDS) + delta
}

/** @returns the code that an authenticator app shows at `now` (milliseconds since 1970). */
export const totpCode = (secret: string, now: number): string => totp(secret, '').generate({ timestamp: now })

/** @returns a new recovery code. */
export const newRecoveryCode = (): string => recoveryCodeFrom(randomBytes(RECOVERY_CODE_BYTES))

// SHA-1, six digits: the only setting that every authenticator app understands.
const totp = (secret: string, label: string) =>
  new TOTP({
    issuer: ISSUER,
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: TOTP_PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
    hmac: (_, key, message) => new Uint8Array(createHmac('sha1', key).update(message).digest()),
  })
