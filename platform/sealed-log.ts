import { gunzipSync, gzipSync } from 'node:zlib'
import type { SealedEntry } from '../domain/events/log-chain.ts'
import { isJsonObject } from '../domain/json-object.ts'

/** Well above what the sealer puts into one object. */
const MOST_BYTES = 64 * 1024 * 1024

/** A sealed hour as it lies in R2. `unreadable`: the line (from 1) that is none of ours, behind the entries that are. */
export interface StoredPart {
  entries: SealedEntry[]
  unreadable: number | null
  etag: string
}

/** @returns the key of a part of an organisation's log; `again` where that key is taken by what cannot be used. */
export const partKey = (
  organisationId: string,
  { hour, firstPosition }: { hour: number; firstPosition: number },
  again = '',
): string => `${partPrefix(organisationId)}${hour}-${firstPosition}${again === '' ? '' : `-${again}`}.ndjson.gz`

/** @returns what the keys of all parts of an organisation's log begin with. */
export const partPrefix = (organisationId: string): string => `log/${organisationId}/`

/** @returns a sealed part as lines of JSON, compressed. */
export const compressPart = (entries: readonly SealedEntry[]): Uint8Array =>
  gzipSync(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))

/** @returns the object at a key, or null where there is none. */
export const readPart = async (bucket: R2Bucket, key: string): Promise<StoredPart | null> => {
  const object = await bucket.get(key)
  if (object === null) return null
  return { ...linesOf(new Uint8Array(await object.arrayBuffer())), etag: object.etag }
}

/**
 * Puts a part where nothing lies yet (`etag` null), or in the place of what was read.
 * @returns whether it was put; false where another was faster
 */
export const putPart = async (
  bucket: R2Bucket,
  key: string,
  { bytes, etag }: { bytes: Uint8Array; etag: string | null },
): Promise<boolean> => {
  const put = await bucket.put(key, bytes, {
    onlyIf: etag === null ? { etagDoesNotMatch: '*' } : { etagMatches: etag },
    httpMetadata: { contentType: 'application/gzip' },
  })
  return put !== null
}

const linesOf = (bytes: Uint8Array): Pick<StoredPart, 'entries' | 'unreadable'> => {
  const entries: SealedEntry[] = []
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      gunzipSync(bytes, { maxOutputLength: MOST_BYTES }),
    )
    for (const line of text.split('\n').slice(0, -1)) {
      const entry: unknown = JSON.parse(line)
      if (!isEntry(entry)) throw new SyntaxError('no entry')
      entries.push(entry)
    }
    return { entries, unreadable: text.endsWith('\n') ? null : entries.length + 1 }
  } catch {
    // Cut short or changed: gzip, UTF-8, JSON and the shape of an entry each refuse something.
    return { entries, unreadable: entries.length + 1 }
  }
}

const MEMBERS = 'commitment,digest,event,link,personal,salt'

const isEntry = (value: unknown): value is SealedEntry => {
  if (!isJsonObject(value) || Object.keys(value).sort().join() !== MEMBERS) return false
  const { event, personal, salt, commitment, digest, link } = value
  const { position, id } = isJsonObject(event) ? event : {}
  const texts = [digest, link].every((text) => typeof text === 'string')
  const wholes = [salt, commitment].every((text) => text === null || typeof text === 'string')
  const parts = personal === null || isJsonObject(personal)
  return texts && wholes && parts && typeof position === 'number' && typeof id === 'string'
}
