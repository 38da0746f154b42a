import { describe, expect, it } from 'vitest'
import { sumOutcomes } from '../../../../frontend/src/projects/outcome-sums.ts'

describe('sumOutcomes', () => {
  it('puts hours together by thing and reason, the most frequent first, and keeps the newest hour', () => {
    const at = (hour: number) => `2027-01-01T0${hour}:00:00.000Z`
    expect(
      sumOutcomes([
        { hour: at(3), category: 'error', reason: 'quota', quantity: 2 },
        { hour: at(5), category: 'error', reason: 'too_large', quantity: 9 },
        { hour: at(4), category: 'error', reason: 'quota', quantity: 3 },
      ]),
    ).toEqual([
      { hour: at(5), category: 'error', reason: 'too_large', quantity: 9 },
      { hour: at(4), category: 'error', reason: 'quota', quantity: 5 },
    ])
  })
})
