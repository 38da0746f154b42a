import { describe, expect, it } from 'vitest'
import { hasTag } from '../../../domain/etag.ts'

describe('If-None-Match', () => {
  it.each(['"7"', 'W/"7"', ' "7" ', '"6", "7"', '"6",W/"7","8"', '*'])('%s names the tag', (header) => {
    expect(hasTag(header, '"7"')).toBe(true)
    expect(hasTag(header, 'W/"7"')).toBe(true)
  })

  it.each([undefined, '', '7', '"77"', '"6", "8"', 'W/"6"', '"*"', 'w/7'])('%s does not', (header) => {
    expect(hasTag(header, '"7"')).toBe(false)
  })

  it('takes a comma within a tag for a part of it', () => {
    expect(hasTag('"a,b"', '"a,b"')).toBe(true)
    expect(hasTag('"a,b"', '"b"')).toBe(false)
  })
})
