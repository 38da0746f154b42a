import { describe, expect, it } from 'vitest'
import type { AvailabilityFrame } from '../../../../contract/availability-frames.ts'
import { placesOf, readFrame, takeFrame } from '../../../../frontend/src/events/places.ts'

const numbers = {
  capacity: 3,
  free: 3,
  held: 0,
  offered: 0,
  booked: 0,
  blocked: 0,
  low: false,
  ticketTypes: [],
  areas: [],
  layoutKey: null,
}
const start = () => placesOf({ ...numbers, seq: 5, seats: { 'A-1': 'free', 'A-2': 'free', 'A-3': 'free' } })
const delta = (since: number, seq: number): AvailabilityFrame => ({
  ...numbers,
  type: 'delta',
  since,
  seq,
  free: 2,
  held: 1,
  seats: { 'A-2': 'held' },
})

describe('the places of an event, live', () => {
  it('begins with all there is', () => {
    const { places, after } = takeFrame(null, { ...numbers, type: 'snapshot', seq: 7, seats: { 'A-1': 'booked' } })
    expect(after).toBe('changed')
    expect(places?.seq).toBe(7)
    expect(places?.seats.get('A-1')).toBe('booked')
  })

  it('takes in what changed, and leaves the rest', () => {
    const { places, after } = takeFrame(start(), delta(5, 6))
    expect(after).toBe('changed')
    expect(places).toMatchObject({ seq: 6, numbers: { free: 2, held: 1 } })
    expect([...(places?.seats ?? [])]).toEqual([
      ['A-1', 'free'],
      ['A-2', 'held'],
      ['A-3', 'free'],
    ])
  })

  it('asks for what it missed, and takes nothing twice', () => {
    expect(takeFrame(start(), delta(6, 8)).after).toBe('gap')
    expect(takeFrame(start(), delta(3, 5)).after).toBe('same')
    expect(takeFrame(start(), delta(3, 9)).after).toBe('changed')
  })

  it('reads everything where it cannot go on', () => {
    expect(takeFrame(start(), { type: 'resync', seq: 90 }).after).toBe('reread')
    expect(takeFrame(null, delta(1, 2)).after).toBe('reread')
  })

  it('does nothing about frames it does not know', () => {
    expect(readFrame('{"type":"confetti"}')).toBeNull()
    expect(readFrame('pong')).toBeNull()
    expect(readFrame('{"type"')).toBeNull()
    expect(readFrame('{"type":"low","free":3}')).toEqual({ type: 'low', free: 3 })
  })
})
