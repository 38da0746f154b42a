import { DurableObject } from 'cloudflare:workers'
import type { LoggedEvent } from '../contract/domain-events.ts'
import { afterReading, due, granted, heard, readWish } from '../domain/events/feed.ts'
import { topicOf } from '../domain/events/topic.ts'
import { eventsSince, resumption } from '../platform/db/domain-events.ts'
import type { IssueActivity } from '../platform/db/occurrences.ts'
import type { Listener } from '../platform/live.ts'
import { stillStanding } from './live-check.ts'
import { liveCounters } from './live-counters.ts'
import { type Frames, framesOf } from './live-frames.ts'
import {
  firstListening,
  isFull,
  keepListening,
  listeningOf,
  ownerOf,
  stuck,
  tagOf,
  tagsOf,
  tell,
  tooSlow,
  unstuck,
} from './live-socket.ts'

/** A page that missed more than this reads the lists again instead. */
const RESUME_EVENTS = 1000
/** What one look at the log brings into memory. */
const STRETCH = 250
/** What a client reads when it must sign in anew: 4000 to 4999 are ours (RFC 6455, section 7.4.2). */
const SIGNED_OUT = 4401
/** When a socket that is full is looked at again. */
const DRAIN_MS = 200
/** When a log is read again that could not be read. */
const LOOK_AGAIN_MS = 1000
/** How long a socket can outlive what let it in, where nobody tells the hub: a sign-in that expired, an order that was lost. */
const CHECK_MS = 5 * 60_000
const PRESENCE_MS = 250

