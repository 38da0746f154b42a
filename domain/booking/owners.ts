import type { Asker, Booking } from '../../contract/room.ts'
import { changed } from './booking.ts'
import { told } from './fact.ts'
import type { Decided } from './hold.ts'
import type { Change, Moment } from './room.ts'

/** A link that went round, or is followed by machines that look through mails, must not make a booking grow for ever. */
const MOST_OWNERS = 20

/** @returns what a good link to a booking names: passing the booking on makes the earlier ones void. */
export const linkOf = ({ id, linkGeneration = 1 }: Pick<Booking, 'id' | 'linkGeneration'>): string =>
  linkGeneration === 1 ? id : `${id} ${linkGeneration}`

/** @returns whether someone may see and change a booking: as organiser, as one it belongs to, or by its link. */
export const mayUse = (asker: Asker, booking: Booking): boolean =>
  asker.organiser || asker.links.includes(linkOf(booking)) || isOwner(asker, booking)

/** @returns whether a booking belongs to who asks. */
export const isOwner = ({ owners }: Pick<Asker, 'owners'>, booking: Pick<Booking, 'owners'>): boolean =>
  booking.owners.some((owner) => owners.includes(owner))

/**
 * Makes a booking belong to who uses it, by all that they are known as: the browser that followed its link, and the
 * account as well as the guest where both are there. An organiser who looks at a booking does not take it over.
 * @param decided what their request made of the booking
 */
export const withUser = (decided: Decided<Booking>, asker: Asker, { now }: Pick<Moment, 'now'>): Decided<Booking> => {
  const { value: booking, changes } = decided
  const byRight = isOwner(asker, booking) || asker.links.includes(linkOf(booking))
  const more = asker.owners.filter((owner) => !booking.owners.includes(owner))
  if (!byRight || more.length === 0) return decided
  const value = changed(booking, now, { owners: bounded([...booking.owners, ...more]) })
  const data = { ...told(value), changed: ['owners' as const] }
  const fact: Change = { fact: { type: 'booking.changed', subject: value.id, data } }
  return { value, changes: [...changes, { put: 'booking', value, was: booking }, fact] }
}

// Whose booking it counts as stays, and so do accounts; of the browsers, those that came last.
const bounded = ([first, ...others]: string[]): string[] => {
  const spare = Math.max(0, others.length + 1 - MOST_OWNERS)
  const gone = new Set(others.filter((owner) => owner.startsWith('g:')).slice(0, spare))
  return [...(first === undefined ? [] : [first]), ...others.filter((owner) => !gone.has(owner))]
}
