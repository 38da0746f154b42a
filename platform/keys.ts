import { createHmac, timingSafeEqual } from 'node:crypto'
import type { MacKeys } from '../contract/ingest.ts'
import { MAC_DIGITS, macMessage, parsePublicKey, writePublicKey } from '../domain/errors/dsn.ts'

export type { MacKeys }

/**
 * Makes the public key of a project's DSN. It verifies itself: see {@link readPublicKey}.
 * @param project decimal project id
 * @param number the key's number within its project, 0 to 2^32 − 1
 * @returns 32 lowercase hex digits
 */
export function mintPublicKey(keys: MacKeys, project: string, number: number): string {
  const mac = macOf(keys, { version: keys.current, project, number })
  if (mac === null) throw new Error(`there is no MAC key of version ${keys.current}`)
  return writePublicKey({ version: keys.current, number, mac })
}

/**
 * Checks a public key without looking anything up.
 * @returns the key's number within its project; null when it was not made with one of our keys for this project
 */
export function readPublicKey(keys: MacKeys, project: string, publicKey: string): number | null {
  const key = parsePublicKey(publicKey)
  const mac = key && macOf(keys, { version: key.version, project, number: key.number })
  if (!key || !mac) return null
  return timingSafeEqual(Buffer.from(mac), Buffer.from(key.mac)) ? key.number : null
}

/** @returns whether the key says it was made with a MAC key that is not among these (one may have been added since). */
export function madeWithUnknownKey(keys: MacKeys, publicKey: string): boolean {
  const key = parsePublicKey(publicKey)
  return key !== null && keys.keys[key.version] === undefined
}

/**
 * The deployment's MAC keys: the secret `DSN_MAC_KEY` where it is set, else what the key ring made at first use. Whoever
 * mints or checks a public key must ask here, so that all agree.
 */
export async function macKeys(env: Pick<IngestEnv, 'DSN_MAC_KEY' | 'KEY_RING'>): Promise<MacKeys> {
  if (env.DSN_MAC_KEY) return parseMacKeys(env.DSN_MAC_KEY)
  return env.KEY_RING.get(env.KEY_RING.idFromName('key-ring')).dsnKeys()
}

/**
 * Reads `DSN_MAC_KEY`: one base64 key, which is version 1, or a list `2:base64,1:base64` whose highest version is current.
 * @throws where it is neither, because a deployment that signs with the wrong key must not start
 */
export function parseMacKeys(secret: string): MacKeys {
  const entries = secret.split(',').map((entry): [number, string] => {
    const [, version = '1', key = ''] = /^\s*(?:(\d{1,3}):)?([A-Za-z0-9+/_-]{22,}={0,2})\s*$/.exec(entry) ?? []
    if (key === '' || Number(version) > 255)
      throw new Error('DSN_MAC_KEY is neither base64 nor a list of version:base64')
    return [Number(version), key]
  })
  return { current: Math.max(...entries.map(([version]) => version)), keys: Object.fromEntries(entries) }
}

function macOf(keys: MacKeys, of: { version: number; project: string; number: number }): string | null {
  const key = keys.keys[of.version]
  if (key === undefined) return null
  const mac = createHmac('sha256', Buffer.from(key, 'base64')).update(macMessage(of.version, of.project, of.number))
  return mac.digest('hex').slice(0, MAC_DIGITS)
}
