import fc from 'fast-check'
import { expect, it } from 'vitest'
import { emptyTally, isMarked, mark, markedBetween } from '../../../../../domain/booking/waiting-room/tally.ts'

it('a tally knows how many numbers between two of them are marked, however it has grown', () => {
  const number = fc.integer({ min: 0, max: 5000 })
  fc.assert(
    fc.property(fc.array(number, { maxLength: 200 }), number, number, (numbers, one, other) => {
      const tally = emptyTally()
      for (const each of numbers) mark(tally, each)
      const [from, to] = [Math.min(one, other), Math.max(one, other)]
      const known = new Set(numbers)
      expect(markedBetween(tally, from, to)).toBe([...known].filter((each) => each >= from && each < to).length)
      expect(isMarked(tally, from)).toBe(known.has(from))
    }),
  )
})
