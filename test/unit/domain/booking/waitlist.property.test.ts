import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WaitlistPolicy } from '../../../../contract/room.ts'
import type { Entry } from '../../../../contract/waitlist.ts'
import { promote } from '../../../../domain/booking/promote.ts'
import { capacityOf, freeOf, type Room } from '../../../../domain/booking/room.ts'
import { heads, positionOf } from '../../../../domain/booking/waitlist-line.ts'
import { placesFor } from '../../../../domain/booking/waitlist-places.ts'
import { canEverFit, isOffering, waitsForAll } from '../../../../domain/booking/waitlist-policy.ts'
import { house } from './house.ts'
import { scene, type } from './waitlist-scene.ts'

const RUNS = Number(process.env.WAITLIST_RUNS ?? 300)
const TYPES = [type('tt_any'), type('tt_few', { pools: ['pl'] }), type('tt_box', { categories: ['Box'] })]

type Scene = ReturnType<typeof scene>
type Act = (event: Scene, n: number) => void

const pick = <T>(things: readonly T[], n: number): T | undefined => things[n % Math.max(1, things.length)]
const live = ({ room }: Scene): Entry[] => [...room.waitlist.live.values()]

const who = fc.integer({ min: 0, max: 30 })
const size = fc.constantFrom(1, 1, 1, 2, 2, 3, 4)
const ticket = fc.constantFrom(null, null, null, null, 'tt_any', 'tt_few', 'tt_box')

interface Doing {
  what: string
  does: Act
  n: number
}

const joining: fc.Arbitrary<Doing> = fc
  .record({ n: who, quantity: size, ticketTypeId: ticket, allowPartial: fc.constantFrom(false, false, true) })
  .map(({ n, ...wish }) => ({
    what: `join ${n} ${JSON.stringify(wish)}`,
    n,
    does: (event: Scene) => void event.join(`p${n}`, wish.quantity, wish),
  }))

const cancelling = acting('cancel', (event, n) => {
  const booking = pick(event.standing(), n)
  if (booking !== undefined) event.cancel(booking.owners[0]?.slice(2) ?? '', booking.id)
})

/** What people, organisers and the clock may do; each says what it is in a counterexample. */
const act: fc.Arbitrary<Doing> = fc.oneof(
  { weight: 8, arbitrary: joining },
  { weight: 3, arbitrary: cancelling },
  fc.record({ n: who, quantity: size }).map(({ n, quantity }) => ({
    what: `hold ${n} ${quantity}`,
    n,
    does: (event: Scene) => void event.hold(`p${n}`, quantity),
  })),
  fc.record({ n: who, quantity: size }).map(({ n, quantity }) => ({
    what: `buy ${n} ${quantity}`,
    n,
    does: (event: Scene) => {
      const held = event.hold(`p${n}`, quantity)
      const booked = held.ok ? event.book(`p${n}`, held.value.id) : held
      if (booked.ok) event.confirm(`p${n}`, booked.value.id)
    },
  })),
  acting('release', (event, n) => {
    const hold = pick(
      [...event.room.holds.values()].filter(({ kind }) => kind === 'hold'),
      n,
    )
    if (hold !== undefined) event.release(hold.owner.slice(2), hold.id)
  }),
  acting('take', (event, n) => void withEntry(event, n, (name) => event.take(name))),
  acting('decline', (event, n) => void withEntry(event, n, (name) => event.ask(name, { do: 'decline' }))),
  acting('leave', (event, n) => void withEntry(event, n, (name) => event.ask(name, { do: 'leave' }))),
  acting(
    'revoke',
    (event, n) => void withEntry(event, n, (name) => event.ask(name, { do: 'revoke', note: null }, true)),
  ),
  acting('offer by hand', (event, n) => void withEntry(event, n, (name) => event.ask(name, { do: 'offer' }, true))),
  acting(
    'prioritise',
    (event, n) =>
      void withEntry(event, n, (name) =>
        event.ask(name, { do: 'prioritise', priority: (n % 5) - 2, reason: 'So' }, true),
      ),
  ),
  acting('block', (event, n) => {
    if (freeOf(event.room) > 0) event.block({ quantity: 1 + (n % freeOf(event.room)) })
  }),
  acting('unblock', (event, n) => {
    const block = pick([...event.room.blocks.keys()], n)
    if (block !== undefined) event.unblock([block])
  }),
  acting('wait', (event, n) => event.wait(n * 4 * 60_000)),
  acting('resize', (event, n) => event.configure({ capacity: n % 12 })),
)

function acting(what: string, does: Act): fc.Arbitrary<Doing> {
  return who.map((n) => ({ what: `${what} ${n}`, n, does }))
}

function withEntry(event: Scene, n: number, then: (name: string) => unknown): void {
  const entry = pick(live(event), n)
  if (entry !== undefined) then(entry.email.split('@')[0] ?? '')
}

