import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import {
  formatPassword,
  needsRehash,
  parsePassword,
  SCRYPT_COST,
  type ScryptCost,
  type StoredPassword,
} from '../domain/identity/password.ts'

const HASH_BYTES = 32
const SALT_BYTES = 16

/** @returns an id of 128 random bits after a prefix that says what it names, such as `u_…`. */
export const randomId = (prefix: string): string => `${prefix}_${randomBytes(16).toString('base64url')}`

/** @returns a token of 256 random bits, base64url. */
export const randomToken = (): string => randomBytes(32).toString('base64url')

/** @returns random bytes in hex, such as the ids of a trace. */
export const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex')

/** @returns SHA-256 of the text's UTF-8, in hex. */
export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex')

/** @returns the PHC string to store for a password, at today's cost. */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, salt, SCRYPT_COST)
  return formatPassword({ ...SCRYPT_COST, salt: unpadded(salt), hash: unpadded(hash) })
}

/**
 * Compares a password with what is stored. Someone unknown (`stored` null) costs the same work as a wrong password,
 * so that the time of the answer does not tell which addresses have an account.
 */
export const verifyPassword = async (
  password: string,
  stored: string | null,
): Promise<{ matches: boolean; rehash: boolean }> => {
  const known = stored === null ? null : parsePassword(stored)
  const wanted: StoredPassword = known ?? { ...SCRYPT_COST, ...NOBODY }
  const hash = await derive(password, Buffer.from(wanted.salt, 'base64'), wanted)
  const expected = Buffer.from(wanted.hash, 'base64')
  const equal = expected.length === hash.length && timingSafeEqual(expected, hash)
  return { matches: known !== null && equal, rehash: needsRehash(wanted, SCRYPT_COST) }
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

const NOBODY = { salt: unpadded(Buffer.alloc(SALT_BYTES)), hash: unpadded(Buffer.alloc(HASH_BYTES)) }

const derive = (password: string, salt: Buffer, { ln, r, p }: ScryptCost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // NFKC, so that the same password typed on another keyboard has the same bytes (NIST SP 800-63B, 5.1.1.2).
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, { N: 2 ** ln, r, p }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })
