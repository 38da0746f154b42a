import { describe, expect, it } from 'vitest'
import { readFrame, type Stock } from '../../../../frontend/src/public/stock.ts'

const stock: Stock = { seq: 5, capacity: 3, free: 2, seats: { a: 'free', b: 'held', c: 'free' } }

describe('a frame of the live socket', () => {
  it('goes on from what is known', () => {
    const {
      stock: next,
      changed,
      ask,
    } = readFrame(stock, { type: 'delta', since: 5, seq: 6, free: 1, seats: { a: 'held' } })
    expect(next).toEqual({ seq: 6, capacity: 3, free: 1, seats: { a: 'held', b: 'held', c: 'free' } })
    expect({ changed, ask }).toEqual({ changed: ['a'], ask: 'nothing' })
  })

  it('that reaches further back is taken all the same: the latest wins', () => {
    const { stock: next, changed } = readFrame(stock, {
      type: 'delta',
      since: 2,
      seq: 7,
      free: 3,
      seats: { b: 'free', c: 'free' },
    })
    expect(next.seq).toBe(7)
    expect(changed).toEqual(['b'])
  })

  it('after a gap changes nothing, and what was missed is asked for', () => {
    const reading = readFrame(stock, { type: 'delta', since: 6, seq: 8, free: 0, seats: { a: 'booked' } })
    expect(reading).toEqual({ stock, changed: [], ask: 'since' })
  })

  it('that is older than what is known changes nothing', () => {
    expect(readFrame(stock, { type: 'delta', since: 3, seq: 4, free: 0, seats: { a: 'booked' } }).stock).toBe(stock)
    const old = { type: 'snapshot', seq: 4, capacity: 3, free: 0, seats: {} } as const
    expect(readFrame(stock, old).stock).toBe(stock)
  })

  it('with everything takes its place, and tells what is another', () => {
    const all = { seq: 9, capacity: 3, free: 1, seats: { a: 'free', b: 'booked', c: 'booked' } } as const
    const { stock: next, changed } = readFrame(stock, { type: 'snapshot', ...all })
    expect(next).toEqual(all)
    expect(changed).toEqual(['b', 'c'])
  })

  it('that has no more than a number asks for all, or for nothing', () => {
    expect(readFrame(stock, { type: 'resync', seq: 9 }).ask).toBe('read')
    expect(readFrame(stock, { type: 'low', free: 1 })).toEqual({ stock, changed: [], ask: 'nothing' })
    expect(readFrame(stock, { type: 'ping' })).toEqual({ stock, changed: [], ask: 'nothing' })
  })
})
