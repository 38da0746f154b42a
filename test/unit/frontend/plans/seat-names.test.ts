import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type SeatingPlan, seatingPlan } from '../../../../contract/seating-plan.ts'
import { events as english } from '../../../../frontend/src/i18n/en/events.ts'
import { events as french } from '../../../../frontend/src/i18n/fr/events.ts'
import { seatNamesOf, UNNAMED } from '../../../../frontend/src/plans/seat-names.ts'

const plan = seatingPlan.parse(JSON.parse(readFileSync('test/samples/plans/theatre.json', 'utf8')))
const names = seatNamesOf(plan, english.seats)

const house = (zones: { name: string; rows: { number: string; seats: string[] }[] }[]): SeatingPlan =>
  seatingPlan.parse({
    name: 'House',
    categories: [{ name: 'All', color: '#336699' }],
    zones: zones.map(({ name, rows }, zone) => ({
      name,
      position: { x: 0, y: zone * 500 },
      rows: rows.map(({ number, seats }, row) => ({
        row_number: number,
        position: { x: 0, y: row * 30 },
        seats: seats.map((guid, seat) => ({
          seat_guid: guid,
          seat_number: String(seat + 1),
          position: { x: seat * 22, y: 0 },
          category: 'All',
        })),
      })),
      areas: [],
    })),
  })

describe('the names of seats', () => {
  it('are what people say', () => {
    expect(names.nameOf('stalls-C-12')).toBe('Stalls, Row C, seat 12')
    expect(names.nameOf('balcony-2-1')).toBe('Balcony, Balcony row 2, seat 1')
    expect(names.nameOf('of-another-plan')).toBe('of-another-plan')
  })

  it('leave the section out where there is one, and say the row in the language of the reader', () => {
    const one = house([{ name: 'Hall', rows: [{ number: '3', seats: ['a'] }] }])
    expect(seatNamesOf(one, english.seats).nameOf('a')).toBe('Row 3, seat 1')
    expect(seatNamesOf(one, french.seats).nameOf('a')).toBe('Rang 3, place 1')
  })

  it('say which area a place without a number is in', () => {
    expect(names.placeOf({ seat: null, area: 'standing' })).toBe('Standing room')
    expect(names.placeOf({ seat: null, area: null })).toBeNull()
    expect(names.placeOf({ seat: 'stalls-A-1', area: null })).toBe('Stalls, Row A, seat 1')
  })

  it.each([
    ['Stalls, Row C, seat 12', ['stalls-C-12']],
    ['stalls row c seat 12', ['stalls-C-12']],
    ['Stalls · Row C · 12', ['stalls-C-12']],
    ['Row C, seat 12', ['stalls-C-12']],
    ['stalls-C-12, stalls-C-13 stalls-C-12', ['stalls-C-12', 'stalls-C-13']],
    ['Stalls, Row C, seat 1, Stalls, Row C, seat 12', ['stalls-C-1', 'stalls-C-12']],
    [
      'Stalls, Row C, seat 12\nBalcony, Balcony row 2, seat 1; stalls-A-1',
      ['stalls-C-12', 'balcony-2-1', 'stalls-A-1'],
    ],
  ])('are read however they are written: %j', (text, guids) => {
    expect(names.read(text)).toEqual({ guids, unknown: [] })
  })

  it('are read back, each of them', () => {
    for (const { guid, name } of names.seats) expect(names.read(name)).toEqual({ guids: [guid], unknown: [] })
    const all = names.seats.map(({ name }) => name).join('\n')
    expect(names.read(all).guids).toEqual(names.seats.map(({ guid }) => guid))
  })

  it('tells what names no seat, or may name several', () => {
    expect(names.read('stalls-C-12 Row Z seat 9 stalls-C-13')).toEqual({
      guids: ['stalls-C-12', 'stalls-C-13'],
      unknown: ['row z seat 9'],
    })
    const rows = [{ number: '1', seats: ['left-1', 'left-2'] }]
    const twice = house([
      { name: 'Left', rows },
      { name: 'Right', rows: [{ number: '1', seats: ['right-1', 'right-2'] }] },
    ])
    const read = seatNamesOf(twice, english.seats).read
    expect(read('Row 1, seat 2')).toEqual({ guids: [], unknown: ['row 1 seat 2'] })
    expect(read('Right, Row 1, seat 2')).toEqual({ guids: ['right-2'], unknown: [] })
    expect(read('left-2').guids).toEqual(['left-2'])
  })

  it('are guids until the plan is known', () => {
    expect(UNNAMED.nameOf('stalls-C-12')).toBe('stalls-C-12')
    expect(UNNAMED.read('a, b;a').guids).toEqual(['a', 'b'])
  })
})
