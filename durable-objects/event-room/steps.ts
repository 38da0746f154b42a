import type { Asker, Configuration, Refusal, Retry, RoomAnswer } from '../../contract/room.ts'
import type { Decided } from '../../domain/booking/hold.ts'
import { lostPlaces, withLostTypes } from '../../domain/booking/lost-places.ts'
import type { Change, Moment, Room } from '../../domain/booking/room.ts'
import { takeStep } from '../../domain/booking/settle.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { randomId } from '../../platform/crypto.ts'
import { projectBookings } from '../../platform/db/bookings.ts'
import type { Fact } from '../../platform/db/commit.ts'
import { projectFree } from '../../platform/db/event-free.ts'
import { projectInvitations } from '../../platform/db/invitations.ts'
import { projectEntries } from '../../platform/db/waitlist.ts'
import { logFailure } from '../../platform/log.ts'
import { because } from '../../platform/trace.ts'
import { outboxOf } from '../outbox.ts'
import { deltaLog } from './deltas.ts'
import { readInvitation } from './invitation-rows.ts'
import { type Live, liveOf } from './live.ts'
import { newsOf } from './news.ts'
import { oldAnswersOf, once } from './once.ts'
import { keep, keepSettings, makeTables, readBooking, readEntry, readRoom } from './rows.ts'
import { sweepsOf } from './sweeps.ts'

/** When the alarm writes what was left to be written before the object slept. */
const BEHIND_MS = 1000
/** When it looks again after a step that failed by a fault of ours. */
const AFTER_FAULT_MS = 30_000

export type Decide<T> = (room: Room, moment: Moment) => Result<Decided<T>, Refusal>

type Cause = Pick<Asker, 'actor' | 'cause'>

const NOBODY: Cause = { actor: null, cause: {} }
const NOTHING: Decide<null> = () => ok({ value: null, changes: [] })

/** How a room decides: one step after the other, each whole, from its image in memory and into its rows. */
export interface Steps {
  /** Its image; null where nobody has told the room of its event. */
  room(): Room | null
  live: Live
  /** One request: once for its key, and with all that it changes or nothing. */
  do<T>(asker: Cause, retry: Retry | null, decide: Decide<T>): RoomAnswer<T>
  /** The same of an answer that is made of more than a decision. */
  once<T>(retry: Retry | null, act: () => RoomAnswer<T>): RoomAnswer<T>
  step<T>(asker: Cause, decide: Decide<T>): Result<T, Refusal>
  /** Ends what the clock has ended, before something is read. */
  hearClock(): void
  configure(configuration: Configuration): { version: number } | { needs: 'layout' } | Refusal
  /** What the alarm does: cleans up, goes on with what is done in batches, and writes what the log does not have. */
  wake(): Promise<void>
  flush(): Promise<void>
}

