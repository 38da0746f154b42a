import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { inflateCapped, readBody } from '../../../platform/decompress.ts'

const LIMITS = { requestBytes: 10_000, decompressedBytes: 50_000 }
const TEXT = '{"message":"x"}'.repeat(100)

const request = (body: BodyInit, encoding?: string) =>
  new Request('http://signalbox.example/', {
    method: 'POST',
    body,
    headers: {
      'content-length': `${Buffer.from(body as never).length}`,
      ...(encoding !== undefined && { 'content-encoding': encoding }),
    },
  })

const read = async (body: BodyInit, encoding?: string) => {
  const result = await readBody(request(body, encoding), LIMITS)
  return result.ok ? new TextDecoder().decode(result.value.bytes) : result.error.reason
}

describe('readBody', () => {
  it.each([undefined, '', 'identity', ' Identity '])('reads Content-Encoding %j as it is', async (encoding) => {
    expect(await read(TEXT, encoding)).toBe(TEXT)
  })

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ])('undoes %s', async (encoding, compress) => {
    expect(await read(compress(TEXT), encoding)).toBe(TEXT)
  })

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ])('stops a bomb of %s, and says that a cut or garbled body is damaged', async (encoding, compress) => {
    expect(await read(compress(new Uint8Array(LIMITS.decompressedBytes)), encoding)).toHaveLength(
      LIMITS.decompressedBytes,
    )
    expect(await read(compress(new Uint8Array(LIMITS.decompressedBytes + 1)), encoding)).toBe('too_large')
    const whole = compress(TEXT)
    expect(await read(whole.subarray(0, whole.length - 5), encoding)).toBe('corrupt')
    expect(await read('this is not compressed', encoding)).toBe('corrupt')
  })

  const SKIPPABLE = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 7, 7])
  it.each<[string, string, (part: string) => Uint8Array]>([
    ['members of gzip', 'gzip', gzipSync],
    ['frames of zstd', 'zstd', zstdCompressSync],
    ['frames of zstd with one to skip', 'zstd', (part) => Buffer.concat([zstdCompressSync(part), SKIPPABLE])],
  ])('reads all %s, under one cap', async (_name, encoding, compress) => {
    const parts = (...texts: string[]) => read(Buffer.concat(texts.map(compress)), encoding)
    expect(await parts('one ', 'two ', 'three')).toBe('one two three')
    const half = 'x'.repeat(LIMITS.decompressedBytes / 2)
    expect(await parts(half, half)).toHaveLength(LIMITS.decompressedBytes)
    expect(await parts(half, half, 'xy')).toBe('too_large')
  })

  it('reads no more frames of zstd than a sender has reason for', async () => {
    const frame = zstdCompressSync('')
    expect(await read(Buffer.concat(Array.from({ length: 65 }, () => frame)), 'zstd')).toBe('corrupt')
  })

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ])('passes over nothing behind the end of %s', async (encoding, compress) => {
    expect(await read(Buffer.concat([compress(TEXT), Buffer.from('more of it')]), encoding)).toBe('corrupt')
  })

  it('takes zeros behind gzip for padding', async () => {
    expect(await read(Buffer.concat([gzipSync(TEXT), Buffer.alloc(8)]), 'gzip')).toBe(TEXT)
  })

  it('keeps the sent bytes of gzip beside the decompressed ones, and of nothing else', async () => {
    const sent = gzipSync(TEXT)
    const gzip = await readBody(request(sent, 'gzip'), LIMITS)
    expect(gzip.ok && gzip.value.gzip).toEqual(new Uint8Array(sent))
    const br = await readBody(request(brotliCompressSync(TEXT), 'br'), LIMITS)
    expect(br.ok && br.value.gzip).toBeUndefined()
  })

  it('does not know other encodings', async () => expect(await read(TEXT, 'compress')).toBe('unknown_encoding'))

  it('reads no byte of a body that says it is too large', async () => {
    const told = new Request('http://signalbox.example/', {
      method: 'POST',
      body: 'x',
      headers: { 'content-length': '10001' },
    })
    expect(await readBody(told, LIMITS)).toMatchObject({ error: { reason: 'too_large' } })
  })

  it('takes no body for an empty one', async () => {
    expect(await readBody(new Request('http://signalbox.example/', { method: 'POST' }), LIMITS)).toMatchObject({
      ok: true,
    })
  })
})

describe('inflateCapped', () => {
  it('undoes zlib up to a cap', () => {
    expect(inflateCapped(deflateSync('abc'), 3)).toMatchObject({ ok: true })
    expect(inflateCapped(deflateSync('abcd'), 3)).toMatchObject({ error: { reason: 'too_large' } })
    expect(inflateCapped(new Uint8Array([0x78, 1, 2]), 3)).toMatchObject({ error: { reason: 'corrupt' } })
  })
})
