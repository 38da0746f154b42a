import fc from 'fast-check'
import type { NewHold } from '../../../../../contract/holds.ts'
import type { Booking, Hold, Item } from '../../../../../contract/room.ts'
import type { Books } from './books.ts'
import { waits } from './books.ts'
import { insist } from './check.ts'
import { isTrue, isWrongNumber, whyWrong } from './judge.ts'
import { TYPE_IDS } from './scenario.ts'
import { ask, buyer, type Command, contact, keyed, nth, organiser } from './world.ts'

export const number = fc.nat({ max: 50 })
export const who = fc.nat({ max: 4 })
const size = fc.integer({ min: 1, max: 4 })
export const sometimes = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined, freq: 2 })
const rarely = <T>(value: T) =>
  fc.oneof({ weight: 15, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant(value) })
export const ticketTypeId = fc.constantFrom(...TYPE_IDS)
const areaId = fc.constantFrom('floor', 'balcony')

/** Seats are drawn as numbers, and are seats of the house there is by the time they are asked for. */
const named = fc
  .record({
    numbers: fc.uniqueArray(fc.nat({ max: 30 }), { minLength: 1, maxLength: 4 }),
    ticketTypeId: sometimes(ticketTypeId),
  })
  .map(({ numbers, ...rest }) => (books: Books): NewHold => {
    const all = books.layout?.seats ?? []
    return { seats: [...new Set(numbers.map((one) => all[one % all.length]?.guid ?? 'Z9'))], ...rest }
  })
const best = fc
  .record({
    bestAvailable: size,
    together: sometimes(fc.constant(false)),
    category: rarely('Box'),
    accessible: rarely(1),
    ticketTypeId: sometimes(ticketTypeId),
  })
  .map((wish) => (): NewHold => wish)
const unnamed = fc.record({ quantity: size, area: sometimes(areaId), ticketTypeId: sometimes(ticketTypeId) }).map(
  ({ area, ...wish }) =>
    ({ layout }: Books): NewHold => ({ ...wish, ...(layout !== null && area !== undefined && { area }) }),
)
const units = fc
  .uniqueArray(fc.record({ ticketTypeId, quantity: fc.integer({ min: 1, max: 3 }) }), {
    selector: (unit) => unit.ticketTypeId,
    minLength: 1,
    maxLength: 2,
  })
  .map((many) => (): NewHold => ({ units: many }))

const defined = <T extends object>(wish: T): T =>
  Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined)) as T

const code = fc.oneof(
  { weight: 20, arbitrary: fc.constant(undefined) },
  { weight: 3, arbitrary: fc.constant('FRIENDS') },
  { weight: 1, arbitrary: fc.constant('NOBODY') },
)

/** Wishes as anyone may have them; of seats, areas and codes that there are not, too. */
export const wishes = fc.tuple(fc.oneof(named, best, unnamed, units), code).map(
  ([make, of]) =>
    (books: Books) =>
      defined({ ...make(books), code: of }),
)

const holdsOf = (books: Books, owner: string): Hold[] =>
  [...books.holds.values()].filter((hold) => hold.owner === owner && hold.kind === 'hold' && hold.bookingId === null)

const isHold = ({ kind }: Hold) => kind === 'hold'
const live = (books: Books, n: number) => nth([...books.holds.values()].filter(isHold), n)

const hold = fc
  .tuple(who, wishes, fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: number }))
  .map(
    ([from, makeWish, replaced]): Command => ({
      check: () => true,
      toString: () => `hold(${from}, ${replaced ?? ''})`,
      async run(world, room) {
        const { books } = world
        const asker = buyer(from)
        const old = replaced === null ? undefined : nth(holdsOf(books, asker.owners[0] ?? ''), replaced)
        const wish = { ...makeWish(books), ...(old !== undefined && { replaces: old.id }) }
        const asked = () => {
          const kept = books.holds.get(old?.id ?? '')
          return { books, wish, asker, instead: kept?.items ?? [], before: kept?.code ?? null }
        }
        const request = keyed(world, { scope: asker.owners[0], wish }, (to, retry) => to.hold(wish, asker, retry))
        await ask(world, room, {
          name: 'hold',
          call: () => request.send(room),
          mayRefuse: (refusal) => isTrue(asked(), refusal),
          accept(held) {
            const wrong = whyWrong(asked(), held.items)
            insist(wrong === null, `someone got ${wrong}`, { wish, held })
            insist(
              held.latest <= Math.max(old?.latest ?? 0, books.now + 30 * 60_000),
              'a hold lasts for too long',
              held,
            )
            books.holds.delete(old?.id ?? '')
            books.holds.set(held.id, held)
            request.done(held)
          },
        })
      },
    }),
  )

const override = wishes.map(
  (makeWish): Command => ({
    check: () => true,
    toString: () => 'override()',
    async run(world, room) {
      const { books } = world
      const wish = { ...makeWish(books), override: true, complimentary: true, reason: 'A guest of the house' }
      await ask(world, room, {
        name: 'override',
        call: () => room.hold(wish, organiser, null),
        mayRefuse: (refusal) => isTrue({ books, wish, asker: organiser, instead: [] }, refusal),
        accept(held) {
          const wrong = whyWrong({ books, wish, asker: organiser, instead: [] }, held.items)
          insist(wrong === null && held.override !== undefined, `an organiser got ${wrong}`, { wish, held })
          books.holds.set(held.id, held)
        },
      })
    },
  }),
)

