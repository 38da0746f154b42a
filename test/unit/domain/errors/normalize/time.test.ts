import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTime, writeTime } from '../../../../../domain/errors/normalize/time.ts'
import { normalize } from '../../../../../domain/errors/normalize.ts'

const RECEIVED = Date.UTC(2026, 10, 21, 10, 0, 0)
const at = (timestamp: unknown, sentAt?: string) =>
  normalize({ timestamp }, { eventId: 'a'.repeat(32), receivedAt: RECEIVED, ...(sentAt ? { sentAt } : {}) })

describe('reading a time', () => {
  it.each([
    [0, '1970-01-01T00:00:00.000Z'],
    [1795255200, '2026-11-21T10:00:00.000Z'],
    [1795255200.1239, '2026-11-21T10:00:00.123Z'],
    ['1795255200.5', '2026-11-21T10:00:00.500Z'],
    [1795255200123, '2026-11-21T10:00:00.123Z'],
    ['2026-11-21T10:00:00Z', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21T10:00:00.1Z', '2026-11-21T10:00:00.100Z'],
    ['2026-11-21T10:00:00.123456789Z', '2026-11-21T10:00:00.123Z'],
    ['2026-11-21T10:00:00.12345678Z', '2026-11-21T10:00:00.123Z'],
    ['2026-11-21T12:00:00+02:00', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21T12:00:00.5+0200', '2026-11-21T10:00:00.500Z'],
    ['2026-11-21T05:30:00-04:30', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21T10:00:00', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21 10:00:00 UTC', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21', '2026-11-21T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('reads %j', (given, expected) => {
    expect(new Date(parseTime(given) ?? Number.NaN).toISOString()).toBe(expected)
  })

  it.each([
    ['yesterday'],
    [''],
    ['2026-13-01T00:00:00Z'],
    ['2026-11-31T00:00:00Z'],
    ['2026-11-21T25:00:00Z'],
    [1e300],
    [Number.NaN],
    [true],
    [[]],
    [{}],
    [null],
    ['9'.repeat(1000)],
    ['0000-01-01T00:00:00Z'],
  ])('refuses %j', (given) => {
    expect(parseTime(given)).toBeNull()
  })
})

describe('writing a time', () => {
  it('writes what the platform writes, of whole milliseconds, in any order', () => {
    const ms = fc.oneof(
      fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    )
    fc.assert(
      fc.property(ms, (time) => {
        expect(writeTime(time)).toBe(new Date(Math.floor(time)).toISOString())
      }),
    )
    expect(writeTime(-5e-324)).toBe('1969-12-31T23:59:59.999Z')
  })
})

describe('the time of an event', () => {
  it('is the stated one', () => {
    expect(at('2026-11-21T09:59:00Z')).toMatchObject({ timestamp: '2026-11-21T09:59:00.000Z' })
    expect(at('2026-11-21T09:59:00Z').errors).toBeUndefined()
  })

  it.each([[null], [undefined], ['']])('is the received one without note when it says %j', (given) => {
    expect(at(given).timestamp).toBe('2026-11-21T10:00:00.000Z')
    expect(at(given).errors).toBeUndefined()
  })

  it.each([
    ['garbage', 'invalid_data'],
    [[1], 'invalid_data'],
    ['2026-11-21T10:01:01Z', 'future_timestamp'],
    ['2026-10-20T10:00:00Z', 'past_timestamp'],
  ])('is the received one with a note when it says %j', (given, type) => {
    expect(at(given)).toMatchObject({ timestamp: '2026-11-21T10:00:00.000Z', errors: [{ type, name: 'timestamp' }] })
  })

  it('is corrected when the clock of the sender was an hour ahead', () => {
    expect(at('2026-11-21T10:59:30Z', '2026-11-21T11:00:00Z')).toMatchObject({
      timestamp: '2026-11-21T09:59:30.000Z',
      errors: [{ type: 'clock_drift', name: 'timestamp', value: '2026-11-21T10:59:30.000Z' }],
    })
  })

  it('is left alone for less than a minute, or a sent_at that is no time', () => {
    expect(at('2026-11-21T09:59:00Z', '2026-11-21T09:59:10Z').timestamp).toBe('2026-11-21T09:59:00.000Z')
    expect(at('2026-11-21T09:59:00Z', 'soon').timestamp).toBe('2026-11-21T09:59:00.000Z')
  })

  it('moves breadcrumbs along', () => {
    const event = normalize(
      { breadcrumbs: [{ timestamp: '2026-11-21T10:58:00Z' }] },
      { eventId: 'a'.repeat(32), receivedAt: RECEIVED, sentAt: '2026-11-21T11:00:00Z' },
    )
    expect(event.breadcrumbs?.values[0]?.timestamp).toBe('2026-11-21T09:58:00.000Z')
  })
})
