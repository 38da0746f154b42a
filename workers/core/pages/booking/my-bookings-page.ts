import { html } from 'hono/html'
import { type BookingRow, bookingsOwnedBy } from '../../../../platform/db/bookings.ts'
import { database } from '../../../../platform/db/commit.ts'
import { anyEventById, type EventRow } from '../../../../platform/db/events.ts'
import { type EntryRow, entriesOwnedBy } from '../../../../platform/db/waitlist.ts'
import { askerOf } from '../../api/asker.ts'
import type { ApiContext } from '../../api/route.ts'
import { positionsOf } from '../../api/waitlist-lists.ts'
import { changeWords } from './change-words.ts'
import { messagePage } from './message-page.ts'
import { type Html, NOTHING, type Reader, readerOf } from './reader.ts'
import { notice, shell } from './shell.ts'
import { waitWords } from './wait-words.ts'

const MOST = 50

/** Bookings of this browser and account, newest first, and where it waits for more. */
export const myBookingsPage = async (c: ApiContext) => {
  const asking = await askerOf(c, '')
  if (!asking.ok) return messagePage(c, asking.error === 'cross_site' ? 'crossSite' : 'signIn')
  const reader = readerOf(c)
  const { booking: words } = reader.words
  const rows = asking.value.newcomer ? NOTHING_OWNED : await owned(c, asking.value.asker.owners)
  const list = { reader, events: await eventsOf(c, [...rows.bookings, ...rows.entries]) }
  const passed = c.req.query('done') === 'passed'
  const body = html`${passed ? notice({ title: changeWords(reader.language).done.passed, kind: 'good' }) : NOTHING}<h1>${words.listTitle}</h1>
${rows.bookings.length + rows.entries.length === 0 ? none(reader) : NOTHING}
${rows.bookings.length === 0 ? NOTHING : html`<ul class="events">${rows.bookings.map((row) => bookingItem(list, row))}</ul>`}
${rows.entries.length === 0 ? NOTHING : await waitingPart(c, list, rows.entries)}`
  c.header('Cache-Control', 'no-store')
  return c.html(shell(reader, { title: words.listTitle, personal: true }, body))
}

interface Owned {
  bookings: BookingRow[]
  entries: EntryRow[]
}

const NOTHING_OWNED: Owned = { bookings: [], entries: [] }

const owned = async (c: ApiContext, owners: string[]): Promise<Owned> => {
  const db = database(c.env.DB)
  const wanted = { before: null, limit: MOST }
  const [bookings, entries] = await Promise.all([
    bookingsOwnedBy(db, { owners, eventId: null }, wanted),
    entriesOwnedBy(db, { owners, eventId: null }, wanted),
  ])
  return { bookings, entries: entries.filter(({ status }) => status === 'WAITING' || status === 'OFFERED') }
}

const eventsOf = async (c: ApiContext, rows: readonly { eventId: string }[]): Promise<Map<string, EventRow | null>> => {
  const db = database(c.env.DB)
  const ids = [...new Set(rows.map(({ eventId }) => eventId))]
  return new Map(await Promise.all(ids.map(async (id) => [id, await anyEventById(db, id)] as const)))
}

const none = ({ words }: Reader): Html =>
  html`<div class="empty"><p class="title">${words.booking.none}</p><p>${words.booking.noneHint}</p><p><a class="button" href="/events">${words.error.home}</a></p></div>`

interface List {
  reader: Reader
  events: Map<string, EventRow | null>
}

const item = (
  { reader: { format }, events }: List,
  { eventId, path, badge, kind }: { eventId: string; path: string; badge: string; kind: 'good' | 'note' },
): Html => {
  const event = events.get(eventId) ?? null
  return html`<li><a class="event plain" href="${path}"><span class="what"><b>${event?.name ?? eventId}</b><span>${event === null ? '' : format.range(event.startsAt, event.endsAt, event.timeZone)}</span></span>
<span class="cost"><span class="badge ${kind}">${badge}</span></span></a></li>`
}

const bookingItem = (list: List, { eventId, booking: { id, status } }: BookingRow): Html => {
  const badge = list.reader.words.booking.statuses[status]
  return item(list, { eventId, path: `/bookings/${id}`, badge, kind: status === 'CONFIRMED' ? 'good' : 'note' })
}

const waitingPart = async (c: ApiContext, list: List, entries: readonly EntryRow[]): Promise<Html> => {
  const { words, language } = list.reader
  const positions = await positionsOf(c.env.EVENT_ROOM, entries)
  const badgeOf = ({ id, status }: EntryRow): string => {
    const position = positions.get(id)
    return position === undefined ? (words.wait.statuses[status] ?? '') : words.wait.position(position)
  }
  return html`<section><h2>${waitWords(language).listTitle}</h2><ul class="events">${entries.map((row) =>
    item(list, {
      eventId: row.eventId,
      path: `/events/${row.eventId}/waitlist/${row.id}`,
      badge: badgeOf(row),
      kind: row.status === 'OFFERED' ? 'good' : 'note',
    }),
  )}</ul></section>`
}
