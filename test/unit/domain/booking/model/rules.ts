import type { Asker, Booking, Configuration, Refusal, Retry, RoomAnswer } from '../../../../../contract/room.ts'
import type { Entry, PlacedEntry } from '../../../../../contract/waitlist.ts'
import { apply } from '../../../../../domain/booking/apply.ts'
import { availabilityOf, seatStates } from '../../../../../domain/booking/availability.ts'
import { block, unblock } from '../../../../../domain/booking/block.ts'
import { book, cancel, confirm, type Outcome } from '../../../../../domain/booking/booking.ts'
import { decideChange } from '../../../../../domain/booking/booking-change.ts'
import { type Decided, extendHold, placeHold, releaseHold } from '../../../../../domain/booking/hold.ts'
import { lostPlaces } from '../../../../../domain/booking/lost-places.ts'
import { mayUse, withUser } from '../../../../../domain/booking/owners.ts'
import { type Block, type Change, type Moment, openRoom, type Room } from '../../../../../domain/booking/room.ts'
import { takeStep } from '../../../../../domain/booking/settle.ts'
import { transfer } from '../../../../../domain/booking/transfer.ts'
import { decideEntry, mayUse as mayUseEntry, shown, takeOffer } from '../../../../../domain/booking/waitlist.ts'
import { join } from '../../../../../domain/booking/waitlist-join.ts'
import { isLive } from '../../../../../domain/booking/waitlist-line.ts'
import { failed, ok, type Result } from '../../../../../domain/result.ts'
import { insist } from './check.ts'
import { differences } from './image.ts'
import type { Heard, RoomUnderTest, Rows } from './room-under-test.ts'
import type { Scenario } from './scenario.ts'

interface Kept extends Rows {
  holds: Map<string, Rows['holds'] extends ReadonlyMap<string, infer T> ? T : never>
  bookings: Map<string, Booking>
  blocks: Map<string, Block>
  entries: Map<string, Entry>
  low: boolean
}

/** What the object does with the changes of a step, in maps in place of tables: through JSON and back. */
const keep = (kept: Kept, change: Change): void => {
  if ('fact' in change || ('put' in change && change.put === 'invitation')) return
  if ('drop' in change) {
    kept[change.drop === 'hold' ? 'holds' : 'blocks'].delete(change.id)
    return
  }
  if (change.put === 'low') {
    kept.low = change.value
    return
  }
  const copy = JSON.parse(JSON.stringify(change.value))
  const table = { hold: kept.holds, booking: kept.bookings, block: kept.blocks, entry: kept.entries }[change.put]
  table.set(copy.id, copy)
}

const sorted = <T extends { id: string }>(things: ReadonlyMap<string, T>): T[] =>
  [...things.values()].sort((a, b) => (a.id < b.id ? -1 : 1))

/** A room made of what was kept, in the order in which the object reads its rows. */
export const rebuilt = (kept: Rows & { low?: boolean }, { version, settings, layout }: Configuration, now: number) => {
  const room = openRoom(version, settings, layout, now)
  for (const value of sorted(kept.holds)) apply(room, { put: 'hold', value })
  for (const value of sorted(kept.bookings)) apply(room, { put: 'booking', value, was: null })
  for (const value of sorted(kept.blocks)) apply(room, { put: 'block', value })
  const live = [...kept.entries.values()].filter(isLive).sort((a, b) => a.rank - b.rank)
  for (const value of live) apply(room, { put: 'entry', value })
  room.low = kept.low === true
  room.touched.clear()
  return room
}

