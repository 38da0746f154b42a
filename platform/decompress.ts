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

/** More frames than this no compressor makes of a request; each costs a call into the runtime. */
const MOST_FRAMES = 64

type Decompress = (bytes: Uint8Array, cap: number) => Uint8Array

const DECOMPRESS = new Map<string, Decompress>([
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['deflate', inflateEither],
  ['br', (bytes, cap) => whole(brotliDecompressSync, bytes, cap)],
  ['zstd', zstdFrames],
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
  if (!bytes.ok || decompress !== gunzip) return bytes.ok ? ok({ bytes: bytes.value }) : bytes
  return ok({ bytes: bytes.value, gzip: sent })
}

/** Decompresses zlib data, with or without its header, up to a number of bytes; old SDKs send it inside base64. */
export function inflateCapped(bytes: Uint8Array, cap: number): Result<Uint8Array, BodyFault> {
  return inflate(bytes, inflateEither, cap)
}

function inflate(bytes: Uint8Array, decompress: Decompress, cap: number): Result<Uint8Array, BodyFault> {
  try {
    return ok(decompress(bytes, cap))
  } catch (error) {
    if (isOverCap(error))
      return failed({ reason: 'too_large', detail: `the body is larger than ${cap} bytes when decompressed` })
    return failed({ reason: 'corrupt', detail: 'the compressed body is damaged or cut off' })
  }
}

/** All members of a file, as RFC 1952 has it; zlib refuses what is none, and takes zeros behind the last for padding. */
function gunzip(bytes: Uint8Array, cap: number): Uint8Array {
  return decoded(gunzipSync, bytes, cap).buffer
}

/** HTTP means RFC 1950 by `deflate`; some clients send RFC 1951. */
function inflateEither(bytes: Uint8Array, cap: number): Uint8Array {
  try {
    return whole(inflateSync, bytes, cap)
  } catch (error) {
    if (isOverCap(error)) throw error
    return whole(inflateRawSync, bytes, cap)
  }
}

/** Frames one after the other are one content (RFC 8878, section 3); the runtime stops after the first. */
function zstdFrames(bytes: Uint8Array, cap: number): Uint8Array {
  const parts: Uint8Array[] = []
  let [at, length] = [0, 0]
  while (at < bytes.length) {
    if (parts.length === MOST_FRAMES) throw new Error('too many frames')
    // The runtime knows no cap of 0; one byte too many does no harm.
    const { buffer, engine } = decoded(zstdDecompressSync, bytes.subarray(at), Math.max(cap - length, 1))
    parts.push(buffer)
    at += engine.bytesWritten
    length += buffer.length
  }
  return parts.length === 1 && parts[0] ? parts[0] : join(parts, length)
}

/** The only stream in these bytes. Decoders of zlib and Brotli pass over what follows it, and that could be events. */
function whole(decoder: Decoder, bytes: Uint8Array, cap: number): Uint8Array {
  const { buffer, engine } = decoded(decoder, bytes, cap)
  if (engine.bytesWritten < bytes.length) throw new Error('bytes are left behind the compressed data')
  return buffer
}

type Decoder = (bytes: Uint8Array, options: { maxOutputLength: number; info: true }) => unknown

/** What came out, and how many bytes went in; the declared types of `zlib` do not know of `info`. */
interface Decoded {
  buffer: Uint8Array
  engine: { bytesWritten: number }
}

function decoded(decoder: Decoder, bytes: Uint8Array, cap: number): Decoded {
  const answer = decoder(bytes, { maxOutputLength: cap, info: true })
  if (!isDecoded(answer)) throw new Error('the decoder did not say how far it read')
  return answer
}

const isDecoded = (answer: unknown): answer is Decoded =>
  typeof answer === 'object' && answer !== null && 'buffer' in answer && 'engine' in answer

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
      reader.releaseLock()
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
