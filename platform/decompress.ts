import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import type { Result } from '../domain/result.ts'
import { failed, ok } from '../domain/result.ts'

/** A request body, decompressed. */
export interface Body {
  bytes: Uint8Array
  /** The bytes as they were sent, when that was gzip: they can be kept as they are. */
  gzip?: Uint8Array
}

export interface BodyFault {
  reason: 'too_large' | 'unknown_encoding' | 'corrupt'
  detail: string
}

export interface BodyLimits {
  /** Bytes as sent. */
  requestBytes: number
  /** Bytes after decompression. */
  decompressedBytes: number
}

const FIRST_STEP = 64 * 1024

type Decompress = (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array

const DECOMPRESS = new Map<string, Decompress>([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['deflate', inflateEither],
  ['br', brotliDecompressSync],
  ['zstd', zstdDecompressSync],
])

/**
 * Reads a request body and undoes its Content-Encoding. Never more than the limits is held: reading stops where the sent
 * bytes exceed theirs, and zlib stops where its output does, so a bomb costs some 100 ms and no more memory than the limit.
 */
export async function readBody(request: Request, limits: BodyLimits): Promise<Result<Body, BodyFault>> {
  // Ruby sends the header with an empty value; that means identity.
  const encoding = (request.headers.get('content-encoding') ?? '').trim().toLowerCase()
  const plain = encoding === '' || encoding === 'identity'
  const decompress = DECOMPRESS.get(encoding)
  if (!plain && !decompress)
    return failed({ reason: 'unknown_encoding', detail: `Content-Encoding ${encoding} is not supported` })
  const sent = await readCapped(request, limits.requestBytes)
  if (sent === null)
    return failed({ reason: 'too_large', detail: `the body is larger than ${limits.requestBytes} bytes` })
  if (!decompress || sent.length === 0) return ok({ bytes: sent })
  const bytes = inflate(sent, decompress, limits.decompressedBytes)
  if (!bytes.ok || decompress !== gunzipSync) return bytes.ok ? ok({ bytes: bytes.value }) : bytes
  return ok({ bytes: bytes.value, gzip: sent })
}

/** Decompresses zlib data, with or without its header, up to a number of bytes; old SDKs send it inside base64. */
export function inflateCapped(bytes: Uint8Array, cap: number): Result<Uint8Array, BodyFault> {
  return inflate(bytes, inflateEither, cap)
}

function inflate(bytes: Uint8Array, decompress: Decompress, cap: number): Result<Uint8Array, BodyFault> {
  try {
    return ok(decompress(bytes, { maxOutputLength: cap }))
  } catch (error) {
    if (isOverCap(error))
      return failed({ reason: 'too_large', detail: `the body is larger than ${cap} bytes when decompressed` })
    return failed({ reason: 'corrupt', detail: 'the compressed body is damaged or cut off' })
  }
}

/** HTTP means RFC 1950 by `deflate`; some clients send RFC 1951. */
function inflateEither(bytes: Uint8Array, options: { maxOutputLength: number }): Uint8Array {
  try {
    return inflateSync(bytes, options)
  } catch (error) {
    if (isOverCap(error)) throw error
    return inflateRawSync(bytes, options)
  }
}

function isOverCap(error: unknown): boolean {
  // workerd says "Memory limit exceeded" without a code; Node has the code.
  return (
    error instanceof Error &&
    (/memory limit/i.test(error.message) || ('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'))
  )
}

/** @returns null when there is more than the cap. A declared length is believed only where it is too large. */
async function readCapped(request: Request, cap: number): Promise<Uint8Array | null> {
  const declared = request.headers.get('content-length')
  if (declared !== null && Number(declared) > cap) return null
  if (!request.body) return new Uint8Array(0)
  // HTTP/1.1 and 2 hold a sender to its length, so this cannot read more than the cap.
  if (declared !== null) return new Uint8Array(await request.arrayBuffer())
  return readChunks(request.body, cap)
}

/** Reads in steps that double, since a small body comes in one and every step crosses into the runtime. */
async function readChunks(body: ReadableStream<Uint8Array>, cap: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = body.getReader({ mode: 'byob' })
  for (let step = FIRST_STEP; ; step *= 2) {
    const { done, value } = await reader.readAtLeast(step, new Uint8Array(step))
    length += value?.length ?? 0
    if (length > cap) {
      await reader.cancel()
      return null
    }
    if (value) chunks.push(value)
    if (done || (value && value.length < step)) return join(chunks, length)
  }
}

function join(chunks: Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
