import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localMoment, momentOf } from '../../../../frontend/src/events/zoned.ts'

describe('the clock of a place', () => {
  it('shows summer and winter as they are there', () => {
    expect(localMoment('2027-07-01T18:00:00.000Z', 'Europe/Berlin')).toBe('2027-07-01T20:00')
    expect(localMoment('2027-01-01T18:00:00.000Z', 'Europe/Berlin')).toBe('2027-01-01T19:00')
    expect(momentOf('2027-07-01T20:00', 'Europe/Berlin')).toBe('2027-07-01T18:00:00.000Z')
    expect(momentOf('2027-07-01T20:00', 'Asia/Kathmandu')).toBe('2027-07-01T14:15:00.000Z')
  })

  it('takes an hour that comes twice for the first, and one that is left out for the next', () => {
    expect(momentOf('2027-10-31T02:30', 'Europe/Berlin')).toBe('2027-10-31T00:30:00.000Z')
    expect(momentOf('2027-03-28T02:30', 'Europe/Berlin')).toBe('2027-03-28T01:30:00.000Z')
  })

  it('comes back to the same moment wherever it is shown', () => {
    const minutes = fc
      .integer({ min: 0, max: 40 * 365 * 24 * 60 })
      .map((n) => new Date(n * 60_000 + 1e12).toISOString())
    const zones = fc.constantFrom('UTC', 'Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia')
    fc.assert(
      fc.property(minutes, zones, (at, zone) => {
        const again = momentOf(localMoment(at, zone), zone)
        // An hour that comes twice is taken for the first.
        return again !== null && localMoment(again, zone) === localMoment(at, zone) && again <= at
      }),
    )
  })

  it('takes no moment for none', () => {
    expect(momentOf('', 'UTC')).toBeNull()
    expect(momentOf('soon', 'UTC')).toBeNull()
  })
})
