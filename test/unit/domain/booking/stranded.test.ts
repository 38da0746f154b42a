import { describe, expect, it } from 'vitest'
import { strands } from '../../../../domain/booking/stranded.ts'
import { house } from './house.ts'

const left = (rows: readonly string[], chosen: string) => {
  const { index, free, names, seats } = house(rows)
  return names(strands(index, free, seats(chosen.split(' ')))).join(' ')
}

describe('seats left single by a selection', () => {
  it.each([
    ['at the end of a row', ['.....'], 'A2 A3', 'A1'],
    ['between two others', ['....x...'], 'A1 A2 A3', 'A4'],
    ['beside an aisle', ['.... .....'], 'A1 A2 A3', 'A4'],
    ['on both sides', ['x....x', '....'], 'A3', 'A2'],
    ['inside the selection', ['.....'], 'A1 A3', 'A2'],
    ['in several rows', ['.....', '.....'], 'A2 A3 B2 B3', 'A1 B1'],
    ['where the same number is to be had in another row', ['x...x', '....'], 'A2 A3', 'A4'],
    ['where the same number is to be had beside them', ['x.....x'], 'A3 A4', 'A2'],
  ])('are named: %s', (_, rows, chosen, expected) => {
    expect(left(rows, chosen)).toBe(expected)
  })

  it.each([
    ['nothing single is left', ['.....'], 'A1 A2'],
    ['a whole row', ['.....'], 'A1 A2 A3 A4 A5'],
    ['a seat that was single before', ['.x..x'], 'A3 A4'],
    ['two rows of three are all there is, for a pair', ['x...x', 'x...x'], 'A2 A3'],
    ['three seats are all there is, for two apart', ['x...x'], 'A2 A4'],
    ['three of four, either way', ['....'], 'A1 A2 A4'],
    ['the seat beside is of another category, and free', ['...b', '....'], 'A1 A2'],
    ['an alternative of another category', ['x...x', 'bbbb'], 'A2 A3'],
    ['an alternative that is kept for others', ['x...x', 'wwcc'], 'A2 A3'],
    ['accessible seats, which are not chosen for their neighbours', ['x.wcx', '....'], 'A3 A4'],
  ])('are nobody’s fault: %s', (_, rows, chosen) => {
    const only = chosen.split(' ').every((name) => name.startsWith('A'))
    expect(only).toBe(true)
    expect(left(rows, chosen)).toBe('')
  })

  it('are named for another category when it loses a neighbour', () => {
    expect(left(['..b', '....'], 'A1')).toBe('')
    expect(left(['..bx', '....'], 'A1 A2')).toBe('A3')
  })

  it('do not depend on what is said of the chosen seats themselves', () => {
    const { index, free, seats } = house(['.....'])
    const chosen = seats(['A2', 'A3'])
    const held = (seat: number) => free(seat) && !chosen.includes(seat)
    expect(strands(index, held, chosen)).toEqual(strands(index, free, chosen))
  })

  it('are none for no selection, and for seats that the plan does not have', () => {
    expect(left(['...'], '')).toBe('')
    expect(left(['...'], 'Z9')).toBe('')
  })
})
