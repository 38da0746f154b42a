import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantOf, localOf, movedBy } from '../../../../domain/booking/zoned-time.ts'

const at = (text: string) => Date.parse(text)
const said = (time: number) => new Date(time).toISOString()
const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/St_Johns', 'UTC']

describe('the clock of a place', () => {
  it('is read with its offset, summer and winter', () => {
    expect(said(localOf(at('2027-06-01T18:00:00Z'), 'Europe/Berlin'))).toBe('2027-06-01T20:00:00.000Z')
    expect(said(localOf(at('2027-12-01T18:00:00Z'), 'Europe/Berlin'))).toBe('2027-12-01T19:00:00.000Z')
  })

  it('means the first of two moments that it shows alike', () => {
    // Europe/Berlin goes back from 03:00 to 02:00 on 31 October 2027.
    expect(said(instantOf(at('2027-10-31T02:30:00Z'), 'Europe/Berlin'))).toBe('2027-10-31T00:30:00.000Z')
  })

  it('means what it skips by the offset from before, as RFC 5545 says', () => {
    // Europe/Berlin goes from 02:00 to 03:00 on 28 March 2027: half past two is half past three.
    expect(said(instantOf(at('2027-03-28T02:30:00Z'), 'Europe/Berlin'))).toBe('2027-03-28T01:30:00.000Z')
    expect(said(localOf(at('2027-03-28T01:30:00Z'), 'Europe/Berlin'))).toBe('2027-03-28T03:30:00.000Z')
  })

  it('shows again what it was asked for, wherever it does not skip', () => {
    const hours = fc.integer({ min: at('2000-01-01T00:00:00Z') / 900_000, max: at('2036-12-31T00:00:00Z') / 900_000 })
    fc.assert(
      fc.property(hours, fc.constantFrom(...ZONES), (quarter, zone) => {
        const time = quarter * 900_000
        const found = instantOf(localOf(time, zone), zone)
        expect(localOf(found, zone)).toBe(localOf(time, zone))
        expect(found).toBeLessThanOrEqual(time)
      }),
      { numRuns: 500 },
    )
  })

  it('shows the same hour where a moment is moved by whole days across a change', () => {
    const moved = movedBy(at('2027-03-27T19:00:00Z'), 2 * 86_400_000, 'Europe/Berlin')
    expect(said(moved)).toBe('2027-03-29T18:00:00.000Z')
  })
})
