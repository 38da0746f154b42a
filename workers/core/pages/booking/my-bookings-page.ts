import { html } from 'hono/html'
import type { PlacedEntry } from '../../../../contract/waitlist.ts'
import { type BookingRow, bookingsOwnedBy } from '../../../../platform/db/bookings.ts'
import { database } from '../../../../platform/db/commit.ts'
import { anyEventById, type EventRow } from '../../../../platform/db/events.ts'
import { entriesOwnedBy } from '../../../../platform/db/waitlist.ts'
import { type Asking, askerOf } from '../../api/asker.ts'
import type { ApiContext } from '../../api/route.ts'
import { positionsOf } from '../../api/waitlist-lists.ts'
import { changeWords } from './change-words.ts'
import { followedEntries } from './followed-entries.ts'
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
  const { bookings, waiting } = await ownOf(c, asking.value)
  const list = { reader, events: await eventsOf(c, [...bookings, ...waiting]) }
  const passed = c.req.query('done') === 'passed'
  const body = html`${passed ? notice({ title: changeWords(reader.language).done.passed, kind: 'good' }) : NOTHING}<h1>${words.listTitle}</h1>
${bookings.length + waiting.length === 0 ? none(reader) : NOTHING}
${bookings.length === 0 ? NOTHING : html`<ul class="events">${bookings.map((row) => bookingItem(list, row))}</ul>`}
${waiting.length === 0 ? NOTHING : waitingPart(list, waiting)}`
  c.header('Cache-Control', 'no-store')
  return c.html(shell(reader, { title: words.listTitle, personal: true }, body))
}

/** What is said of an entry in a list. */
type Waiting = Pick<PlacedEntry, 'id' | 'eventId' | 'status' | 'position'>

interface Own {
  bookings: BookingRow[]
  waiting: Waiting[]
}

const ownOf = async (c: ApiContext, { asker: { owners }, newcomer }: Asking): Promise<Own> => {
  const db = database(c.env.DB)
  const [which, wanted] = [
    { owners, eventId: null },
    { before: null, limit: MOST },
  ]
  const [bookings, entries, followed] = await Promise.all([
    newcomer ? [] : bookingsOwnedBy(db, which, wanted),
    newcomer ? [] : entriesOwnedBy(db, which, wanted),
    followedEntries(c),
  ])
  const live = entries.filter(({ status }) => status === 'WAITING' || status === 'OFFERED')
  const positions = await positionsOf(c.env.EVENT_ROOM, live)
  const own: Waiting[] = live.map(({ id, eventId, status }) => ({
    id,
    eventId,
    status,
    position: positions.get(id) ?? null,
  }))
  const others = followed.filter(({ id }) => own.every((one) => one.id !== id))
  return { bookings, waiting: [...own, ...others] }
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

const waitingPart = (list: List, waiting: readonly Waiting[]): Html => {
  const { words, language } = list.reader
  const badgeOf = ({ status, position }: Waiting): string =>
    position === null ? (words.wait.statuses[status] ?? '') : words.wait.position(position)
  return html`<section><h2>${waitWords(language).listTitle}</h2><ul class="events">${waiting.map((entry) =>
    item(list, {
      eventId: entry.eventId,
      path: `/events/${entry.eventId}/waitlist/${entry.id}`,
      badge: badgeOf(entry),
      kind: entry.status === 'OFFERED' ? 'good' : 'note',
    }),
  )}</ul></section>`
}
