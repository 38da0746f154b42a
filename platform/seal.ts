import type { KeyRing } from '../durable-objects/key-ring.ts'

type Ring = DurableObjectNamespace<KeyRing>

const NONCE_BYTES = 12

/**
 * Seals a secret that has to be read again, for a column of D1 or a cookie (AES-256-GCM, NIST SP 800-38D).
 * @param context what the secret is and whose; opening takes the same, so that one cannot be put in another's place
 * @returns `version.base64url`
 */
export const seal = async (ring: Ring, secret: string, context: string): Promise<string> => {
  const { current, keys } = await sealingKeys(ring)
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const key = await aesKey(keys[current] ?? '')
  const sealed = await crypto.subtle.encrypt(algorithm(nonce, context), key, new TextEncoder().encode(secret))
  return `${current}.${Buffer.concat([nonce, new Uint8Array(sealed)]).toString('base64url')}`
}

/** @returns what was sealed under the same context, or null for anything else. */
export const unseal = async (ring: Ring, sealed: string, context: string): Promise<string | null> => {
  const [version = '', text = ''] = sealed.split('.')
  const { keys } = await sealingKeys(ring)
  const key = keys[Number(version)]
  const bytes = Buffer.from(text, 'base64url')
  if (key === undefined || bytes.length <= NONCE_BYTES) return null
  try {
    const nonce = bytes.subarray(0, NONCE_BYTES)
    const opened = await crypto.subtle.decrypt(
      algorithm(nonce, context),
      await aesKey(key),
      bytes.subarray(NONCE_BYTES),
    )
    return new TextDecoder().decode(opened)
  } catch (error) {
    // What was not sealed by us under this context fails its tag.
    if (error instanceof DOMException && error.name === 'OperationError') return null
    throw error
  }
}

const sealingKeys = (ring: Ring) => ring.get(ring.idFromName('key-ring')).sealingKeys()

const aesKey = (base64: string) =>
  crypto.subtle.importKey('raw', Buffer.from(base64, 'base64'), 'AES-GCM', false, ['encrypt', 'decrypt'])

const algorithm = (iv: Uint8Array, context: string) => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(context),
})
