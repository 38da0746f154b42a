import type { Booking, Ticket } from '../contract/room.ts'
import { linkOf } from '../domain/booking/owners.ts'
import { isLinkToken, linkToken, type MacKeys } from './link-tokens.ts'

/** @returns the token of a booking's link: `generation.version.mac`, without the generation for the first. Not stored. */
export const bookingToken = (keys: MacKeys, booking: Pick<Booking, 'id' | 'linkGeneration'>): string => {
  const { linkGeneration = 1 } = booking
  const token = linkToken(keys, 'booking', linkOf(booking))
  return linkGeneration === 1 ? token : `${linkGeneration}.${token}`
}

/** @returns what a token of a booking's link names, for the room to compare; null for one that is not ours. */
export const readBookingToken = (keys: MacKeys, id: string, text: string): string | null => {
  const [, generation = '1', token = ''] = /^(?:([2-9]|[1-9]\d{1,5})\.)?(\d+\.[\w-]+)$/.exec(text) ?? []
  const named = linkOf({ id, linkGeneration: Number(generation) })
  return isLinkToken(keys, { purpose: 'booking', id: named, token }) ? named : null
}

/**
 * @returns the secret of a ticket, which its QR code holds: `ticket.generation.version.mac`. It is shown to whom the
 * booking belongs to and to organisers, and never stored. Passing the ticket on makes it void.
 */
export const ticketSecret = (keys: MacKeys, { id, generation }: Pick<Ticket, 'id' | 'generation'>): string =>
  `${id}.${generation}.${linkToken(keys, 'ticket', `${id} ${generation}`)}`

/** @returns the ticket that a secret is of, and which of its secrets it is; null for what we did not make. */
export const readTicketSecret = (keys: MacKeys, secret: string): Pick<Ticket, 'id' | 'generation'> | null => {
  const [, id = '', generation = '', token = ''] = /^([\w-]+)\.(\d{1,6})\.(\d+\.[\w-]+)$/.exec(secret.trim()) ?? []
  const good = isLinkToken(keys, { purpose: 'ticket', id: `${id} ${generation}`, token })
  return good ? { id, generation: Number(generation) } : null
}
