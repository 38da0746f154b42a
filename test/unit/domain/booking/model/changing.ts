import fc from 'fast-check'
import type { NewHold } from '../../../../../contract/holds.ts'
import type { Asker, Booking, Refusal } from '../../../../../contract/room.ts'
import { type Books, waits } from './books.ts'
import { number, wishes } from './buying.ts'
import { insist } from './check.ts'
import { type Asked, isFree, isTrue, whyWrong } from './judge.ts'
import { ask, buyer, type Command, nth, organiser, type World } from './world.ts'

const isLive = ({ status }: Booking['tickets'][number]) => status !== 'CANCELLED'
const stands = (booking: Booking) => booking.status === 'CONFIRMED' || waits(booking)
const ofOwner = (booking: Booking): Asker => ({ ...buyer(9), owners: booking.owners })

/** What a change of a booking writes into the books: its places are those of its hold where it waits. */
const write = (books: Books, booking: Booking): void => {
  books.bookings.set(booking.id, booking)
  const hold = books.holds.get(booking.holdId)
  if (hold === undefined || hold.bookingId !== booking.id) return
  if (waits(booking)) books.holds.set(hold.id, { ...hold, items: booking.tickets.filter(isLive) })
  else books.holds.delete(hold.id)
}

interface Change {
  name: string
  old: Booking
  call: () => ReturnType<Parameters<typeof ask<Booking>>[2]['call']>
  mayRefuse: (refusal: Refusal, booking: Booking) => boolean
  /** Before it is written. */
  judge?: (booking: Booking, old: Booking) => void
  write?: (booking: Booking) => void
}

const change = (
  world: World,
  room: Parameters<typeof ask>[1],
  { name, old, call, mayRefuse, judge, ...rest }: Change,
) => {
  const { books } = world
  const now = () => books.bookings.get(old.id) ?? old
  return ask(world, room, {
    name,
    call,
    mayRefuse: (refusal) => (refusal.reason === 'not_found' ? old.owners.length === 0 : mayRefuse(refusal, now())),
    accept(booking) {
      judge?.(booking, now())
      if (rest.write === undefined) write(books, booking)
      else rest.write(booking)
    },
  })
}

const overOrBegun = ({ now, settings }: Books, booking: Booking) => !stands(booking) || now >= settings.startsAt

const cancel = fc.tuple(number, fc.option(fc.nat({ max: 3 })), fc.boolean()).map(
  ([n, one, byOffice]): Command => ({
    check: ({ books }) => books.bookings.size > 0,
    toString: () =>
      `cancel(${n}, ${one === null ? 'all' : `ticket ${one}`}, ${byOffice ? 'by the office' : 'by the buyer'})`,
    async run(world, room) {
      const { books } = world
      const old = nth(books.bookings.values(), n)
      if (old === undefined) return
      const ticket = one === null ? undefined : nth(old.tickets, one)
      await change(world, room, {
        name: 'cancel',
        old,
        call: () =>
          room.cancel(
            old.id,
            ticket === undefined ? {} : { tickets: [ticket.id] },
            byOffice ? organiser : ofOwner(old),
          ),
        mayRefuse: ({ reason }, booking) => reason === 'not_cancellable' && overOrBegun(books, booking),
        judge(booking, was) {
          const gone = (id: string) =>
            ticket === undefined || id === ticket.id || was.tickets.some((each) => each.id === id && !isLive(each))
          insist(
            booking.tickets.every((each) => isLive(each) === !gone(each.id)),
            'other tickets were cancelled',
            booking,
          )
          const over = booking.tickets.some(isLive) ? was.status : 'CANCELLED'
          insist(booking.status === over, 'a booking has another status after its cancellation', booking)
        },
      })
    },
  }),
)

const seatsFor = ({ layout }: Books, numbers: number[], many: number): string[] => {
  const all = layout?.seats ?? []
  const start = numbers[0] ?? 0
  return Array.from({ length: many }, (_, n) => all[(numbers[n] ?? start + n) % all.length]?.guid ?? 'Z9')
}