const scenario = fc.record({
  plan: fc.boolean(),
  policy: fc.record({
    fit: fc.constantFrom<WaitlistPolicy['fit']>('STRICT', 'SKIP_IF_NOT_FIT', 'PARTIAL'),
    offerSeconds: fc.constantFrom(600, 3600),
    maxLapses: fc.integer({ min: 1, max: 3 }),
    confirmsItself: fc.boolean(),
  }),
  acts: fc.array(act, { minLength: 1, maxLength: 60 }),
})

const order = (a: Entry, b: Entry) => b.priority - a.priority || a.rank - b.rank

/** Who comes first of those that fit, where nobody who is first of all waits for the others; or undefined. */
const whoShouldHave = (room: Room, now: number): Entry | undefined => {
  if (!isOffering(room, now)) return undefined
  for (const entry of heads(room.waitlist)) {
    if (placesFor(room, { entry, quantity: entry.quantity }, { now, random: 0 }) !== null) return entry
    if (canEverFit(room, entry)) {
      if (waitsForAll(room.settings, entry, now)) return undefined
      break
    }
  }
  return heads(room.waitlist).find(
    (entry) => placesFor(room, { entry, quantity: entry.quantity }, { now, random: 0 }) !== null,
  )
}

const check = (event: Scene, before: readonly Entry[]) => {
  const { room, now } = event
  const { waitlist, counts } = room
  const offers = [...room.holds.values()].filter(({ kind }) => kind === 'offer')
  const offered = live(event).filter(({ status }) => status === 'OFFERED')
  // Never offered twice at once, and never a place for nobody.
  expect(offers.map(({ entryId }) => entryId).sort()).toEqual(offered.map(({ id }) => id).sort())
  expect(offered.map(({ offer }) => offer?.holdId).sort()).toEqual(offers.map(({ id }) => id).sort())
  expect([...room.holds.values()].filter(({ kind }) => kind === 'gathered').length).toBeLessThanOrEqual(1)
  // The index says what the list is.
  const waiting = live(event)
    .filter(({ status }) => status === 'WAITING')
    .sort(order)
  expect(waiting.map((entry) => positionOf(waitlist, entry))).toEqual(waiting.map((_, n) => n + 1))
  // No free place while someone who fits waits.
  expect(whoShouldHave(room, now)).toBeUndefined()
  // Looking again finds nothing: what it does not look for, there is not.
  const image = waitlist.lookAt
  waitlist.lookAt = 0
  expect(promote(room, { now, random: 0, id: () => 'again' })).toEqual([])
  waitlist.lookAt = image
  // Where new offers were made, there is room for all that is taken.
  const known = new Set(before.filter(({ status }) => status === 'OFFERED').map(({ offer }) => offer?.holdId))
  const fresh = offered.filter(({ offer }) => !known.has(offer?.holdId))
  if (fresh.length > 0)
    expect(counts.held + counts.offered + counts.booked + counts.blocked).toBeLessThanOrEqual(capacityOf(room))
  const few = room.settings.ticketTypes.filter(({ pools }) => pools.includes('pl'))
  expect(few.reduce((sum, { id }) => sum + (counts.types.get(id) ?? 0), 0)).toBeLessThanOrEqual(2)
  return fresh
}

describe('a waitlist, whatever happens', () => {
  it('offers nothing twice, leaves no place free for whom it fits, and keeps the order', () => {
    fc.assert(
      fc.property(scenario, ({ plan, policy, acts }) => {
        const layout = house(['....', 'bb']).layout
        const event = scene({
          waitlist: policy,
          ticketTypes: TYPES,
          pools: [{ id: 'pl', name: 'Few', size: 2 }],
          ...(plan ? { layout } : { capacity: 6 }),
        })
        // Full from the start: else nobody waits.
        event.buy('one', 3)
        event.buy('two', 3)
        for (const { what, does, n } of acts) {
          const before = live(event)
          does(event, n)
          event.nothing()
          const fresh = check(event, before)
          if (/^(join|prioritise|offer|wait|resize)/.test(what)) continue
          inOrder({ before, fresh, event, strict: policy.fit === 'STRICT' })
        }
      }),
      { numRuns: RUNS },
    )
  })
})

/** Of those who wanted the same, or of all where the event is strict and nothing was gathered in vain, nobody was passed who waited before and waits still. */
const inOrder = ({
  before,
  fresh,
  event,
  strict,
}: {
  before: readonly Entry[]
  fresh: readonly Entry[]
  event: Scene
  strict: boolean
}) => {
  const waited = new Map(before.filter(({ status }) => status === 'WAITING').map((entry) => [entry.id, entry]))
  for (const { id } of fresh) {
    const entry = waited.get(id)
    const passed = [...waited.values()].filter(
      (other) =>
        entry !== undefined &&
        order(other, entry) < 0 &&
        event.room.waitlist.live.get(other.id)?.status === 'WAITING' &&
        event.room.waitlist.live.get(other.id)?.lapses === other.lapses &&
        (strict ? other.passedSince === null && canEverFit(event.room, other) : sameWish(other, entry)),
    )
    expect(passed).toEqual([])
  }
}

const sameWish = (a: Entry, b: Entry): boolean =>
  a.quantity === b.quantity && a.ticketTypeId === b.ticketTypeId && a.allowPartial === b.allowPartial
