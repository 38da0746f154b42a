import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

/** KiB after gzip, with room to grow of about a quarter. */
const INGEST_KIB = 40
const CORE_KIB = 260

const bundle = (name: string) => readFileSync(`dist/${name}/index.js`, 'utf8')
const kib = (text: string) => gzipSync(text).byteLength / 1024

describe('bundles', () => {
  it('ingest stays small enough to start at once', () => {
    expect(kib(bundle('ingest'))).toBeLessThan(INGEST_KIB)
  })

  it('ingest carries no database, no validator, no router and no secret of the API', () => {
    for (const foreign of ['drizzle', 'ZodError', 'Hono', 'SELECT ', 'INSERT ', 'scrypt', 'refresh_tokens']) {
      expect(bundle('ingest')).not.toContain(foreign)
    }
  })

  it('core stays within its size', () => {
    expect(kib(bundle('core'))).toBeLessThan(CORE_KIB)
  })
})