const move = fc.tuple(number, fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 4 })).map(
  ([n, numbers]): Command => ({
    check: ({ books }) => books.bookings.size > 0 && books.layout !== null,
    toString: () => `move(${n}, ${numbers})`,
    async run(world, room) {
      const { books } = world
      const old = nth(books.bookings.values(), n)
      if (old === undefined) return
      const seats = seatsFor(books, numbers, old.tickets.filter(isLive).length)
      const wish = old.code === null ? { seats } : { seats, code: old.code }
      const asked: Asked = { books, wish, asker: ofOwner(old), instead: old.tickets.filter(isLive), ofBooking: true }
      if (seats.length === 0) return
      await change(world, room, {
        name: 'move',
        old,
        call: () => room.change(old.id, { to: 'seats', wish: { seats } }, ofOwner(old)),
        mayRefuse({ reason }, booking) {
          if (reason === 'not_changeable') return overOrBegun(books, booking)
          if (reason === 'unavailable')
            return new Set(seats).size < seats.length || seats.some((seat) => !isFree(asked, seat))
          return reason === 'invalid_places' && mayMisfit(books, old, seats)
        },
        judge(booking) {
          const has = booking.tickets.filter(isLive).map(({ seat }) => seat)
          insist(has.join() === seats.join(), 'a booking has other seats than it moved to', booking)
          insist(
            seats.every((seat) => isFree(asked, seat)),
            'a booking moved to a seat of others',
            booking,
          )
        },
      })
    },
  }),
)

const mayMisfit = ({ layout, settings }: Books, { tickets }: Booking, seats: readonly string[]) => {
  const categories = seats.map((guid) => layout?.seats.find((seat) => seat.guid === guid)?.category)
  const narrow = settings.ticketTypes.some(
    ({ id, categories: only }) => only !== null && tickets.some((one) => one.ticketTypeId === id),
  )
  return narrow || categories.includes(undefined)
}

/** Takes places for a booking that is there, and gives up one of its tickets for them at times. */
const add = fc.tuple(number, wishes, fc.option(fc.nat({ max: 3 }))).map(
  ([n, makeWish, removed]): Command => ({
    check: ({ books }) => books.bookings.size > 0,
    toString: () => `add(${n}, ${removed === null ? '' : `for ticket ${removed}`})`,
    async run(world, room) {
      const { books } = world
      const old = nth(books.bookings.values(), n)
      if (old === undefined) return
      const ticket = removed === null ? undefined : nth(old.tickets.filter(isLive), removed)
      const { code: _, ...plain } = makeWish(books)
      const wish: NewHold = old.code === null ? plain : { ...plain, code: old.code }
      const asked: Asked = {
        books,
        wish,
        asker: ofOwner(old),
        instead: ticket === undefined ? [] : [ticket],
        beside: old.tickets.filter((one) => isLive(one) && one !== ticket),
        ofBooking: true,
        before: old.code,
      }
      const remove = ticket === undefined ? {} : { remove: [ticket.id] }
      await change(world, room, {
        name: 'add',
        old,
        call: () => room.change(old.id, { to: 'tickets', wish: { add: plain, ...remove } }, ofOwner(old)),
        mayRefuse(refusal, booking) {
          if (refusal.reason === 'not_changeable') return overOrBegun(books, booking)
          if (refusal.reason === 'unpaid') return booking.status === 'CONFIRMED'
          return isTrue(asked, refusal)
        },
        judge(booking, was) {
          const had = new Set(was.tickets.map(({ id }) => id))
          const wrong = whyWrong(
            asked,
            booking.tickets.filter(({ id }) => !had.has(id)),
          )
          insist(wrong === null, `a booking got ${wrong}`, { wish, booking })
        },
      })
    },
  }),
)

const pass = fc.tuple(number, fc.option(fc.nat({ max: 3 }))).map(
  ([n, one]): Command => ({
    check: ({ books }) => books.bookings.size > 0,
    toString: () => `pass(${n}, ${one === null ? 'all' : `ticket ${one}`})`,
    async run(world, room) {
      const { books } = world
      const old = nth(books.bookings.values(), n)
      if (old === undefined) return
      const ticket = one === null ? undefined : nth(old.tickets.filter(isLive), one)
      const to = { fullName: 'Charles Babbage', emailAddress: 'charles@example.com' }
      await change(world, room, {
        name: 'pass on',
        old,
        call: () => room.transfer(old.id, ticket === undefined ? { to } : { to, ticketId: ticket.id }, ofOwner(old)),
        mayRefuse: ({ reason }, booking) =>
          reason === 'not_changeable' && (booking.status !== 'CONFIRMED' || overOrBegun(books, booking)),
        write(booking) {
          books.bookings.set(booking.id, booking)
          if (booking.id === old.id || ticket === undefined) return
          const tickets = old.tickets.filter(({ id }) => id !== ticket.id)
          books.bookings.set(old.id, { ...old, tickets, total: old.total - ticket.price, version: old.version + 1 })
        },
      })
    },
  }),
)

/** What becomes of a booking after it was made. */
export const changing: fc.Arbitrary<Command>[] = [cancel, cancel, move, add, pass]
