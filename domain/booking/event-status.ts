import type { EventStatus } from '../../contract/room.ts'

/** Where an event goes from each status by being changed. To CANCELLED it goes by being cancelled, and stays there. */
const NEXT: Readonly<Record<EventStatus, readonly EventStatus[]>> = {
  DRAFT: ['SCHEDULED', 'ON_SALE'],
  SCHEDULED: ['DRAFT', 'ON_SALE', 'PAUSED', 'CLOSED'],
  ON_SALE: ['SCHEDULED', 'PAUSED', 'CLOSED', 'COMPLETED'],
  PAUSED: ['ON_SALE', 'CLOSED', 'COMPLETED'],
  CLOSED: ['ON_SALE', 'PAUSED', 'COMPLETED'],
  COMPLETED: ['CLOSED'],
  CANCELLED: [],
}

/** @returns whether a change may bring an event from one status to the other. */
export const mayBecome = (from: EventStatus, to: EventStatus): boolean => from === to || NEXT[from].includes(to)

/** @returns whether an event may begin with this status. */
export const mayBegin = (status: EventStatus): boolean => status !== 'CANCELLED' && status !== 'COMPLETED'
