import { describe, expect, it } from 'vitest'
import { watcherMessage } from '../../../../contract/availability-frames.ts'
import { type Inbound, readSeq, readWatcher, taken } from '../../../../domain/booking/watcher.ts'

describe('what a client that watches says', () => {
  it.each(['{"since":0}', '{"read":70000}', '{"since":5,"read":1}'])('is understood: %s', (text) => {
    expect(readWatcher(text)).toEqual(JSON.parse(text))
    expect(watcherMessage.safeParse(JSON.parse(text)).success).toBe(true)
  })

  it.each([
    '',
    'null',
    '5',
    '[]',
    '{}',
    '{"since":-1}',
    '{"since":1.5}',
    '{"since":"1"}',
    '{"since":1e300}',
    '{"read":null}',
    '{"since":1,"extra":1}',
    '{"__proto__":1}',
    `{"since":1${' '.repeat(300)}}`,
  ])('is not understood: %s', (text) => {
    expect(readWatcher(text)).toBeNull()
  })

  it('is no binary message', () => {
    expect(readWatcher(new ArrayBuffer(2))).toBeNull()
  })

  it('may be twenty things at once, and two more each second', () => {
    let left: Inbound | undefined
    const say = (now: number) => {
      const next = taken(left, now)
      left = next ?? left
      return next !== null
    }
    expect(Array.from({ length: 21 }, () => say(1000))).toEqual([...Array(20).fill(true), false])
    expect([say(1500), say(1500), say(2500), say(2500), say(2500)]).toEqual([true, false, true, true, false])
    expect(Array.from({ length: 21 }, () => say(1e9))).toEqual([...Array(20).fill(true), false])
    // A clock that was put back gives nothing away.
    expect(say(0)).toBe(false)
  })
})

describe('where a client stands', () => {
  it('is a number or nothing', () => {
    expect(['0', '12', '999999999999999'].map(readSeq)).toEqual([0, 12, 999_999_999_999_999])
    expect([null, '', '-1', '1.5', '1e3', '1234567890123456', 'x'].map(readSeq)).toEqual(Array(7).fill(null))
  })
})