/** The rules of a room without object, network or database; steps are taken as the object takes them. */
export const rulesAlone = ({ settings, layout }: Scenario): RoomUnderTest => {
  let now = settings.saleStartsAt ?? 0
  let configuration: Configuration = { version: 1, settings, layout }
  let room = openRoom(1, settings, layout, now)
  let said: Heard[] = []
  let made = 0
  const answers = new Map<string, { digest: string; answer: string }>()
  const kept: Kept = { holds: new Map(), bookings: new Map(), blocks: new Map(), entries: new Map(), low: false }

  const moment = (): Moment => ({
    now,
    // As random as ids are, in the order of their letters too; the same in each run.
    id: (prefix) => `${prefix}_${((made++ * 7919) % 1_000_003).toString(36)}`,
    random: ((made * 7919) % 997) / 997,
  })
  const step = <T>(decide: (room: Room, at: Moment) => Result<Decided<T>, Refusal>): Result<T, Refusal> => {
    const at = moment()
    let done = 0
    const keepNext = (changes: readonly Change[]) => {
      for (const change of changes.slice(done)) {
        keep(kept, change)
        if ('fact' in change) said.push(change.fact)
      }
      done = changes.length
    }
    const { result, changes } = takeStep(room, at, (_, settled) => {
      keepNext(settled)
      return decide(room, at)
    })
    keepNext(changes)
    room.touched.clear()
    return result
  }
  const withBooking = (
    id: string,
    asker: Asker,
    decide: (room: Room, booking: Booking, at: Moment) => Outcome,
  ): RoomAnswer<Booking> =>
    step((_, at) => {
      const booking = kept.bookings.get(id)
      if (booking === undefined || !mayUse(asker, booking)) return failed({ reason: 'not_found' })
      const decided = decide(room, booking, at)
      return decided.ok ? ok(withUser(decided.value, asker, at)) : decided
    })
  const entryFor = (id: string, asker: Asker): Entry | null => {
    const entry = room.waitlist.live.get(id) ?? kept.entries.get(id)
    return entry !== undefined && mayUseEntry(asker, entry) ? entry : null
  }
  const placed = (answer: Result<Entry, Refusal>, asker: Asker): RoomAnswer<PlacedEntry> =>
    answer.ok ? ok(shown(room, kept.entries.get(answer.value.id) ?? answer.value, asker)) : answer
  // The object keeps answers in rows; here it is enough that they are kept.
  const once = <T>(retry: Retry | null, act: () => RoomAnswer<T>): RoomAnswer<T> => {
    if (retry === null) return act()
    const known = answers.get(`${retry.scope} ${retry.key}`)
    if (known !== undefined && known.digest !== retry.digest) return failed({ reason: 'idempotency_key_reused' })
    if (known !== undefined) return { ok: true, value: JSON.parse(known.answer), repeated: true }
    const answer = act()
    if (answer.ok)
      answers.set(`${retry.scope} ${retry.key}`, { digest: retry.digest, answer: JSON.stringify(answer.value) })
    return answer
  }
  const nothing = () => step(() => ok({ value: null, changes: [] }))

  return {
    setClock(time) {
      now = time
    },
    configure(next) {
      nothing()
      const stays = next.settings.layoutKey === room.settings.layoutKey
      const lost = stays ? [] : lostPlaces(room, next.layout)
      if (lost.length > 0) return { reason: 'unavailable', seats: lost }
      configuration = stays ? { ...next, layout: configuration.layout } : next
      const { onSale } = room.waitlist
      room = rebuilt(kept, configuration, now)
      room.waitlist.onSale = onSale
      nothing()
      return null
    },
    hold: (wish, asker, retry) => once(retry, () => step((_, at) => placeHold(room, { wish, asker }, at))),
    extend: (id, asker) => step((_, at) => extendHold(room, { id, asker }, at)),
    release: (id, asker) => step(() => releaseHold(room, { id, asker })),
    book: (wish, asker, retry) => once(retry, () => step((_, at) => book(room, { wish, asker }, at))),
    confirm: (id, asker, wish) =>
      withBooking(id, asker, (_, booking, at) => confirm(room, { booking, asker, wish }, at)),
    change: (id, change, asker) =>
      withBooking(id, asker, (_, booking, at) => decideChange(room, { booking, change, asker }, at)),
    transfer: (id, wish, asker) =>
      withBooking(id, asker, (_, booking, at) => transfer(room, { booking, wish, asker }, at)),
    cancel: (id, wish, asker) => withBooking(id, asker, (_, booking, at) => cancel(room, { booking, asker, wish }, at)),
    block: (wish, asker) => step((_, at) => block(room, { wish, asker }, at)),
    unblock: (ids) => step(() => unblock(room, ids)),
    join: (wish, asker) =>
      placed(
        step((_, at) => join(room, { wish, asker }, at)),
        asker,
      ),
    entry: (id, ask, asker) =>
      placed(
        step((_, at) => {
          const entry = entryFor(id, asker)
          return entry === null ? failed({ reason: 'not_found' }) : decideEntry(room, { entry, asker, ask }, at)
        }),
        asker,
      ),
    takeOffer: (wish, asker) =>
      step((_, at) => {
        const entry = entryFor(wish.entryId, asker)
        if (entry === null) return failed({ reason: 'not_found' })
        const done = entry.status === 'CLAIMED' ? kept.bookings.get(entry.bookingId ?? '') : undefined
        return done === undefined ? takeOffer(room, { entry, asker, wish }, at) : ok({ value: done, changes: [] })
      }),
    alarm() {
      nothing()
    },
    evict() {
      const before = room
      room = rebuilt(kept, configuration, now)
      // Only a clock that went back shows an allotment kept that was released before.
      if (before.released.size === room.released.size)
        insist(differences(before, room).length === 0, 'I1: an eviction changes the room', differences(before, room))
    },
    availability() {
      nothing()
      return { ...availabilityOf(room), seats: seatStates(room) }
    },
    rows: () => kept,
    facts() {
      const heard = said
      said = []
      return heard
    },
    image: () => room,
  }
}
