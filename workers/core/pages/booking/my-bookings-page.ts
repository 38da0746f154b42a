import { html } from 'hono/html'
import { bookingsOwnedBy } from '../../../../platform/db/bookings.ts'
import { database } from '../../../../platform/db/commit.ts'
import { anyEventById } from '../../../../platform/db/events.ts'
import { askerOf } from '../../api/asker.ts'
import type { ApiContext } from '../../api/route.ts'
import { changeWords } from './change-words.ts'
import { messagePage } from './message-page.ts'
import { NOTHING, readerOf } from './reader.ts'
import { notice, shell } from './shell.ts'

const MOST = 50

/** Bookings of this browser and account, newest first. */
export const myBookingsPage = async (c: ApiContext) => {
  const asking = await askerOf(c, '')
  if (!asking.ok) return messagePage(c, asking.error === 'cross_site' ? 'crossSite' : 'signIn')
  const reader = readerOf(c)
  const { words, format } = reader
  const db = database(c.env.DB)
  const { owners } = asking.value.asker
  const rows = asking.value.newcomer
    ? []
    : await bookingsOwnedBy(db, { owners, eventId: null }, { before: null, limit: MOST })
  const events = new Map(
    await Promise.all(
      [...new Set(rows.map(({ eventId }) => eventId))].map(async (id) => [id, await anyEventById(db, id)] as const),
    ),
  )
  const body = html`${c.req.query('done') === 'passed' ? notice({ title: changeWords(reader.language).done.passed, kind: 'good' }) : NOTHING}<h1>${words.booking.listTitle}</h1>
${
  rows.length === 0
    ? html`<div class="empty"><p class="title">${words.booking.none}</p><p>${words.booking.noneHint}</p><p><a class="button" href="/events">${words.error.home}</a></p></div>`
    : html`<ul class="events">${rows.map(({ booking }) => {
        const event = events.get(booking.eventId) ?? null
        return html`<li><a class="event plain" href="/bookings/${booking.id}"><span class="what"><b>${event?.name ?? booking.id}</b><span>${event === null ? '' : format.range(event.startsAt, event.endsAt, event.timeZone)}</span></span>
<span class="cost"><span class="badge ${booking.status === 'CONFIRMED' ? 'good' : 'note'}">${words.booking.statuses[booking.status]}</span></span></a></li>`
      })}</ul>`
}`
  c.header('Cache-Control', 'no-store')
  return c.html(shell(reader, { title: words.booking.listTitle, personal: true }, body))
}
