import { describe, expect, it } from 'vitest'
import { newEvent } from '../../../../contract/events.ts'
import type { EventContent } from '../../../../domain/booking/event-content.ts'
import { newContent } from '../../../../domain/booking/event-draft.ts'
import { saleState } from '../../../../domain/booking/sale-state.ts'

const now = Date.parse('2027-06-01T12:00:00Z')
const HOUR = 3_600_000
const iso = (time: number) => new Date(time).toISOString()

const at = (change: Partial<EventContent>, settings: Partial<EventContent['settings']> = {}) => {
  const wish = { name: 'Concert', startsAt: iso(now + 2 * HOUR), endsAt: iso(now + 4 * HOUR), timeZone: 'UTC' }
  const content = { ...newContent(newEvent.parse(wish), (prefix) => `${prefix}_1`), status: 'ON_SALE' as const }
  return saleState({ ...content, ...change, settings: { ...content.settings, ...settings } }, now)
}
describe('the state of a sale', () => {
  it('is open while it is on sale, and where a scheduled sale has begun', () => {
    expect(at({})).toBe('open')
    expect(at({ status: 'SCHEDULED' }, { saleStartsAt: iso(now) })).toBe('open')
  })

  it('is soon before it begins, and not known where nobody said when', () => {
    expect(at({}, { saleStartsAt: iso(now + 1) })).toBe('soon')
    expect(at({ status: 'SCHEDULED' })).toBe('unscheduled')
  })

  it('is over at its end, at the cutoff, or when it was closed; past when the event is', () => {
    expect(at({}, { saleEndsAt: iso(now) })).toBe('over')
    expect(at({}, { cutoffMinutes: 120 })).toBe('over')
    expect(at({ status: 'CLOSED' })).toBe('over')
    expect(at({ endsAt: now })).toBe('past')
    expect(at({ status: 'COMPLETED' })).toBe('past')
  })

  it('is paused or cancelled where the organiser says so', () => {
    expect(at({ status: 'PAUSED' })).toBe('paused')
    expect(at({ status: 'CANCELLED', endsAt: now - 1 })).toBe('cancelled')
  })
})
