import { DurableObject } from 'cloudflare:workers'
import type { Standing, WaitingRoomNumbers, WaitingRoomRules } from '../contract/waiting-room.ts'
import type { Seed } from '../domain/booking/waiting-room/draw.ts'
import {
  admittedSince,
  forgetOver,
  insideOf,
  type Line,
  lineOf,
  overBelow,
  placeOf,
  upto,
  waitingIn,
} from '../domain/booking/waiting-room/line.ts'
import { afterHolds, isHeavy, type Load } from '../domain/booking/waiting-room/load.ts'
import { standingOf } from '../domain/booking/waiting-room/standing.ts'
import { giveBack, nextDue, ruled, type Step, settle, take } from '../domain/booking/waiting-room.ts'
import { type WaitingRoomRows, waitingRoomRows } from './waiting-room-rows.ts'
import { type WaitingRoomSockets, waitingRoomSockets } from './waiting-room-sockets.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60_000
/** How long nobody has to wait any more, before `auto` switches off. */
const EMPTY_MS = MINUTE_MS
/** When a round that nobody comes to any more is forgotten. */
const ROUND_MS = 7 * 24 * 60 * MINUTE_MS
/** So many admissions may be over before they are forgotten together. */
const FORGOTTEN_TOGETHER = 120
/** Eight bytes of memory for each. */
const MOST_PLACES = 2_000_000

/**
 * The waiting room of one event. What it knows of guests is one row each: guest and place; see domain/booking/waiting-room.ts
 * for why neither the draw nor an admission touches them. Each call says what the rules are, so that a change that did not
 * get here is heeded with the next guest.
 */
