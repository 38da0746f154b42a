import { createHmac, timingSafeEqual } from 'node:crypto'
import type { MacKeys } from '../contract/ingest.ts'
import type { KeyRing } from '../durable-objects/key-ring.ts'

export type { MacKeys }

/** What a link or cookie is for: one of these cannot stand in for another. */
export type LinkPurpose = 'guest' | 'booking' | 'entry' | 'invitation' | 'admission' | 'ticket'

/** 128 bits: what stands for a person must not be guessed (RFC 2104, section 5: no less than half of the digest). */
const MAC_BYTES = 16

// Key material only, which is made once and kept: it may outlive the request that read it.
let known: MacKeys | null = null

/** @returns the deployment's keys for links; read once for each isolate. */
export const linkKeys = async (ring: DurableObjectNamespace<KeyRing>): Promise<MacKeys> => {
  known ??= await ring.get(ring.idFromName('key-ring')).linkKeys()
  return known
}

/** @returns a token that proves that we named this thing to its bearer: `version.mac`; the same each time, so it is not stored. */
export const linkToken = (keys: MacKeys, purpose: LinkPurpose, id: string): string =>
  `${keys.current}.${macOf(keys, keys.current, `${purpose} ${id}`)?.toString('base64url')}`

/** @returns whether a token is ours, for this purpose and thing. */
export const isLinkToken = (
  keys: MacKeys,
  { purpose, id, token }: { purpose: LinkPurpose; id: string; token: string },
): boolean => {
  const [version = '', text = ''] = token.split('.')
  const mac = macOf(keys, Number(version), `${purpose} ${id}`)
  if (mac === null) return false
  // The text and not what it stands for: decoding lets pass what is no base64url, so a token would have many spellings.
  const [wanted, given] = [Buffer.from(mac.toString('base64url')), Buffer.from(text)]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

const macOf = (keys: MacKeys, version: number, message: string): Buffer | null => {
  const key = keys.keys[version]
  if (key === undefined) return null
  return createHmac('sha256', Buffer.from(key, 'base64')).update(message).digest().subarray(0, MAC_BYTES)
}
