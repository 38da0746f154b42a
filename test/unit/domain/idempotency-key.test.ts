import { describe, expect, it } from 'vitest'
import { readIdempotencyKey } from '../../../domain/idempotency-key.ts'

describe('an Idempotency-Key', () => {
  it('is the same bare and quoted', () => {
    for (const header of ['8e03978e-40d5', '"8e03978e-40d5"']) expect(readIdempotencyKey(header)).toBe('8e03978e-40d5')
    expect(readIdempotencyKey('"a\\"b\\\\"')).toBe('a"b\\')
    for (const key of ['x'.repeat(255), `"${'x'.repeat(255)}"`]) expect(readIdempotencyKey(key)).toHaveLength(255)
  })

  it('is none when it is empty, long, unfinished or of other characters', () => {
    for (const header of ['', '""', 'x'.repeat(256), `"${'x'.repeat(256)}"`, '"a', 'é', 'a\tb', '"a\\b"', '"a";p'])
      expect(readIdempotencyKey(header)).toBeNull()
  })
})
