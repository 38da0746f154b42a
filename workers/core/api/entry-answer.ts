import { z } from 'zod'
import { bookableId } from '../../../contract/events.ts'
import { opaqueId } from '../../../contract/ids.ts'
import type { Asker, RoomAnswer } from '../../../contract/room.ts'
import type { Entry, EntryAsk, EntryView, ListedEntry, PlacedEntry } from '../../../contract/waitlist.ts'
import { mayUse, NOBODY } from '../../../domain/booking/waitlist.ts'
import { linkKeys, linkToken } from '../../../platform/link-tokens.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { type Asking, rememberGuest, withLink } from './asker.ts'
import { refusedBy, visitEvent } from './known-event.ts'
import { publicOrigin } from './links.ts'
import type { ApiContext } from './route.ts'

export const ofEntry = z.object({ id: bookableId, entryId: opaqueId })

/** Asks the room of an event about one entry, in the name of its owner, of who has its link, or of an organiser. */
export const withEntry = async (c: ApiContext, { id, entryId }: { id: string; entryId: string }, ask: EntryAsk) => {
  const visit = await visitEvent(c, id)
  if ('refused' in visit) return visit.refused
  const asker = await withLink(c, visit.asker, { purpose: 'entry', id: entryId })
  const done = await eventRoom(c.env.EVENT_ROOM, visit.event.id).entry(entryId, ask, asker)
  return answeredEntry(c, done, { asker, status: 200 })
}

/** @returns what a room answered about an entry; with its link to whom it belongs, and their browser is remembered. */
export const answeredEntry = async <S extends 200 | 201>(
  c: ApiContext,
  done: RoomAnswer<PlacedEntry>,
  { asker, status }: { asker: Asker; status: S },
) => {
  if (!done.ok) return refusedBy(c, done.error)
  const { value: entry } = done
  if (done.repeated === true) c.header('Idempotency-Replayed', 'true')
  if (asker.owners.includes(entry.owner)) await rememberGuest(c, entry.owner)
  const theirs = mayUse(asker, entry) ? { link: await entryLink(c, entry) } : {}
  return c.json({ ...asEntry(entry), ...theirs }, status)
}

/**
 * @returns as whom somebody is known who joined: a newcomer whose answer was lost is who they were then. Nobody becomes
 * the owner of an entry by knowing its address, who may have other things besides.
 */
export const joinedAs = (
  { asker, newcomer }: Pick<Asking, 'asker' | 'newcomer'>,
  joined: RoomAnswer<PlacedEntry>,
): string[] => {
  const lost = newcomer && joined.ok && joined.repeated === true && joined.value.owner !== NOBODY
  return lost ? [joined.value.owner, ...asker.owners] : asker.owners
}

/** @returns the address of an entry's page with the token that opens it. */
export const entryLink = async (c: ApiContext, { id, eventId }: Pick<Entry, 'id' | 'eventId'>): Promise<string> =>
  `${publicOrigin(c)}/events/${eventId}/waitlist/${id}?token=${linkToken(await linkKeys(c.env.KEY_RING), 'entry', id)}`

/** @returns an entry as the API says it. */
export const asEntry = (entry: PlacedEntry): EntryView => {
  const { offer, places } = entry
  return {
    id: entry.id,
    eventId: entry.eventId,
    status: entry.status,
    position: entry.position,
    quantity: entry.quantity,
    accessible: entry.accessible,
    email: entry.email,
    name: entry.contact.fullName,
    ticketTypeId: entry.ticketTypeId,
    allowPartial: entry.allowPartial,
    lapses: entry.lapses,
    offer: offer === null ? null : { ...offer, expiresAt: instantOf(offer.expiresAt), ...asPlaces(places) },
    bookingId: entry.bookingId,
    joinedAt: instantOf(entry.joinedAt),
    updatedAt: instantOf(entry.updatedAt),
    version: entry.version,
  }
}

/** @returns an entry as organisers see it. */
export const asListedEntry = (entry: PlacedEntry): ListedEntry => ({
  ...asEntry(entry),
  priority: entry.priority,
  priorityReason: entry.priorityReason,
})

const asPlaces = (places: PlacedEntry['places']) => ({
  seats: places.flatMap(({ seat }) => seat ?? []),
  places,
  total: places.reduce((sum, { price }) => sum + price, 0),
})

const instantOf = (time: number): string => new Date(time).toISOString()
