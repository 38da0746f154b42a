import { html } from 'hono/html'
import { seatMoves } from '../../../../domain/booking/seat-moves.ts'
import { eventRoom } from '../../../../platform/rooms.ts'
import type { ApiContext } from '../../api/route.ts'
import { hasSeats, isChangeable, liveTickets, versionIn } from './change-forms.ts'
import { changeWords } from './change-words.ts'
import type { Complaint } from './event-page.ts'
import { formRetry } from './form-retry.ts'
import { textsOf } from './hold-wish.ts'
import { type Moving, nameIn, pathOf, seatForm, typeOn } from './other-seats-form.ts'
import { NOTHING } from './reader.ts'
import { complaintOf } from './refusal.ts'
import { bookingPath, type Seen, seeAgain, seeBooking } from './seen-booking.ts'
import { notice, shell } from './shell.ts'

/** Where one chooses other seats for a booking, row by row. */
export const otherSeatsPage = async (c: ApiContext, id: string) => {
  const found = await seeMoving(c, id)
  return 'refused' in found ? found.refused : showSeats(c, found)
}

/** Moves a booking to the seats that were ticked, all or none. */
export const moveToSeats = async (c: ApiContext, id: string) => {
  const found = await seeMoving(c, id)
  if ('refused' in found) return found.refused
  const { visit, tickets, words } = found
  const form = await c.req.parseBody({ all: true })
  const ticked = [...new Set(textsOf(form, 'seat'))]
  if (ticked.length !== tickets.length) {
    const complaint = { title: words.seats.wrong(tickets.length), hint: words.seats.wrongHint(ticked.length) }
    return showSeats(c, found, { complaint, ticked, status: 422 })
  }
  const moves = seatMoves(tickets, ticked, typeOn(found))
  const [title = '', hint = ''] = words.seats.unfit
  if (moves === null) return showSeats(c, found, { complaint: { title, hint }, ticked, status: 422 })
  if (moves.length === 0) return c.redirect(`/bookings/${id}${found.query}`, 303)
  const wish = { moves, ...versionIn(form) }
  const retry = formRetry(c, visit, { form, wish: { id, wish } })
  const room = eventRoom(c.env.EVENT_ROOM, visit.event.id)
  const moved = await room.change(id, { to: 'seats', wish }, visit.asker, retry)
  if (moved.ok) return c.redirect(bookingPath(c, id, 'seats'), 303)
  const gone = (moved.error.seats ?? []).map((guid) => nameIn(found, guid))
  const complaint = complaintOf(visit.reader, moved.error.reason, gone)
  return showSeats(c, withTickets(await seeAgain(c, found), found), { complaint, ticked, status: 409 })
}

const seeMoving = async (c: ApiContext, id: string): Promise<Moving | { refused: Response }> => {
  const found = await seeBooking(c, id)
  if ('refused' in found) return found
  const { map } = found
  if (map === null || !isChangeable(found) || !hasSeats(found))
    return { refused: c.redirect(`/bookings/${id}${found.query}`, 303) }
  return withTickets(found, { map, words: changeWords(found.visit.reader.language) })
}

const withTickets = (seen: Seen, { map, words }: Pick<Moving, 'map' | 'words'>): Moving => {
  // Who came in with a ticket sits where they sit.
  const tickets = liveTickets(seen).flatMap((ticket) =>
    ticket.seat === null || ticket.status === 'USED' ? [] : [{ ...ticket, seat: ticket.seat }],
  )
  return { ...seen, map, words, tickets }
}

interface Attempt {
  complaint: Complaint
  ticked: string[]
  status: 409 | 422
}

const showSeats = async (c: ApiContext, found: Moving, attempt: Attempt | null = null) => {
  const { visit, booking, query, tickets, words } = found
  const { reader, event } = visit
  const body = html`<p class="crumb"><a href="/bookings/${booking.id}${query}">${words.back}</a></p>
<h1>${words.seats.title}</h1><p class="hint">${event.name} · ${reader.format.moment(event.startsAt, event.timeZone)}</p>
${attempt === null ? NOTHING : notice({ ...attempt.complaint, kind: 'bad' })}
<p>${words.seats.hint(tickets.length)}</p>
${await seatForm(c, found, attempt?.ticked ?? tickets.map(({ seat }) => seat))}`
  c.header('Cache-Control', 'no-store')
  const page = { title: `${words.seats.title} · ${event.name}`, personal: true }
  return c.html(shell({ ...reader, path: pathOf(c, found) }, page, body), attempt?.status ?? 200)
}
