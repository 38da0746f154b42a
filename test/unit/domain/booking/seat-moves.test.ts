import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seatMoves } from '../../../../domain/booking/seat-moves.ts'

const ticket = (id: string, seat: string, ticketTypeId = 'full') => ({ id, seat, ticketTypeId })
const anywhere = ({ ticketTypeId }: { ticketTypeId: string }) => ticketTypeId

describe('moving tickets to chosen seats', () => {
  it('leaves who keeps their seat, and gives the others theirs in order', () => {
    const tickets = [ticket('1', 'A1'), ticket('2', 'A2'), ticket('3', 'A3')]
    expect(seatMoves(tickets, ['B1', 'A2', 'B2'], anywhere)).toEqual([
      { ticketId: '1', seat: 'B1' },
      { ticketId: '3', seat: 'B2' },
    ])
    expect(seatMoves(tickets, ['A3', 'A1', 'A2'], anywhere)).toEqual([])
  })

  it('finds the one way in which each ticket is good for its seat', () => {
    const tickets = [ticket('1', 'A1', 'any'), ticket('2', 'A2', 'front')]
    const typeFor = ({ ticketTypeId }: { ticketTypeId: string }, seat: string) =>
      ticketTypeId === 'any' || seat.startsWith('F') ? ticketTypeId : null
    expect(seatMoves(tickets, ['F1', 'S1'], typeFor)).toEqual([
      { ticketId: '1', seat: 'S1' },
      { ticketId: '2', seat: 'F1' },
    ])
    expect(seatMoves(tickets, ['S1', 'S2'], typeFor)).toBeNull()
  })

  it('says which other ticket at the same price a seat takes', () => {
    const typeFor = (_: unknown, seat: string) => (seat === 'B1' ? 'balcony' : 'full')
    expect(seatMoves([ticket('1', 'A1')], ['B1'], typeFor)).toEqual([
      { ticketId: '1', seat: 'B1', ticketTypeId: 'balcony' },
    ])
  })

  it('wants one seat for each ticket', () => {
    expect(seatMoves([ticket('1', 'A1')], [], anywhere)).toBeNull()
    expect(seatMoves([ticket('1', 'A1')], ['B1', 'B2'], anywhere)).toBeNull()
  })

  it('finds a way wherever there is one, each seat once', () => {
    const houses = fc.integer({ min: 1, max: 6 }).chain((n) =>
      fc.record({
        n: fc.constant(n),
        good: fc.array(fc.array(fc.boolean(), { minLength: n, maxLength: n }), { minLength: n, maxLength: n }),
      }),
    )
    fc.assert(
      fc.property(houses, ({ n, good }) => {
        const tickets = Array.from({ length: n }, (_, at) => ticket(String(at), `old${at}`))
        const seats = Array.from({ length: n }, (_, at) => `new${at}`)
        const isGood = (id: string, seat: string) => good[Number(id)]?.[Number(seat.slice(3))] === true
        const moves = seatMoves(tickets, seats, ({ id }, seat) => (isGood(id, seat) ? 'full' : null))
        if (moves === null) return !permutations(n).some((way) => way.every((seat, at) => good[at]?.[seat]))
        const places = new Set(moves.map(({ seat }) => seat))
        return places.size === n && moves.every(({ ticketId, seat }) => isGood(ticketId, seat))
      }),
    )
  })
})

const permutations = (n: number): number[][] =>
  n === 0
    ? [[]]
    : permutations(n - 1).flatMap((way) => Array.from({ length: n }, (_, at) => way.toSpliced(at, 0, n - 1)))
