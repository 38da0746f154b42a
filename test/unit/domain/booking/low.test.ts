import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLow } from '../../../../domain/booking/low.ts'

describe('few places', () => {
  it.each([
    [40, 20, 8, 7, 10],
    [10, 20, 2, 1, 3],
    [5, 20, 1, 0, 2],
    [4, 20, 1, 0, 2],
    [1, 20, 1, 0, 1],
    [1000, 20, 200, 199, 250],
    [40, 100, 40, 39, 40],
  ])('of %i at %i %%: %i are enough, %i are few, and %i are enough again', (capacity, percent, enough, few, again) => {
    const low = (was: boolean, free: number) => isLow(was, { free, capacity, percent })
    expect(low(false, enough)).toBe(false)
    expect(low(false, few)).toBe(true)
    expect(low(true, again - 1)).toBe(true)
    expect(low(true, again)).toBe(false)
  })

  it('are never few at 0 %, and of no places', () => {
    expect(isLow(false, { free: 0, capacity: 40, percent: 0 })).toBe(false)
    expect(isLow(false, { free: 0, capacity: 0, percent: 20 })).toBe(false)
  })

  it('do not become few or enough again by one place that comes and goes', () => {
    const numbers = fc.record({
      capacity: fc.integer({ min: 2, max: 100_000 }),
      percent: fc.integer({ min: 1, max: 99 }),
    })
    fc.assert(
      fc.property(numbers, fc.nat(), ({ capacity, percent }, at) => {
        const free = at % capacity
        const low = isLow(false, { free, capacity, percent })
        // Full houses end the band: where all are free, nothing is scarce.
        if (low && free + 1 < capacity) expect(isLow(true, { free: free + 1, capacity, percent })).toBe(true)
      }),
    )
  })
})
