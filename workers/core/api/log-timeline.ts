import type { Caller } from '../../../contract/auth.ts'
import type { LoggedEvent } from '../../../contract/domain-events.ts'
import type { TimelineEntry } from '../../../contract/event-log.ts'
import { permitted } from '../../../domain/identity/access.ts'
import { isJsonObject } from '../../../domain/json-object.ts'
import { database } from '../../../platform/db/commit.ts'
import { asDelivery, type DeliveryRow } from '../../../platform/db/deliveries-read.ts'
import { byNearness, deliveriesFor, relatedEvents } from '../../../platform/db/log-timeline.ts'
import type { Sealing } from '../../../platform/log-sealer.ts'
import { relatedSealed } from '../../../platform/log-search.ts'
import { asView, visibleTo } from './event-view.ts'

/** Events in one timeline. */
const MOST = 200

/** @returns what belongs to an event: other events and, for who may see them, deliveries; in the order they came. */
export const timelineOf = async (log: Sealing, caller: Caller, event: LoggedEvent) => {
  const { db } = log
  const [inTable, sealed] = await Promise.all([relatedEvents(db, event), relatedSealed(log, event)])
  const related = [...inTable.events, ...byNearness(sealed, event)]
  const all = [...new Map(related.map((one) => [one.position, one])).values()]
  const events = all.slice(0, MOST).sort((a, b) => a.position - b.position)
  const truncated = inTable.truncated || all.length > MOST
  const mayRead = permitted(caller, 'delivery.read')
  const sent = mayRead ? await sentFor(db, caller.organisationId, events) : []
  const shown = new Set(events.map(({ id }) => id))
  const visible = visibleTo(caller)
  const entries: TimelineEntry[] = [
    ...events.map((one) => ({
      kind: 'event' as const,
      id: one.id,
      parent: one.causationId !== null && shown.has(one.causationId) ? one.causationId : null,
      at: new Date(one.loggedAt).toISOString(),
      event: asView(one, visible),
    })),
    ...sent,
  ]
  // Sorting keeps what came in the same millisecond as it stands: events by position, then deliveries.
  const data = entries.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)))
  return { data, truncated, withheld: mayRead ? [] : (['deliveries'] as const).slice() }
}

const sentFor = async (
  db: D1Database,
  organisationId: string,
  events: readonly LoggedEvent[],
): Promise<TimelineEntry[]> => {
  const parents = new Map<string, string>()
  const ids: string[] = []
  for (const event of events) {
    const data: unknown = JSON.parse(event.data)
    const { notificationId, deliveryId } = isJsonObject(data) ? data : {}
    const notification = event.aggregate === 'notification' ? event.subject : notificationId
    for (const named of [notification, notificationId])
      if (typeof named === 'string' && !parents.has(named)) parents.set(named, event.id)
    if (typeof deliveryId === 'string') ids.push(deliveryId)
  }
  const rows = await deliveriesFor(database(db), organisationId, { notifications: [...parents.keys()], ids })
  return rows.map((row) => asEntry(row, parents.get(row.notificationId) ?? null))
}

const asEntry = (row: DeliveryRow, parent: string | null): TimelineEntry => {
  const delivery = asDelivery(row)
  return { kind: 'delivery', id: row.id, parent, at: delivery.createdAt, delivery }
}
