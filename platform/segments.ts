import { Buffer } from 'node:buffer'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { SegmentPlace, StoredOccurrence } from '../contract/occurrences.ts'

// The first level costs half the time of the third and a twentieth more bytes.
const FAST = { level: 1, memLevel: 9 }

/**
 * One occurrence as a gzip member holding one line of JSON. Members of a segment follow one another, so the object as a
 * whole is a valid `.gz` (RFC 1952 §2.2) and one occurrence is one range read.
 */
export function compressMember(occurrence: StoredOccurrence): Uint8Array {
  return gzipSync(`${JSON.stringify(occurrence)}\n`, FAST)
}

/**
 * Writes a segment once.
 * @param name from {@link segmentName}
 * @param members from {@link compressMember}, in the order of their offsets
 */
export async function putSegment(bucket: R2Bucket, name: string, members: Uint8Array[]): Promise<void> {
  await bucket.put(name, Buffer.concat(members), { httpMetadata: { contentType: 'application/gzip' } })
}

/** @returns the object key of a new segment: by hour, so that lifecycle rules can delete by prefix. */
export function segmentName(now: number, random: string): string {
  const [day = '', time = ''] = new Date(now).toISOString().split('T')
  return `segments/${day.replaceAll('-', '/')}/${time.slice(0, 2)}/${random}.ndjson.gz`
}

/** @returns the occurrence at that place, or null when the segment is gone. */
export async function readMember(bucket: R2Bucket, place: SegmentPlace): Promise<StoredOccurrence | null> {
  return (await readLine(bucket, place)).occurrence
}

const READ_TOGETHER = 8

/**
 * Reads occurrences in order until they come to `budget` bytes of JSON, so that a page of large ones does not fill an
 * isolate.
 * @returns what {@link readMember} gives, at least one, perhaps fewer than there are places
 */
export async function readMembers(
  bucket: R2Bucket,
  places: SegmentPlace[],
  budget: number,
): Promise<(StoredOccurrence | null)[]> {
  const read: (StoredOccurrence | null)[] = []
  let bytes = 0
  while (read.length < places.length && bytes < budget) {
    const next = places.slice(read.length, read.length + READ_TOGETHER)
    for (const line of await Promise.all(next.map((place) => readLine(bucket, place)))) {
      if (read.length > 0 && bytes >= budget) break
      read.push(line.occurrence)
      bytes += line.bytes
    }
  }
  return read
}

async function readLine(bucket: R2Bucket, place: SegmentPlace) {
  const object = await bucket.get(place.segment, { range: { offset: place.offset, length: place.length } })
  if (!object) return { occurrence: null, bytes: 0 }
  const line = gunzipSync(new Uint8Array(await object.arrayBuffer()))
  return { occurrence: JSON.parse(new TextDecoder().decode(line)) as StoredOccurrence, bytes: line.byteLength }
}
