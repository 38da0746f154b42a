import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { retryDelay } from '../../../../frontend/src/live/backoff.ts'

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('retryDelay', () => {
  it('never waits less than a quarter of a second nor much more than half a minute', () => {
    fc.assert(
      fc.property(fc.nat(2000), random, (failures, luck) => {
        const delay = retryDelay(failures, luck)
        expect(delay).toBeGreaterThanOrEqual(250)
        expect(delay).toBeLessThan(30_250)
      }),
    )
  })

  it('lets pages that failed together come back at different moments', () => {
    expect(retryDelay(5, 0.1)).toBeLessThan(retryDelay(5, 0.9))
  })
})
