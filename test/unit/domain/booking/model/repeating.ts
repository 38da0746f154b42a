import type fc from 'fast-check'
import { number } from './buying.ts'
import { insist } from './check.ts'
import type { RoomUnderTest } from './room-under-test.ts'
import { ask, type Command, nth, type Sent, type World } from './world.ts'

const DAY_MS = 24 * 3_600_000

const kept = ({ sent, books }: World): Sent[] => sent.filter(({ at }) => books.now - at < DAY_MS)

// What is only told again takes no step, in which the clock would end things.
const hearClock = (room: RoomUnderTest) => room.availability()

/** I10: who did not hear an answer asks again, at once or hours later, whatever has happened since. */
const again = number.map(
  (n): Command => ({
    check: (world) => kept(world).length > 0,
    toString: () => `again(${n})`,
    async run(world, room) {
      const one = nth(kept(world), n)
      if (one === undefined) return
      await ask(world, room, {
        name: 'again',
        async call() {
          await hearClock(room)
          const answer = await one.send(room, one.retry)
          insist(answer.ok && answer.repeated === true, 'I10: a request was done twice', answer)
          return answer
        },
        mayRefuse: () => false,
        accept: (value) => insist(JSON.stringify(value) === one.answer, 'I10: another answer', { value, ...one }),
      })
    },
  }),
)

/** A key that was used for something else is no way to get it done, nor to read what somebody else was told. */
const reused = number.map(
  (n): Command => ({
    check: (world) => kept(world).length > 0,
    toString: () => `reused(${n})`,
    async run(world, room) {
      const one = nth(kept(world), n)
      if (one === undefined) return
      await ask(world, room, {
        name: 'reused',
        async call() {
          await hearClock(room)
          return one.send(room, { ...one.retry, digest: 'of something else' })
        },
        mayRefuse: ({ reason }) => reason === 'idempotency_key_reused',
        accept: (value) => insist(false, 'I10: a key was good for something else', value),
      })
    },
  }),
)

/** What clients do that lost an answer. */
export const repeating: fc.Arbitrary<Command>[] = [again, reused]
