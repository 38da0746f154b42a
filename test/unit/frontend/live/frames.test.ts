import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFrame } from '../../../../frontend/src/live/frames.ts'

describe('parseFrame', () => {
  it('reads what the feed sends', () => {
    expect(parseFrame('{"type":"hello","position":7}')).toEqual({ type: 'hello', position: 7 })
    for (const type of ['resync', 'replay', 'subscribed', 'presence'])
      expect(parseFrame(JSON.stringify({ type }))).toEqual({ type })
  })

  it('takes anything else as nothing, and never throws', () => {
    expect(parseFrame('pong')).toBeNull()
    expect(parseFrame('{"type":"newer"}')).toBeNull()
    expect(parseFrame(new ArrayBuffer(1))).toBeNull()
    fc.assert(fc.property(fc.json(), (text) => parseFrame(text) === null || text.includes('type')))
  })
})
