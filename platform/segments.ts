import { Buffer } from 'node:buffer'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { SegmentPlace, StoredOccurrence } from '../contract/occurrences.ts'

// Level 3 is the knee: level 1 is slower on JSON of this size, level 6 takes four times as long for a tenth less.
const LEVEL = 3

/**
 * One occurrence as a gzip member holding one line of JSON. Members of a segment follow one another, so the object as a
 * whole is a valid `.gz` (RFC 1952 §2.2) and one occurrence is one range read.
 */
export function compressMember(occurrence: StoredOccurrence): Uint8Array {
  return gzipSync(`${JSON.stringify(occurrence)}\n`, { level: LEVEL })
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
  const object = await bucket.get(place.segment, { range: { offset: place.offset, length: place.length } })
  if (!object) return null
  const member = new Uint8Array(await object.arrayBuffer())
  return JSON.parse(new TextDecoder().decode(gunzipSync(member))) as StoredOccurrence
}

/** @returns what {@link readMember} gives, for each place in the same order. */
export function readMembers(bucket: R2Bucket, places: SegmentPlace[]): Promise<(StoredOccurrence | null)[]> {
  return Promise.all(places.map((place) => readMember(bucket, place)))
}
