import { describe, expect, it } from 'vitest'
import { readTraceparent, writeTraceparent } from '../../../domain/trace-context.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const PARENT = '00f067aa0ba902b7'

describe('a traceparent', () => {
  it('is read, and written as it was', () => {
    for (const header of [`00-${TRACE}-${PARENT}-01`, `00-${TRACE}-${PARENT}-00`]) {
      const read = readTraceparent(header)
      expect(read).toMatchObject({ traceId: TRACE, parentId: PARENT })
      expect(read && writeTraceparent(read)).toBe(header)
    }
  })

  it('of a later version is read as far as it is known', () => {
    expect(readTraceparent(`01-${TRACE}-${PARENT}-09-more`)).toEqual({
      traceId: TRACE,
      parentId: PARENT,
      sampled: true,
    })
  })

  it('is none where the specification says so', () => {
    for (const header of [
      undefined,
      '',
      `00-${TRACE}-${PARENT}-01-more`,
      `00-${TRACE}-${PARENT}-01-`,
      `01-${TRACE}-${PARENT}-01more`,
      `ff-${TRACE}-${PARENT}-01`,
      `00-${'0'.repeat(32)}-${PARENT}-01`,
      `00-${TRACE}-${'0'.repeat(16)}-01`,
      `00-${TRACE.toUpperCase()}-${PARENT}-01`,
      `00-${TRACE}-${PARENT}`,
      ` 00-${TRACE}-${PARENT}-01`,
      `00-${TRACE}-${PARENT}-01, 00-${TRACE}-${PARENT}-01`,
    ])
      expect(readTraceparent(header)).toBeNull()
  })
})