/** Wakes a room: its image is made of its rows, and whatever was left to be done is done by the alarm. */
export const stepsOf = (state: DurableObjectState, env: Env): Steps => {
  const { storage } = state
  const { sql } = storage
  makeTables(sql)
  let room = readRoom(sql, Date.now())
  let alarmAt = Number.POSITIVE_INFINITY
  const deltas = deltaLog(sql)
  const live = liveOf(state, env, { deltas, roomNow: () => room })
  const news = newsOf(sql, live.published)
  const sweeps = sweepsOf(sql)
  const answers = oldAnswersOf(sql)
  const bookingById = (id: string) => readBooking(sql, id)
  const invitationById = (id: string) => readInvitation(sql, id)

  const wakeBy = (time: number): void => {
    if (time >= alarmAt || time === Number.POSITIVE_INFINITY) return
    alarmAt = time
    // The runtime takes no alarm for the beginning of time, which is how "at once" is said here.
    state.waitUntil(storage.setAlarm(Math.max(1, time)))
  }
  const outbox = outboxOf(storage, env, {
    wakeBy,
    alongside: (facts) => [
      ...projectBookings(env.DB, facts, bookingById),
      ...projectFree(env.DB, facts),
      ...projectEntries(env.DB, facts, { entryById: (id) => readEntry(sql, id), bookingById, invitationById }),
      ...projectInvitations(env.DB, facts, { invitationById, bookingById }),
    ],
  })
  const nextLook = (now: Room): number =>
    Math.min(now.nextExpiry, now.waitlist.lookAt, news.due(), sweeps.due(now), answers.due())

  const log = (changes: readonly Change[], { eventId, organisationId }: Room['settings'], asker: Cause): void => {
    const facts = changes.flatMap((change) => ('fact' in change ? [change.fact] : []))
    if (facts.length === 0) return
    const said = { organisationId, actor: asker.actor, time: Date.now() }
    const logged = facts.map((fact) => ({ ...fact, ...said, id: randomId('e') }) as Fact)
    because(asker.cause, () => outbox.keep(logged))
    state.waitUntil(outbox.flushSoon().catch((error: unknown) => logFailure(error, { room: eventId })))
  }

  const step = <T>(asker: Cause, decide: Decide<T>): Result<T, Refusal> => {
    const image = room
    if (image === null) return failed({ reason: 'not_found' })
    const { settings, moves } = image
    const now = Date.now()
    const moment = { now, id: (prefix: string) => randomId(`${prefix}_${settings.eventId}`), random: Math.random() }
    let kept = 0
    const keepNext = (made: readonly Change[]) => {
      for (const change of made.slice(kept)) keep(sql, change)
      kept = made.length
    }
    const { result, changes } = takeStep(image, moment, (_, settled) => {
      // What is decided reads rows, and they must not say that a booking waits which the clock has ended in this step.
      keepNext(settled)
      return decide(image, moment)
    })
    keepNext(changes)
    if (image.moves !== moves) {
      deltas.add([...image.touched])
      image.touched.clear()
      live.moved()
    }
    log(changes, settings, asker)
    const told = news.take(image, now)
    if (told !== null) log([{ fact: told }], settings, NOBODY)
    wakeBy(nextLook(image))
    return result
  }

  const doOnce = <T>(retry: Retry | null, act: () => RoomAnswer<T>): RoomAnswer<T> => {
    const now = Date.now()
    if (retry !== null) answers.kept(now)
    try {
      return storage.transactionSync(() => once(sql, { retry, now }, act))
    } catch (error) {
      // The rows are as they were before, and the alarm; the image may not be, nor what is known of the alarm.
      room = readRoom(sql, Date.now())
      alarmAt = Number.POSITIVE_INFINITY
      wakeBy(Date.now() + AFTER_FAULT_MS)
      throw error
    }
  }
  const act = <T>(asker: Cause, retry: Retry | null, decide: Decide<T>) => doOnce(retry, () => step(asker, decide))

  const configure: Steps['configure'] = ({ version, settings, layout }) => {
    if (room !== null && version <= room.version) return { version: room.version }
    const stays = settings.layoutKey === room?.settings.layoutKey
    if (settings.layoutKey !== null && !stays && layout === null) return { needs: 'layout' }
    // A hold that has ended keeps no plan from being changed.
    act(NOBODY, null, NOTHING)
    const lost = room === null || stays ? [] : lostPlaces(room, layout)
    if (lost.length > 0)
      return { reason: 'unavailable', detail: 'These places are taken and would vanish', seats: lost }
    const kept = room === null ? settings : withLostTypes(room, settings)
    storage.transactionSync(() => {
      keepSettings(sql, version, kept, layout)
      deltas.addAll()
    })
    const onSale = room?.waitlist.onSale ?? null
    room = readRoom(sql, Date.now())
    // More places may be for those who wait: before anyone else is heard.
    if (room !== null) room.waitlist.onSale = onSale
    act(NOBODY, null, NOTHING)
    live.moved()
    return { version }
  }

  const wake = async (): Promise<void> => {
    alarmAt = Number.POSITIVE_INFINITY
    sweeps.reload()
    answers.letGo(Date.now())
    try {
      act(NOBODY, null, (image, { now }) => ok({ value: null, changes: sweeps.take(image, now) }))
      if (room !== null) wakeBy(nextLook(room))
    } finally {
      // Whatever is wrong with a step, what was decided before it is told.
      await outbox.flush()
    }
  }

  // The alarm of before is replaced by the next one that is set, so whatever waits says so anew.
  if (room !== null) wakeBy(nextLook(room))
  if (outbox.waiting() > 0) wakeBy(Date.now() + BEHIND_MS)
  return {
    room: () => room,
    live,
    do: act,
    once: doOnce,
    step,
    // As whole as any other step: half of one would leave places free that a booking has.
    hearClock: () => void act(NOBODY, null, NOTHING),
    configure,
    wake,
    flush: () => outbox.flush(),
  }
}