export class WaitingRoom extends DurableObject<Env> {
  readonly #rows: WaitingRoomRows
  readonly #sockets: WaitingRoomSockets
  #line: Line
  #load: Load = { perSecond: 0, at: 0 }
  #watching = { sockets: 0, at: 0 }
  #alarm: number | null = null

  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    // Answered by the runtime, without waking this object.
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
    this.#rows = waitingRoomRows(state.storage)
    this.#line = this.#rows.line()
    this.#sockets = waitingRoomSockets(state)
  }

  /** Takes rules that are newer than those it has. @returns whether one has to queue now */
  configure(rules: WaitingRoomRules): boolean {
    this.#step(rules)
    return this.#line.active
  }

  /** Gives a guest a place, the last one; one who has one keeps it, unless their turn is over. Null where it is full. */
  join(guest: string, rules: WaitingRoomRules): Standing | null {
    const now = this.#step(rules)
    const held = this.#rows.placeOf(guest)
    const standing = standingOf(this.#line, held, now)
    if (standing.state !== 'absent' && standing.state !== 'expired') return standing
    if (this.#line.given >= MOST_PLACES) return null
    const idle = waitingIn(this.#line) === 0
    const place = take(this.#line)
    this.#rows.keepGuest(guest, place)
    if (held !== null) this.#sockets.move(held, place)
    this.#settle(now, idle)
    return standingOf(this.#line, place, now)
  }

  /** @returns where a guest stands. */
  stand(guest: string, rules: WaitingRoomRules): Standing {
    const now = this.#step(rules)
    return standingOf(this.#line, this.#rows.placeOf(guest), now)
  }

  /** Takes a guest's place back: because they do not want it any more, or because they are done. */
  leave(guest: string, rules: WaitingRoomRules): void {
    const now = this.#step(rules)
    const place = this.#rows.placeOf(guest)
    if (place === null) return
    this.#rows.dropGuest(guest, place)
    giveBack(this.#line, place)
    this.#sockets.tell(place, () => standingOf(this.#line, null, now))
    this.#sockets.changed()
    this.#settle(now)
  }

  /**
   * Hears what is asked of the event: holds since it was last told, and sockets that are open. Switches `auto` on.
   * @param rules null from who does not know them, as the room of the event
   */
  report({ holds, sockets }: { holds: number; sockets?: number }, rules: WaitingRoomRules | null): boolean {
    const now = this.#step(rules ?? this.#line.rules)
    this.#load = afterHolds(this.#load, holds, now)
    if (sockets !== undefined) this.#watching = { sockets, at: now }
    if (!this.#line.active && this.#line.rules.mode === 'auto' && this.#isHeavy(now)) {
      this.#switch(true, now)
      this.#settle(now)
    }
    return this.#line.active
  }

  /** @returns what the organiser may know. */
  numbers(rules: WaitingRoomRules): WaitingRoomNumbers {
    const now = this.#step(rules)
    const { active, opening, given } = this.#line
    return {
      active,
      openedAt: opening === null ? null : new Date(opening.at).toISOString(),
      drawn: opening?.drawn ?? 0,
      seed: opening === null ? null : [...opening.seed],
      joined: given,
      waiting: waitingIn(this.#line),
      inside: insideOf(this.#line, now),
      admitted: this.#line.admissions.at(-1)?.people ?? 0,
      lastMinute: admittedSince(this.#line, now - MINUTE_MS),
      sockets: this.#sockets.count(),
    }
  }

  /** Upgrades a request of a guest whom the API knows: `guest` in the query comes from there. */
  override fetch(request: Request): Response {
    const now = this.#settle(Date.now())
    const place = this.#rows.placeOf(new URL(request.url).searchParams.get('guest') ?? '')
    if (place === null || !this.#line.active) return new Response(null, { status: 404 })
    if (this.#sockets.isFull()) return new Response(null, { status: 503 })
    const { 0: client, 1: server } = new WebSocketPair()
    this.#sockets.accept(server, place, standingOf(this.#line, place, now))
    return new Response(null, { status: 101, webSocket: client })
  }

  override alarm(): void {
    this.#alarm = null
    const now = this.#settle(Date.now())
    this.#sockets.tellSome((place) => standingOf(this.#line, place, now))
    this.#tidy(now)
    this.#wake(now)
  }

  /** Nothing is heard from a page here. */
  override webSocketMessage(socket: WebSocket): void {
    this.#sockets.drop(socket, 1008)
  }

  override webSocketClose(socket: WebSocket): void {
    this.#sockets.drop(socket)
  }

  override webSocketError(socket: WebSocket): void {
    this.#sockets.drop(socket)
  }

  /** Heeds rules that are new, then what the clock has made so. @returns the moment */
  #step(rules: WaitingRoomRules): number {
    const now = Date.now()
    if (rules.version > this.#line.rules.version) {
      this.#settle(now)
      this.#keep(ruled(this.#line, rules, now))
      this.#switch(rules.mode === 'on' || (rules.mode === 'auto' && this.#line.active), now)
      this.#sockets.changed()
    }
    return this.#settle(now)
  }

  #settle(now: number, idle = false): number {
    const before = upto(this.#line)
    this.#keep(settle(this.#line, now, { seed: randomSeed, idle }))
    const standing = (place: number) => standingOf(this.#line, place, now)
    for (let turn = before; turn < upto(this.#line); turn += 1) this.#sockets.tell(placeOf(this.#line, turn), standing)
    this.#wake(now)
    return now
  }

  #keep(steps: Step[]): void {
    if (steps.length === 0) return
    this.#rows.keepSteps(this.#line, steps)
    this.#sockets.changed()
  }

  #switch(active: boolean, now: number): void {
    const ends = this.#line.active && !active
    this.#line.active = active
    if (ends) this.#end(now)
    else this.#rows.keepRoom(this.#line)
  }

  /** Forgets everyone: nobody has to queue any more, or nobody has come for long. */
  #end(now: number): void {
    const { rules, active } = this.#line
    this.#line = lineOf({ rules, active, opening: null, admissions: [], gonePlaces: [], lastPlace: -1 })
    this.#rows.clear()
    this.#rows.keepRoom(this.#line)
    this.#sockets.tellAll(standingOf(this.#line, null, now))
  }

  #tidy(now: number): void {
    const forgotten = this.#line.admissions.length > FORGOTTEN_TOGETHER ? forgetOver(this.#line, now) : 0
    const { opening } = this.#line
    if (forgotten > 0 && opening !== null)
      this.#rows.forget(forgotten, { drawn: opening.drawn, over: overBelow(this.#line, now) })
    const empty = this.#emptySince()
    if (empty === null) return
    if (this.#line.rules.mode === 'auto' && now - empty >= EMPTY_MS && !this.#isHeavy(now)) {
      this.#switch(false, now)
    } else if (now - empty >= ROUND_MS) this.#end(now)
  }

  /** Since when nobody was admitted, where nobody waits. */
  #emptySince(): number | null {
    const { active, admissions } = this.#line
    return active && waitingIn(this.#line) === 0 ? (admissions.at(-1)?.at ?? null) : null
  }

  #isHeavy(now: number): boolean {
    const { perSecond } = afterHolds(this.#load, 0, now)
    // A room that says no more has nothing to say: nobody comes to watch, and nothing is sold.
    const sockets = now - this.#watching.at < MINUTE_MS ? this.#watching.sockets : 0
    return isHeavy({ perSecond, sockets }, this.#line.rules)
  }

  /** Sets the alarm for what is due next, where none is set that is earlier. */
  #wake(now: number): void {
    const empty = this.#emptySince()
    const ends = this.#line.rules.mode === 'auto' ? EMPTY_MS : ROUND_MS
    const due = [
      nextDue(this.#line, now),
      this.#sockets.owes() ? now + SECOND_MS : null,
      empty === null ? null : Math.max(empty + ends, now + SECOND_MS),
    ].filter((moment) => moment !== null)
    if (due.length === 0) return
    const next = Math.min(...due)
    if (this.#alarm !== null && this.#alarm <= next) return
    this.#alarm = next
    void this.ctx.storage.setAlarm(next)
  }
}

const randomSeed = (): Seed => {
  const [a = 0, b = 0, c = 0, d = 0] = crypto.getRandomValues(new Uint32Array(4))
  return [a, b, c, d]
}