const extend = number.map(
  (n): Command => ({
    check: ({ books }) => live(books, n) !== undefined,
    toString: () => `extend(${n})`,
    async run(world, room) {
      const { books } = world
      const old = live(books, n)
      if (old === undefined) return
      await ask(world, room, {
        name: 'extend',
        call: () => room.extend(old.id, { ...buyer(0), owners: [old.owner] }),
        mayRefuse: ({ reason }) => reason === 'expired' && !books.holds.has(old.id),
        accept(held) {
          insist(books.holds.has(old.id), 'I7: an expired hold was extended', held)
          insist(held.expiresAt >= old.expiresAt && held.expiresAt <= old.latest, 'a hold has another time', held)
          books.holds.set(held.id, held)
          const booking = held.bookingId === null ? undefined : books.bookings.get(held.bookingId)
          if (booking === undefined || booking.expiresAt === held.expiresAt) return
          books.bookings.set(booking.id, { ...booking, expiresAt: held.expiresAt, version: booking.version + 1 })
        },
      })
    },
  }),
)

const release = fc.tuple(number, fc.constantFrom(true, true, true, false)).map(
  ([n, own]): Command => ({
    check: ({ books }) => live(books, n) !== undefined,
    toString: () => `release(${n}, ${own ? 'own' : 'of another'})`,
    async run(world, room) {
      const { books } = world
      const old = live(books, n)
      if (old === undefined) return
      await ask(world, room, {
        name: 'release',
        call: () => room.release(old.id, { ...buyer(9), owners: [own ? old.owner : 'g:thief'] }),
        mayRefuse: ({ reason }) => reason === 'not_found' && (!own || books.holds.get(old.id)?.bookingId !== null),
        accept() {
          insist(own || !books.holds.has(old.id), 'someone released what is not theirs', old)
          books.holds.delete(old.id)
        },
      })
    },
  }),
)

const lines = (items: readonly Item[]) =>
  items
    .map(({ seat, area }) => seat ?? area ?? '-')
    .sort()
    .join()

const book = fc.tuple(number, fc.constantFrom(true, true, true, false), sometimes(ticketTypeId)).map(
  ([n, own, other]): Command => ({
    check: ({ books }) => live(books, n) !== undefined,
    toString: () => `book(${n}, ${own ? 'own' : 'of another'}, ${other ?? 'as held'})`,
    async run(world, room) {
      const { books } = world
      const old = live(books, n)
      if (old === undefined) return
      const positions = other === undefined ? {} : { positions: [{ ticketTypeId: other }] }
      const retyped = old.items.map((item, i) =>
        i === 0 && other !== undefined ? { ...item, ticketTypeId: other } : item,
      )
      const asker = { ...buyer(9), owners: [own ? old.owner : 'g:thief'] }
      const wish = { holdId: old.id, contact, ...positions }
      const request = keyed(world, { scope: asker.owners[0], wish }, (to, retry) => to.book(wish, asker, retry))
      await ask(world, room, {
        name: 'book',
        call: () => request.send(room),
        mayRefuse({ reason }) {
          if (reason === 'expired') return !books.holds.has(old.id)
          if (reason === 'not_found') return !own
          if (reason === 'limit') return isWrongNumber(books, retyped)
          return other !== undefined && (reason === 'invalid_places' || reason === 'quota')
        },
        accept(booking) {
          const kept = books.holds.get(old.id)
          if (kept === undefined) throw new Error('I7: an expired hold was booked')
          insist(own, 'someone booked what is not theirs', booking)
          const places = booking.tickets.filter(({ status }) => status !== 'CANCELLED')
          insist(lines(places) === lines(kept.items), 'a booking has other places than its hold', booking)
          request.done(booking)
          if (books.bookings.has(booking.id)) return
          insist(waits(booking), 'a new booking does not wait', booking)
          books.bookings.set(booking.id, booking)
          books.holds.set(old.id, {
            ...kept,
            items: booking.tickets,
            expiresAt: booking.expiresAt ?? 0,
            bookingId: booking.id,
          })
        },
      })
    },
  }),
)

const standing = ({ status }: Booking) => status === 'CONFIRMED' || status === 'REDEEMED'

const confirm = fc.tuple(number, fc.constantFrom(false, false, true)).map(
  ([n, byOffice]): Command => ({
    check: ({ books }) => books.bookings.size > 0,
    toString: () => `confirm(${n}, ${byOffice ? 'by the office' : 'by the buyer'})`,
    async run(world, room) {
      const { books } = world
      const old = nth(books.bookings.values(), n)
      if (old === undefined) return
      const by = byOffice ? organiser : { ...buyer(9), owners: old.owners }
      const now = () => books.bookings.get(old.id) ?? old
      await ask(world, room, {
        name: 'confirm',
        call: () => room.confirm(old.id, by, byOffice ? { override: true, reason: 'Paid at the door' } : {}),
        mayRefuse({ reason }) {
          if (reason === 'unpaid') return !byOffice && old.total > 0 && waits(now())
          if (reason === 'not_found') return by.owners.length === 0
          return reason === 'expired' && !waits(now()) && !standing(now())
        },
        accept(booking) {
          insist(waits(now()) || standing(now()), 'I7: what had ended was confirmed', booking)
          insist(byOffice || old.total === 0 || standing(now()), 'a booking stands unpaid', booking)
          books.bookings.set(booking.id, booking)
          books.holds.delete(old.holdId)
        },
      })
    },
  }),
)

/** What buyers do until they have their tickets. */
export const buying: fc.Arbitrary<Command>[] = [
  ...Array<typeof hold>(8).fill(hold),
  hold,
  hold,
  override,
  extend,
  release,
  book,
  book,
  confirm,
  confirm,
]
