import fc from 'fast-check'
import { failed, ok } from '../../../../../domain/result.ts'
import { type Books, left, takenPlaces } from './books.ts'
import { number } from './buying.ts'
import { insist } from './check.ts'
import { changes, layouts, SECOND } from './scenario.ts'
import { ask, type Command, organiser } from './world.ts'

const always = () => true
const never = () => false

const has = (books: Books, seat: string) => takenPlaces(books).some((place) => place.seat === seat)

const block = fc
  .oneof(fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 4 }))
  .map(
    (what): Command => ({
      check: always,
      toString: () => `block(${JSON.stringify(what)})`,
      async run(world, room) {
        const { books } = world
        const all = books.layout?.seats ?? []
        const seats = typeof what === 'number' ? [] : [...new Set(what.map((n) => all[n % all.length]?.guid ?? 'Z9'))]
        const quantity = typeof what === 'number' ? what : 0
        await ask(world, room, {
          name: 'block',
          call: () => room.block(quantity === 0 ? { seats } : { quantity }, organiser),
          mayRefuse({ reason }) {
            if (reason === 'unavailable') return seats.some((seat) => has(books, seat))
            if (reason === 'invalid_places') return seats.some((seat) => all.every(({ guid }) => guid !== seat))
            return reason === 'capacity' && quantity > left(books, takenPlaces(books))
          },
          accept(ids) {
            insist(!seats.some((seat) => has(books, seat)), 'a seat of somebody was taken off sale', seats)
            for (const seat of seats) books.off.set(seat, { id: seat, seat, quantity: 1 })
            const unnamed = ids.find((id) => !seats.includes(id))
            if (unnamed !== undefined) books.off.set(unnamed, { id: unnamed, seat: null, quantity })
          },
        })
      },
    }),
  )

const unblock = fc.array(number, { minLength: 1, maxLength: 4 }).map(
  (numbers): Command => ({
    check: ({ books }) => books.off.size > 0,
    toString: () => `unblock(${numbers})`,
    async run(world, room) {
      const { books } = world
      const all = [...books.off.keys()]
      const ids = [...new Set(numbers.map((n) => all[n % all.length] ?? ''))]
      await ask(world, room, {
        name: 'unblock',
        call: () => room.unblock(ids, organiser),
        mayRefuse: never,
        accept() {
          for (const id of ids) books.off.delete(id)
        },
      })
    },
  }),
)

/** Which allotments a room takes as released when it is made anew. */
const releasedNow = ({ settings, now }: Books) =>
  new Set(settings.allotments.filter(({ releasesAt }) => releasesAt !== null && releasesAt <= now).map(({ id }) => id))

const configure = fc.tuple(changes, fc.option(layouts, { freq: 2 })).map(
  ([change, drawn]): Command => ({
    check: always,
    toString: () => `configure(${JSON.stringify(change)}, ${drawn === null ? 'same plan' : 'another plan'})`,
    async run(world, room) {
      const { books } = world
      const version = books.version + 1
      const layout = drawn ?? books.layout
      const layoutKey = drawn === null ? books.settings.layoutKey : `plan/${version}`
      const settings = { ...books.settings, ...change, layoutKey }
      const misses = () =>
        takenPlaces(books).some(
          ({ seat, area }) =>
            (seat !== null && !layout?.seats.some(({ guid }) => guid === seat)) ||
            (area !== null && !layout?.areas.some(({ id }) => id === area)),
        )
      await ask<null>(world, room, {
        name: 'configure',
        async call() {
          const refusal = await room.configure({ version, settings, layout })
          return refusal === null ? ok(null) : failed(refusal)
        },
        mayRefuse: ({ reason }) => reason === 'unavailable' && misses(),
        accept() {
          insist(drawn === null || !misses(), 'a plan has not the places that were sold', drawn)
          Object.assign(books, { version, settings, layout })
          books.released = releasedNow(books)
        },
      })
    },
  }),
)

const step = fc.oneof(
  { weight: 30, arbitrary: fc.integer({ min: 0, max: 30 * SECOND }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 600 * SECOND }) },
  { weight: 2, arbitrary: fc.integer({ min: -5 * SECOND, max: 0 }) },
)

/** The clock goes on, and at times a little back. */
const clock = step.map(
  (by): Command => ({
    check: always,
    toString: () => `clock(${by})`,
    async run({ books }) {
      books.now += by
    },
  }),
)

const evict: Command = {
  check: always,
  toString: () => 'evict()',
  async run({ books }, room) {
    room.setClock(books.now)
    await room.evict()
    books.released = releasedNow(books)
  },
}

const alarm: Command = {
  check: always,
  toString: () => 'alarm()',
  async run(world, room) {
    await ask<null>(world, room, {
      name: 'alarm',
      async call() {
        await room.alarm()
        return ok(null)
      },
      mayRefuse: never,
      accept: () => undefined,
    })
  },
}

/** What the people of the house do, and what happens to the room. */
export const office: fc.Arbitrary<Command>[] = [
  block,
  unblock,
  configure,
  clock,
  clock,
  clock,
  fc.constant(evict),
  fc.constant(alarm),
]
