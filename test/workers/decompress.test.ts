import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readBody } from '../../platform/decompress.ts'

const LIMITS = { requestBytes: 300_000, decompressedBytes: 300_000 }

/** A body that comes bit by bit and says no length, as Node's SDKs send theirs. */
function chunked(count: number, bytes: number) {
  let sent = 0
  const { readable, writable } = new IdentityTransformStream()
  const writer = writable.getWriter()
  const sending = (async () => {
    for (; sent < count; sent += 1) await writer.write(new Uint8Array(bytes).fill(sent % 251))
    await writer.close()
  })().catch(() => 'cut off')
  return {
    request: new Request('https://errors.example/', { method: 'POST', body: readable }),
    sent: () => sent,
    sending,
  }
}

describe('a body without length', () => {
  it.each([
    [0, 1000],
    [1, 1],
    [1, 65_536],
    [70, 1000],
    [300, 1000],
  ])('of %i times %i bytes is read whole', async (count, bytes) => {
    const { request, sending } = chunked(count, bytes)
    const body = await readBody(request, LIMITS)
    expect(await sending).toBeUndefined()
    const expected = new Uint8Array(count * bytes).map((_, index) => Math.floor(index / bytes) % 251)
    expect(body.ok && body.value.bytes).toEqual(expected)
  })

  it('is read no further than the cap, and the rest is left to be read away', async () => {
    const { request, sent, sending } = chunked(1_000_000, 1000)
    expect(await readBody(request, LIMITS)).toMatchObject({ error: { reason: 'too_large' } })
    expect(sent()).toBeLessThan(1000)
    expect(request.body?.locked).toBe(false)
    await request.body?.cancel()
    expect(await sending).toBe('cut off')
  })
})

describe('a compressed body', () => {
  const read = async (body: Uint8Array<ArrayBuffer>, encoding: string) => {
    const headers = { 'content-encoding': encoding, 'content-length': `${body.length}` }
    const result = await readBody(new Request('https://errors.example/', { method: 'POST', body, headers }), LIMITS)
    return result.ok ? new TextDecoder().decode(result.value.bytes) : result.error.reason
  }
  const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts))
  const half = new Uint8Array(LIMITS.decompressedBytes / 2)

  it.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('of several parts of %s is read whole, under one cap', async (encoding, compress) => {
    expect(await read(joined(compress('one '), compress('two')), encoding)).toBe('one two')
    expect(await read(joined(compress(half), compress(half)), encoding)).toHaveLength(LIMITS.decompressedBytes)
    expect(await read(joined(compress(half), compress(half), compress('xy')), encoding)).toBe('too_large')
  })

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ])('of %s with more behind its end is damaged', async (encoding, compress) => {
    expect(await read(joined(compress('one')), encoding)).toBe('one')
    expect(await read(joined(compress('one'), Buffer.from('more of it')), encoding)).toBe('corrupt')
  })
})
