import type { Caller } from '../../../contract/auth.ts'
import type { LoggedEvent } from '../../../contract/domain-events.ts'
import type { LoggedEventView } from '../../../contract/event-log.ts'
import { cloudEvent } from '../../../domain/events/cloudevent.ts'
import { permitted } from '../../../domain/identity/access.ts'
import { withoutPersonal } from '../../../platform/catalogue.ts'

/** @returns what a caller may see of an event's data. */
export const visibleTo = (caller: Caller): ((event: LoggedEvent) => unknown) => {
  const personal = permitted(caller, 'log.personal')
  return ({ type, data }) => (personal ? JSON.parse(data) : withoutPersonal(type, JSON.parse(data)))
}

/** @returns an event as the log shows it, with as much of its data as is visible. */
export const asView = (event: LoggedEvent, visible: (event: LoggedEvent) => unknown): LoggedEventView => {
  const { data: _, ...attributes } = cloudEvent({ ...event, data: 'null' })
  return {
    ...attributes,
    position: event.position,
    aggregate: event.aggregate,
    loggedAt: new Date(event.loggedAt).toISOString(),
    data: visible(event),
  }
}
