import { describe, expect, it } from 'vitest'
import { mayBecome } from '../../../../domain/booking/event-status.ts'
import { NEXT_STATUS, STATUSES } from '../../../../frontend/src/events/status.ts'

describe('steps of an event', () => {
  it.each(STATUSES)('offers from %s where the API lets it go', (from) => {
    const allowed = STATUSES.filter((to) => to !== from && mayBecome(from, to))
    expect(NEXT_STATUS[from].toSorted()).toEqual(allowed.toSorted())
  })
})
