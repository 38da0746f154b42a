import { describe, expect, it } from 'vitest'
import { type GateState, HOUR_MS, leaseFor } from '../../../../domain/errors/lease.ts'
import { spikeThreshold } from '../../../../domain/errors/spike.ts'

const HOUR = 500_000
const NOW = HOUR * HOUR_MS + 90_000

const state = (change: Partial<GateState> = {}): GateState => ({
  deleted: false,
  revoked: [],
  origins: {},
  eventsPerHour: 1000,
  hours: new Map(),
  minute: 0,
  ...change,
})

describe('leaseFor', () => {
  it('gives a share of what is left, for ten seconds', () => {
    expect(leaseFor(state({ hours: new Map([[HOUR, 400]]), revoked: [2] }), NOW)).toEqual({
      events: 30,
      until: NOW + 10_000,
      revoked: [2],
    })
  })

  it('carries the origins of keys that have a list, and nothing where none has', () => {
    expect(leaseFor(state(), NOW)).not.toHaveProperty('origins')
    const origins = { 2: ['https://shop.example'] }
    expect(leaseFor(state({ origins }), NOW).origins).toEqual(origins)
    expect(leaseFor(state({ origins, eventsPerHour: 0 }), NOW)).toMatchObject({ origins, closed: { reason: 'quota' } })
  })

  it('gives single events when few are left', () => {
    expect(leaseFor(state({ hours: new Map([[HOUR, 999]]) }), NOW).events).toBe(1)
  })

  it('closes for the rest of the hour when the quota is used', () => {
    const closed = { reason: 'quota', until: (HOUR + 1) * HOUR_MS }
    expect(leaseFor(state({ hours: new Map([[HOUR, 1000]]) }), NOW).closed).toEqual(closed)
    expect(leaseFor(state({ eventsPerHour: 0 }), NOW).closed).toEqual(closed)
  })

  it('opens again in the next hour', () => {
    expect(leaseFor(state({ hours: new Map([[HOUR, 1000]]) }), NOW + HOUR_MS).closed).toBeUndefined()
  })

  it('closes for the rest of the minute when there is a spike', () => {
    const lease = leaseFor(state({ eventsPerHour: 1e6, minute: 100_000 }), NOW)
    expect(lease.closed).toEqual({ reason: 'spike', until: NOW + 30_000 })
  })

  it('closes for good when the project is deleted', () => {
    expect(leaseFor(state({ deleted: true }), NOW).closed?.reason).toBe('deleted')
  })
})

describe('spikeThreshold', () => {
  const habit = (perHour: number, hours: number) =>
    new Map(Array.from({ length: hours }, (_, i) => [HOUR - 1 - i, perHour]))

  it('is ten times the usual minute', () => {
    expect(spikeThreshold(habit(600_000, 24), HOUR, 1000)).toBe(100_000)
  })

  it('leaves out idle hours, old hours and the hour that runs', () => {
    const hours = new Map([
      [HOUR - 1, 600_000],
      [HOUR - 2, 0],
      [HOUR - 25, 6e9],
      [HOUR, 6e9],
    ])
    expect(spikeThreshold(hours, HOUR, 1000)).toBe(100_000)
  })

  it('is never below the floor, which a raised quota raises', () => {
    expect(spikeThreshold(new Map(), HOUR, 1000)).toBe(10_000)
    expect(spikeThreshold(habit(60, 24), HOUR, 1000)).toBe(10_000)
    expect(spikeThreshold(new Map(), HOUR, 10_000_000)).toBe(1_000_000)
  })
})