/** The live feed of one organisation: sockets that hibernate, each told of the log from where it stands. */
export class LiveHub extends DurableObject<Env> {
  #woken = false
  #reading = false
  /** Unknown after hibernation: then the next alarm checks, and who comes or goes next is told of. */
  #nextCheck = 0
  #people: number | null = null
  #counting = false
  readonly #count = liveCounters(() => this.#open())

  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    // Answered by the runtime, without waking this object.
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
  }

  /** Upgrades a request that the API has authenticated. Everything in the query comes from the API, not the client. */
  override async fetch(request: Request): Promise<Response> {
    const query = new URL(request.url).searchParams
    const organisation = query.get('organization') ?? ''
    const since = query.has('since') ? Number(query.get('since')) : null
    const { head, resumes } = await resumption(this.env.DB, { organisation, since, most: RESUME_EVENTS })
    const { 0: client, 1: server } = new WebSocketPair()
    this.ctx.acceptWebSocket(server, tagsOf(query))
    keepListening(server, firstListening(query, since !== null && resumes ? since : head))
    // No await since it was let in: events that are read meanwhile must not come before this.
    tell(server, { type: 'hello', position: head })
    if (!resumes) tell(server, { type: 'resync', position: head })
    const topics = query.get('topics')
    if (topics !== null) this.#listen(server, { subscribe: topics.split(',') })
    // What was missed comes from the log, and so does what was logged since its end was read.
    this.wake()
    this.#countPeople(true)
    await this.#alarmWithin(CHECK_MS)
    return new Response(null, { status: 101, webSocket: client })
  }

  /** The log has more, and these issues have other counters. Calls while the log is read become one more look at it. */
  wake(issues: IssueActivity[] = []): void {
    if (this.ctx.getWebSockets().length === 0) return
    this.#count(issues)
    this.#woken = true
    if (!this.#reading) this.ctx.waitUntil(this.#read())
  }

  /** Tells events again, marked as such, to the sockets that asked for that. One that is full misses them. */
  async replay(events: LoggedEvent[]): Promise<void> {
    const sockets = this.#open().filter((socket) => listeningOf(socket).replay)
    if (sockets.length === 0) return
    const frames = framesOf({ replay: true })
    for (const socket of sockets) {
      const listening = listeningOf(socket)
      const topics = heard(listening)
      for (const event of events)
        if (topics.includes(topicOf(event.type)) && !isFull(socket)) tell(socket, frames(event, listening.personal))
    }
  }

  /** Closes the sockets of sign-ins that ended, or of someone who may listen no more. */
  disconnect(listeners: Listener[]): void {
    for (const listener of listeners)
      for (const socket of this.ctx.getWebSockets(listener === 'everyone' ? undefined : tagOf(listener)))
        socket.close(SIGNED_OUT, 'the sign-in has ended')
    this.#countPeople()
  }

  /** Asks now and then who may still listen, and goes on where sockets were full or the log could not be read. */
  override async alarm(): Promise<void> {
    const sockets = this.ctx.getWebSockets()
    if (sockets.length === 0) return
    const now = Date.now()
    const checks = now >= this.#nextCheck
    await this.ctx.storage.setAlarm(checks ? now + CHECK_MS : this.#nextCheck)
    this.wake()
    if (!checks) return
    const stands = await stillStanding(this.env.DB, this.#owners(sockets), now)
    this.#nextCheck = now + CHECK_MS
    for (const socket of sockets)
      if (!stands(ownerOf(this.ctx.getTags(socket)))) socket.close(SIGNED_OUT, 'the sign-in has ended')
    this.#countPeople()
  }

  /** All that a client may say, as JSON: which topics it wants, whether it hears what is told again, how much it read. */
  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    const wish = readWish(message)
    if (wish === null) {
      socket.close(1008, 'send {"subscribe": [topics], "replay": true or false}')
      return
    }
    if (wish.read !== undefined) this.#hasRead(socket, wish.read)
    if (wish.subscribe === undefined && wish.replay === undefined) return
    if (isFull(socket)) tooSlow(socket)
    else this.#listen(socket, wish)
  }

  override webSocketClose(): void {
    this.#countPeople()
  }

  override webSocketError(): void {
    this.#countPeople()
  }

  #open(): WebSocket[] {
    return this.ctx.getWebSockets().filter(({ readyState }) => readyState === WebSocket.OPEN)
  }

  #owners(sockets: WebSocket[]) {
    return sockets.map((socket) => ownerOf(this.ctx.getTags(socket)))
  }

  #listen(socket: WebSocket, wish: Parameters<typeof granted>[1]): void {
    const { listening, refused } = granted(listeningOf(socket), wish)
    keepListening(socket, listening)
    tell(socket, { type: 'subscribed', topics: heard(listening), replay: listening.replay, refused })
  }

  #hasRead(socket: WebSocket, read: number): void {
    const waited = isFull(socket)
    keepListening(socket, afterReading(listeningOf(socket), read))
    if (waited) this.wake()
  }

  /** Reads the log as long as somebody says that there is more. One at a time: what it tells must stay in order. */
  async #read(): Promise<void> {
    this.#reading = true
    try {
      while (this.#woken) {
        this.#woken = false
        await this.#readStretch()
      }
    } catch {
      console.warn(JSON.stringify({ level: 'warn', message: 'the live feed could not read the log' }))
      await this.#alarmWithin(LOOK_AGAIN_MS)
    } finally {
      this.#reading = false
    }
  }

  async #readStretch(): Promise<void> {
    const ready = this.#ready()
    const [first] = ready
    if (first !== undefined) {
      const { organization: organisation } = ownerOf(this.ctx.getTags(first))
      const from = Math.min(...ready.map((socket) => listeningOf(socket).position))
      const events = await eventsSince(this.env.DB, { organisation, since: from, limit: STRETCH })
      if (events.length === STRETCH) this.#woken = true
      const frames = framesOf()
      // No await from here on: who came while the log was read stands where they came in, or before this stretch.
      for (const socket of this.#open()) this.#tellDue(socket, { from, events }, frames)
    }
    if (this.#open().some((socket) => isFull(socket))) await this.#alarmWithin(DRAIN_MS)
  }

  /** Sends a socket what it is behind, until it is full; it goes on from there another time. */
  #tellDue(socket: WebSocket, stretch: Parameters<typeof due>[1], frames: Frames): void {
    const listening = listeningOf(socket)
    const topics = heard(listening)
    let { position, unread } = listening
    for (const event of due(position, stretch)) {
      if (isFull(socket, unread)) break
      position = event.position
      if (!topics.includes(topicOf(event.type))) continue
      const text = frames(event, listening.personal)
      tell(socket, text)
      if (unread !== null) unread += text.length
    }
    if (position !== listening.position) keepListening(socket, { ...listening, position, unread })
  }

  /** @returns the sockets that take more; of the others it is noted since when they do not. */
  #ready(): WebSocket[] {
    const now = Date.now()
    const full = Map.groupBy(this.#open(), (socket) => isFull(socket))
    for (const socket of full.get(true) ?? []) stuck(socket, now)
    const ready = full.get(false) ?? []
    for (const socket of ready) unstuck(socket)
    return ready
  }

  /** Tells, soon, how many people listen, where that is another number or somebody came who does not know it. */
  #countPeople(somebodyCame = false): void {
    if (somebodyCame) this.#people = null
    if (this.#counting) return
    this.#counting = true
    setTimeout(() => {
      this.#counting = false
      this.#tellPeople()
    }, PRESENCE_MS)
  }

  #tellPeople(): void {
    const sockets = this.#open()
    const listeners = new Set(this.#owners(sockets).flatMap(({ person, user }) => (person ? [user] : []))).size
    if (listeners === this.#people) return
    this.#people = listeners
    for (const socket of sockets) if (!isFull(socket)) tell(socket, { type: 'presence', listeners })
  }

  async #alarmWithin(ms: number): Promise<void> {
    const due = await this.ctx.storage.getAlarm()
    const latest = Date.now() + ms
    if (due === null || due > latest) await this.ctx.storage.setAlarm(latest)
  }
}
