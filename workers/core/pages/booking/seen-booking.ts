import type { PlanMap } from '../../../../contract/plan-map.ts'
import type { Booking } from '../../../../contract/room.ts'
import { linkKeys, type MacKeys } from '../../../../platform/link-tokens.ts'
import { eventRoom } from '../../../../platform/rooms.ts'
import { rememberOwner, withLink } from '../../api/asker.ts'
import type { ApiContext } from '../../api/route.ts'
import { messagePage } from './message-page.ts'
import { mapOf, type Visit, visitThing } from './visit.ts'

/** A booking to who it belongs to: by the cookie of this browser, or by the token of the link in a mail. */
export interface Seen {
  visit: Visit
  booking: Booking
  map: PlanMap | null
  keys: MacKeys
  /** `?token=…` where it was that which opened the page, for its forms to bring along. */
  query: string
}

/** @returns a booking for its page. Whoever came by its link is known by a cookie from then on, and finds it in lists. */
export const seeBooking = async (c: ApiContext, id: string): Promise<Seen | { refused: Response }> => {
  const visit = await visitThing(c, id)
  if ('refused' in visit) return { refused: await visit.refused }
  const asker = await withLink(c, visit.asker, { purpose: 'booking', id })
  const found = await eventRoom(c.env.EVENT_ROOM, visit.event.id).booking(id, asker)
  if (!found.ok) return { refused: await messagePage(c, 'notFound') }
  await rememberOwner(c, asker, found.value)
  const token = c.req.query('token')
  const query = token === undefined || asker.links.length === 0 ? '' : `?token=${encodeURIComponent(token)}`
  const [map, keys] = await Promise.all([mapOf(c.env, visit.event), linkKeys(c.env.KEY_RING)])
  return { visit: { ...visit, asker }, booking: found.value, map, keys, query }
}

/** @returns the same as its room says it is by now, to the same who asked. */
export const seeAgain = async (c: ApiContext, seen: Seen): Promise<Seen> => {
  const { visit, booking } = seen
  const found = await eventRoom(c.env.EVENT_ROOM, visit.event.id).booking(booking.id, visit.asker)
  return found.ok ? { ...seen, booking: found.value } : seen
}

/** @returns the address of a booking's page, by the link that this request came by. `done`: what it is to say was done. */
export const bookingPath = (c: ApiContext, id: string, done: string): string => {
  const token = c.req.query('token')
  const query = new URLSearchParams({ ...(token === undefined ? {} : { token }), done })
  return `/bookings/${id}?${query}`
}
