import type { EventStatus } from '../../../contract/room.ts'

/** Where an event can be brought from each status. The API decides; a test holds this to its table. */
export const NEXT_STATUS: Readonly<Record<EventStatus, readonly EventStatus[]>> = {
  DRAFT: ['ON_SALE', 'SCHEDULED'],
  SCHEDULED: ['ON_SALE', 'PAUSED', 'CLOSED', 'DRAFT'],
  ON_SALE: ['PAUSED', 'CLOSED', 'SCHEDULED', 'COMPLETED'],
  PAUSED: ['ON_SALE', 'CLOSED', 'COMPLETED'],
  CLOSED: ['ON_SALE', 'PAUSED', 'COMPLETED'],
  COMPLETED: ['CLOSED'],
  CANCELLED: [],
}

export const STATUSES = ['DRAFT', 'SCHEDULED', 'ON_SALE', 'PAUSED', 'CLOSED', 'COMPLETED', 'CANCELLED'] as const

export const isStatus = (text: unknown): text is EventStatus => STATUSES.some((status) => status === text)
