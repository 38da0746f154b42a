import { DurableObject } from 'cloudflare:workers'
import type { AvailabilityDelta } from '../contract/availability-frames.ts'
import { advance, changesSince, type LiveView, viewOf, wholeOf } from '../domain/booking/live-view.ts'
import { readSeq } from '../domain/booking/watcher.ts'
import { relayNamed } from '../platform/live-relays.ts'
import { logFailure } from '../platform/log.ts'
import { audienceOf, RELAY_SOCKETS, type Told, type Watched } from './live-audience.ts'

/** So often a relay asks its room whether it missed something, as long as anybody watches. */
const STILL_THERE_MS = 60_000
const AGAIN_MS = 5000
/** After so many tries without its room it sends its sockets away, who come back another way. */
const MOST_FAILURES = 3
/** Service restart (IANA, WebSocket close codes). */
const COME_BACK = 1012

/**
 * Stands between the room of an event and a part of those who watch it, named by event, region and number. What it knows
 * it was told by the room, or asked of it; on disk lies only what it told its sockets last.
 */
export class LiveRelay extends DurableObject<Env> {
  readonly #place = relayNamed(this.ctx.id.name)
  /** As long as there is one, the room counts this relay among those that it tells. */
  #view: LiveView | null = null
  #following: Promise<void> | null = null
  /** Who is on the way in. */
  #coming = 0
  #failures = 0
  #alarmIsSet = false
  readonly #audience = audienceOf(this.ctx, this.#watched(), toldOf(this.ctx.storage.sql))

  /** Upgrades a request that the worker sends here; 503 where there are enough. `since` is where its client stands. */
  override async fetch(request: Request): Promise<Response> {
    const most = Number(this.env.LIVE_RELAY_SOCKETS) || RELAY_SOCKETS
    if (this.#sockets() >= most) return new Response(null, { status: 503 })
    this.#coming += 1
    try {
      await this.#setAlarm()
      return await this.#audience.admit(readSeq(new URL(request.url).searchParams.get('since')))
    } finally {
      this.#coming -= 1
    }
  }

  /**
   * What changed since this relay was told last; null where its room does not know.
   * @returns what it knows now, and for how many: with none it needs to be told no more
   */
  async tell(delta: AvailabilityDelta | null): Promise<{ seq: number; sockets: number }> {
    if (this.#sockets() === 0) {
      this.#view = null
      return { seq: 0, sockets: 0 }
    }
    await this.#follow()
    const view = this.#view
    if (view !== null && (delta === null || !advance(view, delta))) await this.#ask(view.seq)
    await this.#audience.tell()
    return { seq: this.#view?.seq ?? 0, sockets: this.#sockets() }
  }

  /** Asks the room whether it still counts on this relay, and for what was missed. */
  override async alarm(): Promise<void> {
    this.#alarmIsSet = false
    if (this.#sockets() === 0) return
    try {
      await this.#start()
      await this.#audience.tell()
      this.#failures = 0
      await this.#setAlarm()
    } catch (error) {
      await this.#roomIsAway(error)
    }
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    await this.#audience.heard(socket, message)
  }

  override webSocketClose(socket: WebSocket): void {
    this.#audience.left(socket)
  }

  override webSocketError(socket: WebSocket): void {
    this.#audience.left(socket)
  }

  #sockets(): number {
    return this.#audience.count() + this.#coming
  }

  async #setAlarm(ms = STILL_THERE_MS): Promise<void> {
    if (this.#alarmIsSet) return
    this.#alarmIsSet = true
    await this.ctx.storage.setAlarm(Date.now() + ms)
  }

  async #roomIsAway(error: unknown): Promise<void> {
    logFailure(error, { relay: this.ctx.id.name, what: 'its room does not answer' })
    this.#failures += 1
    if (this.#failures >= MOST_FAILURES) this.#audience.dismiss(COME_BACK, 'come back')
    else await this.#setAlarm(AGAIN_MS)
  }

  #room() {
    if (this.#place === null) throw new Error(`no relay has the name ${this.ctx.id.name}`)
    const { EVENT_ROOM } = this.env
    return EVENT_ROOM.get(EVENT_ROOM.idFromName(this.#place.eventId))
  }

  /** Lets the room tell this relay from now on, where it does not. */
  #follow(): Promise<void> {
    if (this.#view !== null) return Promise.resolve()
    this.#following ??= this.#start().finally(() => {
      this.#following = null
    })
    return this.#following
  }

  async #start(): Promise<void> {
    const { region = 'weur', n = 0 } = this.#place ?? {}
    const since = this.#view?.seq ?? (this.#audience.count() > 0 ? this.#audience.seq() : null)
    const start = await this.#room().follow({ region, n, sockets: this.#sockets(), since })
    if (start === null) throw new Error('there is no such event')
    const { base, whole, missed } = start
    this.#view ??= viewOf(base, whole)
    if (!advance(this.#view, missed ?? base)) this.#view = viewOf(base, whole)
  }

  /** Asks the room for what goes on after `since`; where it does not know that any more, for all. */
  async #ask(since: number): Promise<void> {
    const update = await this.#room().changes(since)
    const view = this.#view
    if (view !== null && update !== null) advance(view, update)
    // Where it is the client who stands too far back, this relay knows all that it needs.
    else if (view !== null && since >= view.seq) this.#view = null
    await this.#follow()
  }

  #watched(): Watched {
    let made = { seq: 0, frames: new Map<number | null, string>() }
    const frame = (since: number | null, of: (view: LiveView) => unknown): string => {
      const view = this.#view
      if (made.seq !== view?.seq) made = { seq: view?.seq ?? 0, frames: new Map() }
      const known = made.frames.get(since)
      if (known !== undefined) return known
      const found = view === null ? null : of(view)
      if (found === null) return JSON.stringify({ type: 'resync', seq: made.seq })
      const text = JSON.stringify(found)
      made.frames.set(since, text)
      return text
    }
    return {
      seq: () => this.#view?.seq ?? 0,
      low: () => (this.#view?.numbers.low === true ? { free: this.#view.numbers.free } : null),
      first: () => frame(null, wholeOf),
      since: (seq) => frame(seq, (view) => changesSince(view, seq)),
      reach: async (since) => {
        await this.#follow()
        const view = this.#view
        if (since === null || view === null || changesSince(view, since) !== null) return
        await this.#ask(Math.min(since, view.seq))
      },
    }
  }
}

const toldOf = (sql: SqlStorage): Told => {
  sql.exec(
    'CREATE TABLE IF NOT EXISTS told (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, low INTEGER NOT NULL)',
  )
  return {
    read() {
      const [row] = sql.exec<{ seq: number; low: number }>('SELECT seq, low FROM told').toArray()
      return { seq: row?.seq ?? 0, low: row?.low === 1 }
    },
    write({ seq, low }) {
      sql.exec('INSERT OR REPLACE INTO told VALUES (1, ?, ?)', seq, Number(low))
    },
  }
}
