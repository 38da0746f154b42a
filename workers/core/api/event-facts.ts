import type { DataOf } from '../../../contract/domain-events.ts'
import type { EventContent } from '../../../domain/booking/event-content.ts'
import type { Fact } from '../../../platform/db/commit.ts'

/** An event that something happened to, and who did it when. */
export interface EventHappening {
  factId: string
  organisationId: string
  actor: string | null
  eventId: string
  content: EventContent
  now: number
}

const about = ({ factId, organisationId, actor, eventId, now }: EventHappening) => ({
  id: factId,
  organisationId,
  subject: eventId,
  actor,
  time: now,
})

const said = ({ eventId, content }: EventHappening): DataOf<'event.created'> => ({
  eventId,
  name: content.name,
  status: content.status,
  startsAt: new Date(content.startsAt).toISOString(),
  endsAt: new Date(content.endsAt).toISOString(),
  timeZone: content.timeZone,
  capacity: content.capacity,
  tourId: content.tourId,
})

export const eventCreated = (happening: EventHappening): Fact => ({
  ...about(happening),
  type: 'event.created',
  data: said(happening),
})

/** @param changed names of the fields that have another value than before */
export const eventUpdated = (happening: EventHappening, changed: string[]): Fact => ({
  ...about(happening),
  type: 'event.updated',
  data: { ...said(happening), changed },
})

export const eventCancelled = (happening: EventHappening, reason: string | null): Fact => ({
  ...about(happening),
  type: 'event.cancelled',
  data: { ...said(happening), reason },
})

export const eventDeleted = (happening: EventHappening): Fact => ({
  ...about(happening),
  type: 'event.deleted',
  data: said(happening),
})
