import fc from 'fast-check'
import type { EntryAsk, NewEntry } from '../../../../../contract/waitlist.ts'
import { type Books, capacity, count, left, takenPlaces, waits } from './books.ts'
import { number, sometimes, ticketTypeId, who } from './buying.ts'
import { insist } from './check.ts'
import { isClosed, isWrongNumber } from './judge.ts'
import { waitlistOver } from './waiting.ts'
import { ask, buyer, type Command, nth, organiser } from './world.ts'

const wishes = fc.record({
  quantity: fc.integer({ min: 1, max: 5 }),
  ticketTypeId: sometimes(ticketTypeId),
  accessible: fc.constantFrom(0, 0, 0, 0, 1),
  allowPartial: fc.boolean(),
})

const join = fc.tuple(who, fc.nat({ max: 9 }), wishes).map(
  ([from, address, { ticketTypeId: wanted, ...rest }]): Command => ({
    check: () => true,
    toString: () => `join(${from}, ${JSON.stringify({ ...rest, ticketTypeId: wanted })})`,
    async run(world, room) {
      const { books } = world
      const wish: NewEntry = {
        ...rest,
        email: `${address}@example.com`,
        ...(wanted !== undefined && { ticketTypeId: wanted }),
      }
      const asker = buyer(from)
      await ask(world, room, {
        name: 'join',
        call: () => room.join(wish, asker),
        mayRefuse: ({ reason }) => mayRefuse(books, { wish, owner: asker.owners[0] ?? '' }, reason),
        accept(entry) {
          insist(books.entries.get(entry.id)?.email === wish.email, 'someone joined as somebody else', entry)
        },
      })
    },
  }),
)

const mayRefuse = (books: Books, { wish, owner }: { wish: NewEntry; owner: string }, reason: string): boolean => {
  const { waitlist, ticketTypes, maxPerBuyer } = books.settings
  switch (reason) {
    case 'closed':
      return !waitlist.enabled || isClosed(books) || waitlistOver(books)
    case 'invalid_places':
      return ticketTypes.some(({ id, active, hidden }) => id === wish.ticketTypeId && (!active || hidden))
    case 'capacity':
      return wish.quantity > 1 || neverSold(books)
    case 'limit': {
      if (wish.ticketTypeId !== undefined && isWrongNumber(books, Array(wish.quantity).fill(wish))) return true
      const has = count(takenPlaces(books), (place) => place.owner === owner)
      const waiting = [...books.entries.values()].filter((entry) => entry.owner === owner && entry.status === 'WAITING')
      const wanted = waiting.reduce((sum, entry) => sum + entry.quantity, 0)
      return has + wanted + wish.quantity > (maxPerBuyer ?? 100)
    }
    default:
      return reason === 'places_free' && left(books, takenPlaces(books)) >= wish.quantity
  }
}

const neverSold = (books: Books) =>
  capacity(books) === 0 || books.settings.pools.some(({ size }) => size === 0) || books.layout !== null

const takeOffer = fc.tuple(number, fc.constantFrom(true, true, false)).map(
  ([n, own]): Command => ({
    check: ({ books }) => books.entries.size > 0,
    toString: () => `takeOffer(${n}, ${own ? 'own' : 'of another'})`,
    async run(world, room) {
      const { books } = world
      const entry = nth(
        [...books.entries.values()].filter(({ status }) => status !== 'LEFT'),
        n,
      )
      if (entry === undefined) return
      const asker = { ...buyer(9), owners: [own ? entry.owner : 'g:thief'] }
      await ask(world, room, {
        name: 'take an offer',
        call: () => room.takeOffer({ entryId: entry.id }, asker),
        mayRefuse({ reason }) {
          if (reason === 'not_found') return !own
          return reason === 'expired' && !books.holds.has(entry.offer?.holdId ?? '')
        },
        accept(booking) {
          const before = books.bookings.get(booking.id)
          const hold = books.holds.get(booking.holdId)
          insist(own, 'someone took an offer of another', booking)
          if (before !== undefined && !waits(before)) return
          const ended = entry.offer !== null && !books.holds.has(entry.offer.holdId)
          insist(before !== undefined || hold !== undefined || ended, 'there was no such offer', booking)
          books.bookings.set(booking.id, booking)
          if (hold === undefined) return
          const expiresAt = booking.expiresAt ?? hold.expiresAt
          if (waits(booking)) books.holds.set(hold.id, { ...hold, bookingId: booking.id, expiresAt })
          else books.holds.delete(hold.id)
        },
      })
    },
  }),
)

const asks: EntryAsk[] = [
  { do: 'decline' },
  { do: 'leave' },
  { do: 'revoke', note: null },
  { do: 'prioritise', priority: 5, reason: 'Was here last year' },
  { do: 'offer' },
]

const about = fc.tuple(number, fc.constantFrom(...asks)).map(
  ([n, what]): Command => ({
    check: ({ books }) => books.entries.size > 0,
    toString: () => `${what.do}(${n})`,
    async run(world, room) {
      const { books } = world
      const entry = nth(books.entries.values(), n)
      if (entry === undefined) return
      const byBuyer = what.do === 'decline' || what.do === 'leave'
      const asker = byBuyer ? { ...buyer(9), owners: [entry.owner] } : organiser
      await ask(world, room, {
        name: what.do,
        call: () => room.entry(entry.id, what, asker),
        mayRefuse: ({ reason }) => ['expired', 'closed', 'capacity'].includes(reason) && what.do !== 'leave',
        accept() {
          if (what.do === 'prioritise' || what.do === 'offer') return
          giveBack(books, entry.offer?.holdId ?? '')
        },
      })
    },
  }),
)

/** What becomes of the places of an entry that ends. */
const giveBack = (books: Books, holdId: string): void => {
  const hold = books.holds.get(holdId)
  if (hold === undefined) return
  books.holds.delete(holdId)
  const booking = books.bookings.get(hold.bookingId ?? '')
  if (booking === undefined || !waits(booking)) return
  books.bookings.set(booking.id, {
    ...booking,
    status: 'CANCELLED',
    expiresAt: null,
    version: booking.version + 1,
    tickets: booking.tickets.map((ticket) => ({ ...ticket, status: 'CANCELLED' })),
  })
}

/** What those do who wait. */
export const waitingInLine: fc.Arbitrary<Command>[] = [join, join, takeOffer, about]
