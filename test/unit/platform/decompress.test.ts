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
