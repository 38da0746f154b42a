import { describe, expect, it } from 'vitest'
import { checkEventJson } from '../../../../domain/errors/event-json.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const filled = (bytes: number, rest = '') => bytesOf(`{"message":"${'x'.repeat(bytes)}"${rest}}`)

describe('checkEventJson', () => {
  it.each([100, 50_000, 200_000])('finds what is broken within %i bytes, with the id known or not', (bytes) => {
    for (const idKnown of [true, false]) {
      expect(checkEventJson(filled(bytes, ',,'), idKnown).ok).toBe(false)
      expect(checkEventJson(filled(bytes), idKnown).ok).toBe(true)
    }
  })

  it('looks at the ends only of a very large event whose id is known', () => {
    expect(checkEventJson(filled(300_000, ',,'), true)).toEqual({ ok: true, value: null })
    expect(checkEventJson(filled(300_000, ',,'), false).ok).toBe(false)
    expect(checkEventJson(filled(300_000).subarray(0, -1), true).ok).toBe(false)
    expect(checkEventJson(bytesOf(`[${'1,'.repeat(200_000)}1]`), true).ok).toBe(false)
  })

  it.each(['[]', 'null', '7', '', '"text"'])('refuses %j', (text) => {
    expect(checkEventJson(bytesOf(text), true).ok).toBe(false)
  })
})
