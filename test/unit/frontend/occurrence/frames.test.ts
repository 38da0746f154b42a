import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Frame } from '../../../../contract/occurrences.ts'
import { frameRows, sourceLines } from '../../../../frontend/src/occurrence/frames.ts'

const own: Frame = { function: 'own', in_app: true }
const library: Frame = { function: 'library', in_app: false }
const view = { newestFirst: false, full: false }

const shape = (frames: Frame[], options = view) =>
  frameRows(frames, options).map((row) =>
    row.kind === 'fold' ? row.frames.length : row.kind === 'frame' ? row.index : 'omitted',
  )

describe('frameRows', () => {
  it('folds runs of library frames and shows own ones', () => {
    expect(shape([library, library, library, own, library, library, own])).toEqual([3, 3, 2, 6])
  })

  it('shows the frame that failed even in a library', () => {
    expect(shape([own, library, library, library])).toEqual([0, 2, 3])
  })

  it('does not fold a single frame, which would save nothing', () => {
    expect(shape([library, own])).toEqual([0, 1])
  })

  it('shows everything where no frame is known to be own', () => {
    expect(shape([library, {}, library])).toEqual([0, 1, 2])
  })

  it('says where frames were left out', () => {
    expect(frameRows([own, own], { ...view, omitted: [1, 40] })[1]).toEqual({ kind: 'omitted', count: 39 })
  })

  it('holds every frame exactly once, in either direction', () => {
    const frames = fc.array(fc.record({ in_app: fc.boolean() }), { maxLength: 30 })
    fc.assert(
      fc.property(frames, fc.boolean(), fc.boolean(), (given, newestFirst, full) => {
        const rows = frameRows(given, { newestFirst, full })
        const indexes = rows.flatMap((row) => {
          if (row.kind === 'omitted') return []
          return row.kind === 'fold' ? row.frames.map(({ index }) => index) : [row.index]
        })
        const inOrder = given.map((_, index) => index)
        expect(indexes).toEqual(newestFirst ? inOrder.reverse() : inOrder)
      }),
    )
  })
})

describe('sourceLines', () => {
  it('numbers the lines around the failing one, five at most on either side', () => {
    const lines = sourceLines({
      lineno: 10,
      pre_context: ['1', '2', '3', '4', '5', '6', '7'],
      context_line: 'fails',
      post_context: ['a'],
    })
    expect(lines.map(({ number }) => number)).toEqual([5, 6, 7, 8, 9, 10, 11])
    expect(lines.find(({ failing }) => failing)).toMatchObject({ number: 10, text: 'fails' })
  })

  it('shows nothing without source', () => {
    expect(sourceLines({ lineno: 3 })).toEqual([])
  })
})
