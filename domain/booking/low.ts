import type { DraftFact } from './fact.ts'
import { capacityOf, freeOf, type Room } from './room.ts'
import { overBy } from './room-left.ts'

/** Places count as many again from a quarter above the bound on, and from one place more than it at least. */
const BACK = 1.25

/**
 * Whether few places are left. Between the bound and somewhat more it stays as it was, so that one place that comes and
 * goes is not told again and again.
 */
export const isLow = (was: boolean, { free, capacity, percent }: Record<'free' | 'capacity' | 'percent', number>) => {
  const bound = (capacity * percent) / 100
  return free < (was ? Math.min(capacity, Math.max(bound * BACK, bound + 1)) : bound)
}

type LowChange = { put: 'low'; value: boolean } | { fact: DraftFact }

/** @returns what is to change because few places are left now, or more again; nothing while places are not on sale. */
export const lowChanges = (room: Room): LowChange[] => {
  const { settings } = room
  if (settings.status !== 'ON_SALE' && settings.status !== 'SCHEDULED') return []
  const free = freeOf(room)
  const capacity = capacityOf(room) + overBy(room)
  const value = isLow(room.low, { free, capacity, percent: settings.lowPercent })
  if (value === room.low) return []
  const { eventId, tourId } = settings
  const fact = { type: 'tour.availability.low', subject: eventId, data: { tourId, eventId, free, capacity } } as const
  return value ? [{ put: 'low', value }, { fact }] : [{ put: 'low', value }]
}
