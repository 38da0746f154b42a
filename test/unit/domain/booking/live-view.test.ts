import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AvailabilityDelta, AvailabilitySnapshot } from '../../../../contract/availability-frames.ts'
import { advance, changesSince, viewOf, wholeOf } from '../../../../domain/booking/live-view.ts'

const numbers = {
  capacity: 4,
  free: 4,
  held: 0,
  offered: 0,
  booked: 0,
  blocked: 0,
  low: false,
  ticketTypes: [],
  areas: [],
  layoutKey: null,
}
const GUIDS = ['A-1', 'A-2', 'A-3', 'A-4']
const STATES = ['free', 'held', 'booked'] as const
type Seats = AvailabilityDelta['seats']

/** A room that changes one seat after another; `history[seq]` is what it was then. */
const roomOf = (steps: readonly { seat: number; state: number }[]) => {
  const history: Seats[] = [Object.fromEntries(GUIDS.map((guid) => [guid, 'free' as const]))]
  for (const { seat, state } of steps) history.push({ ...history.at(-1), [GUIDS[seat] ?? '']: STATES[state] ?? 'free' })
  const snapshot = (seq: number): AvailabilitySnapshot => ({
    type: 'snapshot',
    seq,
    ...numbers,
    seats: { ...history[seq] },
  })
  const delta = (since: number, seq: number): AvailabilityDelta => {
    const changed = new Set(steps.slice(since, seq).map(({ seat }) => GUIDS[seat] ?? ''))
    const seats = Object.fromEntries([...changed].map((guid) => [guid, history[seq]?.[guid] ?? 'free']))
    return { type: 'delta', since, seq, ...numbers, seats }
  }
  return { history, snapshot, delta, head: history.length - 1 }
}

const step = fc.record({ seat: fc.nat(3), state: fc.nat(2) })
const word = fc.record({ since: fc.nat(30), length: fc.nat(30) })

describe('a view of a room', () => {
  it('is what the room was at its seq, whatever it was told in which order, twice or with gaps', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.nat(30), fc.array(word), (steps, from, words) => {
        const room = roomOf(steps)
        const view = viewOf(room.snapshot(Math.min(from, room.head)))
        for (const { since, length } of words) {
          const begin = Math.min(since, room.head)
          const before = view.seq
          const taken = advance(view, room.delta(begin, Math.min(begin + length, room.head)))
          expect(taken).toBe(begin <= before)
          expect(wholeOf(view)).toEqual(room.snapshot(view.seq))
        }
      }),
    )
  })

  it('brings any client that it knows enough for to where it is itself, and says so where it does not', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.array(word), fc.nat(30), (steps, words, client) => {
        const room = roomOf(steps)
        const view = viewOf(room.snapshot(0), false)
        for (const { since, length } of words) {
          const begin = Math.min(since, room.head)
          advance(view, room.delta(begin, Math.min(begin + length, room.head)))
        }
        const at = Math.min(client, room.head)
        const told = changesSince(view, at)
        expect(told === null).toBe(at > view.seq)
        if (told !== null) expect({ ...room.history[at], ...told.seats }).toEqual(room.history[view.seq])
      }),
    )
  })

  it('knows nothing before it began, until it is told', () => {
    const room = roomOf([
      { seat: 0, state: 1 },
      { seat: 1, state: 1 },
      { seat: 2, state: 1 },
    ])
    const view = viewOf(room.snapshot(2))
    expect(changesSince(view, 1)).toBeNull()
    expect(advance(view, room.delta(0, 3))).toBe(true)
    expect(changesSince(view, 1)?.seats).toMatchObject({ 'A-2': 'held', 'A-3': 'held' })
    expect(changesSince(view, 3)?.seats).toEqual({})
    expect(changesSince(view, 4)).toBeNull()
  })

  it('remembers some hundred changes, and sends who stands before them to read everything', () => {
    const room = roomOf(Array.from({ length: 700 }, (_, n) => ({ seat: n % 4, state: n % 3 })))
    const view = viewOf(room.snapshot(0))
    for (let seq = 1; seq <= room.head; seq += 1) advance(view, room.delta(seq - 1, seq))
    expect(changesSince(view, 100)).toBeNull()
    expect(changesSince(view, 300)?.seats).toEqual(room.delta(300, 700).seats)
    expect(view.changes.length).toBeLessThanOrEqual(500)
  })

  it('begins anew with all seats of another plan', () => {
    const view = viewOf(roomOf([]).snapshot(0))
    advance(view, { type: 'snapshot', seq: 9, ...numbers, layoutKey: 'plan/2', seats: { 'Z-1': 'free' } })
    expect(wholeOf(view)).toMatchObject({ seq: 9, layoutKey: 'plan/2', seats: { 'Z-1': 'free' } })
    expect(changesSince(view, 0)).toBeNull()
  })
})
