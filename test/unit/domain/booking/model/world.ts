import type fc from 'fast-check'
import type { Asker, Booking, Refusal, Retry, RoomAnswer } from '../../../../../contract/room.ts'
import { type Books, openBooks, settleBooks } from './books.ts'
import {
  agrees,
  blocksTold,
  entriesMove,
  entriesTold,
  insist,
  neverFuller,
  nothingExpired,
  seenRight,
  sizes,
  soldOnce,
  ticketsStand,
  toldOnce,
} from './check.ts'
import type { Heard, RoomUnderTest, Rows } from './room-under-test.ts'
import type { Scenario } from './scenario.ts'
import { due, leaks, lineNow } from './waiting.ts'

/** What the proof knows: the books, and how often it has asked. */
export interface World {
  books: Books
  asked: number
  /** Steps by what was asked and how it was answered. */
  tally: Map<string, number>
  /** What was asked with a key, and done. */
  sent: Sent[]
}

/** A request as a client sends it again that did not hear the answer. */
export interface Sent {
  at: number
  retry: Retry
  answer: string
  send(room: RoomUnderTest, retry: Retry): RoomAnswer<unknown> | Promise<RoomAnswer<unknown>>
}

export type Command = fc.AsyncCommand<World, RoomUnderTest>

export const openWorld = ({ settings, layout }: Scenario, tally: World['tally'] = new Map()): World => ({
  books: openBooks({ version: 1, settings, layout }, settings.saleStartsAt ?? 0),
  asked: 0,
  tally,
  sent: [],
})

export const contact = { fullName: 'Ada Lovelace', emailAddress: 'ada@example.com' }

export const buyer = (number: number): Asker => asker([`g:${number}`])
export const organiser: Asker = { ...asker(['u:office']), organiser: true, actor: 'u:office' }

function asker(owners: string[]): Asker {
  return { owners, links: [], organiser: false, actor: null, cause: {} }
}

export const nth = <T>(things: Iterable<T>, number: number): T | undefined => {
  const all = [...things]
  return all[number % all.length]
}

/** A request with a key of its own. @returns what is sent, and what notes that it was done */
export const keyed = <T>(
  world: World,
  { scope = '', wish }: { scope: string | undefined; wish: unknown },
  send: (room: RoomUnderTest, retry: Retry) => RoomAnswer<T> | Promise<RoomAnswer<T>>,
) => {
  const retry = { scope, key: `key-${world.asked}`, digest: JSON.stringify(wish) }
  return {
    send: (room: RoomUnderTest) => send(room, retry),
    done: (value: T) => world.sent.push({ at: world.books.now, retry, answer: JSON.stringify(value), send }),
  }
}

interface Request<T> {
  name: string
  call: () => RoomAnswer<T> | Promise<RoomAnswer<T>>
  /** Whether this refusal says what is so, by the books as they are then. */
  mayRefuse: (refusal: Refusal) => boolean
  /** Writes the answer into the books. @throws where it should not have been given */
  accept: (value: T) => void
}

/** One request to the room, and all that must hold after it. */
export const ask = async <T>(world: World, room: RoomUnderTest, { name, call, mayRefuse, accept }: Request<T>) => {
  const { books } = world
  const [bookings, off] = [new Map(books.bookings), new Map(books.off)]
  const line = lineNow(books)
  room.setClock(books.now)
  settleBooks(books)
  const [full, first] = [sizes(books), due(books)]
  const answer = await call()
  const [rows, heard] = [await room.rows(), await room.facts()]
  world.asked += 1
  const said = answer.ok ? 'ok' : answer.error.reason
  world.tally.set(`${name} ${said}`, (world.tally.get(`${name} ${said}`) ?? 0) + 1)
  adopt(world, rows, heard)
  if (answer.ok) accept(answer.value)
  else insist(mayRefuse(answer.error), `${name} was refused for no such reason`, answer.error)
  books.taken = null
  insist(first === null || rows.entries.get(first.id)?.status !== 'WAITING', 'I8: who waited was passed by', first)
  // What an organiser overrides, and what a change of the event makes too much, is checked where it is done.
  if (name !== 'override' && name !== 'configure') neverFuller(full, books)
  blocksTold(off, rows.blocks, heard)
  insist(!leaks(books, line), 'I8: the public may have what is gathered for who waits')
  await look(world, room, { rows, heard, bookings })
}

const look = async (
  world: World,
  room: RoomUnderTest,
  { rows, heard, bookings }: { rows: Rows; heard: Heard[]; bookings: Map<string, Booking> },
) => {
  const { books } = world
  agrees(books, rows)
  soldOnce(books)
  ticketsStand(books)
  nothingExpired(books)
  toldOnce([bookings, rows.bookings], heard)
  insist(due(books) === null, 'I8: who waits is passed by', due(books))
  const seen = await room.availability()
  // Who looks is a step too: what is gathered for a group may be gathered anew in it.
  adopt(world, await room.rows(), await room.facts())
  seenRight(books, seen)
}

/** Takes over what the room did by itself: it offered places to who waits, or kept them for a group. */
const adopt = ({ books }: World, rows: Rows, heard: readonly Heard[]): void => {
  entriesMove(books, rows)
  entriesTold(books.entries, rows, heard)
  for (const [id, hold] of rows.holds) if (hold.kind !== 'hold' && !books.holds.has(id)) books.holds.set(id, hold)
  for (const [id, { kind, entryId }] of books.holds)
    if (kind === 'gathered' && !rows.holds.has(id)) {
      insist(entryId !== null, 'places are gathered for nobody', id)
      books.holds.delete(id)
    }
  for (const [id, entry] of rows.entries) {
    const booking = rows.bookings.get(entry.bookingId ?? '')
    const byItself = entry.status === 'CLAIMED' && books.entries.get(id)?.status !== 'CLAIMED'
    if (booking === undefined || !byItself || books.bookings.has(booking.id) || books.holds.has(booking.holdId))
      continue
    insist(booking.total === 0, 'who waited got for nothing what costs something', booking)
    books.bookings.set(booking.id, booking)
  }
  books.entries = new Map(rows.entries)
  books.taken = null
}
