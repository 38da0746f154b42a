/** Cost of one scrypt: `N = 2 ** ln`, block size and parallelism. */
export interface ScryptCost {
  ln: number
  r: number
  p: number
}

/** A stored password: its cost, and salt and hash in unpadded base64. */
export interface StoredPassword extends ScryptCost {
  salt: string
  hash: string
}

/** 16 MiB for a fifth of a second; equal in strength to OWASP's other scrypt settings (Password Storage Cheat Sheet). */
export const SCRYPT_COST: ScryptCost = { ln: 14, r: 8, p: 5 }

const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** @returns the PHC string (https://github.com/P-H-C/phc-string-format) of a stored password. */
export const formatPassword = ({ ln, r, p, salt, hash }: StoredPassword): string =>
  `$scrypt$ln=${ln},r=${r},p=${p}$${salt}$${hash}`

/** @returns the parts of a PHC string, or null when it is not one of scrypt. */
export const parsePassword = (stored: string): StoredPassword | null => {
  const [, ln, r, p, salt, hash] = PHC.exec(stored) ?? []
  if (ln === undefined || r === undefined || p === undefined || salt === undefined || hash === undefined) return null
  return { ln: Number(ln), r: Number(r), p: Number(p), salt, hash }
}

/** @returns whether a password that just matched should be hashed anew, its cost not being today's. */
export const needsRehash = ({ ln, r, p }: ScryptCost, today: ScryptCost): boolean =>
  ln !== today.ln || r !== today.r || p !== today.p
