import type { PlanMap } from '../../../../contract/plan-map.ts'
import { isPublic } from '../../../../domain/booking/event-content.ts'
import { planMapOf } from '../../../../domain/booking/plan-map.ts'
import { waitingRoomRules } from '../../../../domain/booking/waiting-room/rules.ts'
import { database } from '../../../../platform/db/commit.ts'
import { anyEventById, type EventRow } from '../../../../platform/db/events.ts'
import { planVersion } from '../../../../platform/db/plans.ts'
import { readDocument, readLayout } from '../../../../platform/plans.ts'
import { type Asking, askerOf } from '../../api/asker.ts'
import { eventIdOf, type KnownEvent } from '../../api/known-event.ts'
import type { ApiContext } from '../../api/route.ts'
import { messagePage } from './message-page.ts'
import { type Reader, readerOf } from './reader.ts'

/** A page of an event: who reads it, who asks, and what the catalogue says. */
export interface Visit extends Asking {
  reader: Reader
  event: EventRow
}

type Refused = { refused: ReturnType<typeof messagePage> }

const EVENT_ID = /^e_[\w-]{22}$/

/** @returns the event of a page and who asks, or the page that refuses. A draft is there for its organisation alone. */
export const visitPage = async (c: ApiContext, id: string | null): Promise<Visit | Refused> => {
  const event = id === null || !EVENT_ID.test(id) ? null : await anyEventById(database(c.env.DB), id)
  if (event === null) return { refused: messagePage(c, 'notFound') }
  const asking = await askerOf(c, event.organisationId)
  if (!asking.ok) return { refused: messagePage(c, asking.error === 'cross_site' ? 'crossSite' : 'signIn') }
  if (!isPublic(event) && !asking.value.asker.organiser) return { refused: messagePage(c, 'notFound') }
  return { ...asking.value, reader: readerOf(c), event }
}

/** @returns the same for a thing that belongs to an event (a hold, a booking, an entry), by its id. */
export const visitThing = (c: ApiContext, id: string): Promise<Visit | Refused> => visitPage(c, eventIdOf(id))

/** @returns what the API knows of an event before it asks its room. */
export const knownOf = (event: EventRow): KnownEvent => ({
  id: event.id,
  organisationId: event.organisationId,
  isPublic: isPublic(event),
  name: event.name,
  timeZone: event.timeZone,
  waitingRoom: waitingRoomRules(event.settings, event.version),
})

const KEPT_MAPS = 8
// A version of a plan never changes; what it is drawn from may be megabytes.
const maps = new Map<string, PlanMap>()

/** @returns what there is to draw of the event's plan, or null where it has none. */
export const mapOf = async (env: Pick<Env, 'DB' | 'BUCKET'>, event: EventRow): Promise<PlanMap | null> => {
  const { planId, planVersion: version } = event
  if (planId === null || version === null) return null
  const key = `${planId} ${version}`
  const known = maps.get(key)
  if (known !== undefined) return known
  const row = await planVersion(database(env.DB), planId, version)
  if (row === null) return null
  const [document, layout] = await Promise.all([
    readDocument(env.BUCKET, row.documentKey),
    readLayout(env.BUCKET, row.layoutKey),
  ])
  if (document === null || layout === null) return null
  const map = planMapOf(document, layout)
  if (maps.size >= KEPT_MAPS) maps.delete(maps.keys().next().value ?? '')
  maps.set(key, map)
  return map
}
