import { html } from 'hono/html'
import type { Ticket } from '../../../../contract/room.ts'
import { ticketSecret } from '../../../../platform/booking-links.ts'
import { qrCode } from '../../../../platform/qr.ts'
import { placeNamer } from './place-name.ts'
import { type Html, NOTHING } from './reader.ts'
import type { Seen } from './seen-booking.ts'

/** One ticket, to show at the entrance: on a phone or printed, a page of its own. Dark on white in every theme: many cameras do not read the reverse. */
export const ticketPart = (
  { visit, booking, map, keys }: Seen,
  ticket: Ticket,
  { n, of }: { n: number; of: number },
): Html => {
  const { event, reader } = visit
  const { words, format } = reader
  const place = placeNamer(words, map)(ticket)
  const type = event.settings.ticketTypes.find(({ id }) => id === ticket.ticketTypeId)?.name ?? ''
  const { size, path } = qrCode(ticketSecret(keys, ticket))
  return html`<li class="ticket">
<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="${words.booking.qr(place)}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" fill="#000"/></svg>
<div><p class="title">${event.name}</p><p>${format.range(event.startsAt, event.endsAt, event.timeZone)}</p>
${event.place === null ? NOTHING : html`<p>${[event.place, event.city].filter((part) => part !== null).join(', ')}</p>`}
<p class="place">${place}</p><p>${[type, ticket.attendee?.fullName ?? booking.contact.fullName ?? ''].filter((part) => part !== '').join(' · ')}</p>
<p class="hint">${words.booking.ticketOf(n, of)} · ${words.booking.reference} <code>${booking.id.slice(-8).toUpperCase()}</code></p>
${ticket.status === 'USED' ? html`<p><span class="badge note">${words.booking.used}</span></p>` : NOTHING}</div></li>`
}
