import { gzipSync } from 'node:zlib'
import type { Accepted } from '../contract/occurrences.ts'
import type { Body } from './decompress.ts'

export interface KeptBody {
  body: Uint8Array
  notes: Pick<Accepted, 'encoding' | 'range'>
}

/** Below this, compressing costs more than carrying the bytes. */
const COMPRESS_FROM = 16 * 1024
const LEVEL = 3

/**
 * The bytes to keep of an event that lies between `start` and `end` of a body. What came compressed and is mostly the
 * event stays as it came; otherwise the event alone, compressed when it is large.
 */
export function keptBody(body: Body, start: number, end: number): KeptBody {
  const length = end - start
  if (body.gzip && length * 2 >= body.bytes.length && body.gzip.length < length) {
    return { body: owned(body.gzip), notes: { encoding: 'gzip', range: { start, end } } }
  }
  const bytes = body.bytes.subarray(start, end)
  if (length < COMPRESS_FROM) return { body: owned(bytes), notes: { encoding: 'identity' } }
  return { body: owned(gzipSync(bytes, { level: LEVEL })), notes: { encoding: 'gzip' } }
}

/** A view is sent with the whole buffer it looks into; a copy of the part is cheaper than that. */
function owned(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes)
}
