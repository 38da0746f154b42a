import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { qrPath } from '../../../../frontend/src/account/qr-path.ts'

/** Paints the rectangles of a path back into modules. */
function painted(path: string, width: number, height: number): boolean[][] {
  const modules = Array.from({ length: height }, () => Array.from({ length: width }, () => false))
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    modules[Number(y)]?.fill(true, Number(x), Number(x) + Number(run))
  }
  return modules
}

describe('the path of a QR code', () => {
  it('draws neighbours in a row as one rectangle', () => {
    expect(
      qrPath([
        [true, true, false, true],
        [false, false, false, false],
      ]),
    ).toBe('M0 0h2v1h-2zM3 0h1v1h-1z')
  })

  it('covers the dark modules and nothing else', () => {
    const square = fc
      .integer({ min: 1, max: 12 })
      .chain((size) =>
        fc.array(fc.array(fc.boolean(), { minLength: size, maxLength: size }), { minLength: size, maxLength: size }),
      )
    fc.assert(
      fc.property(square, (modules) => {
        expect(painted(qrPath(modules), modules.length, modules.length)).toEqual(modules)
      }),
    )
  })
})
