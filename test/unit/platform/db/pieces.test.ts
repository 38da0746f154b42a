import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonPieces } from '../../../../platform/db/pieces.ts'

describe('things that are bound to a statement', () => {
  it('are cut into lists that are short enough, in their order, whatever letters they are of', () => {
    const things = fc.array(fc.record({ name: fc.string({ unit: 'binary', maxLength: 60 }) }), { maxLength: 60 })
    fc.assert(
      fc.property(things, fc.integer({ min: 10, max: 500 }), (all, most) => {
        const pieces = jsonPieces(all, most)
        expect(pieces.flatMap((piece) => JSON.parse(piece))).toEqual(JSON.parse(JSON.stringify(all)))
        for (const piece of pieces)
          if (JSON.parse(piece).length > 1) expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(most + 1)
      }),
    )
  })

  it('are no list where there is nothing, and alone where one is too long', () => {
    expect(jsonPieces([])).toEqual([])
    expect(jsonPieces(['long enough', 'b'], 5)).toEqual(['["long enough"]', '["b"]'])
  })

  it('are one list as long as the database takes it', () => {
    expect(jsonPieces(Array.from({ length: 250 }, (_, n) => ({ n })))).toHaveLength(1)
  })
})
