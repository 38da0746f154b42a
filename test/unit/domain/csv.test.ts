import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvRecord } from '../../../domain/csv.ts'

/** Reads one record as RFC 4180 has it: the other way round, written apart from what is proved. */
const parsed = (record: string): string[] => {
  const cells: string[] = []
  const body = record.slice(0, -2)
  for (let at = 0; at <= body.length; ) {
    const quoted = /^"((?:[^"]|"")*)"(?:,|$)/.exec(body.slice(at))
    const plain = /^[^",\r\n]*(?=,|$)/.exec(body.slice(at))
    const cell = quoted?.[1]?.replaceAll('""', '"') ?? plain?.[0] ?? ''
    cells.push(cell)
    at += (quoted === null ? cell.length + 1 : quoted[0].length) || 1
    if (quoted !== null && !quoted[0].endsWith(',')) break
  }
  return cells
}

describe('a record of a CSV file', () => {
  it('quotes what would end a cell, and leaves what is nothing empty', () => {
    expect(csvRecord(['a', null, 'b,c', 'say "x"', 'two\nlines', 5])).toBe('a,,"b,c","say ""x""","two\nlines",5\r\n')
  })

  it.each(['=1+1', '+49 30', '-1', '@SUM(A1)', '\tx', '\rx', '\n=1'])('disarms the formula %j', (text) => {
    expect(parsed(csvRecord([text]))[0]).toBe(`'${text}`)
  })

  it('leaves numbers of ours as numbers', () => {
    expect(csvRecord([-5])).toBe('-5\r\n')
  })

  it('is read back as what was written, but for the apostrophe, and no cell begins a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom(...'a=+-@,"\t\r\n ;é') }), { minLength: 1 }), (cells) => {
        const read = parsed(csvRecord(cells))
        expect(read.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n])/, ''))).toEqual(cells)
        expect(read.every((cell) => !/^[=+\-@\t\r\n]/.test(cell))).toBe(true)
      }),
    )
  })
})
