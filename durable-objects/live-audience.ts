import { type Inbound, readWatcher, taken } from '../domain/booking/watcher.ts'
import { type Apart, isFull, POLICY, TRY_AGAIN_LATER, watchersOf } from './live-watchers.ts'

/** What is watched: the room of an event, or what a relay knows of it. Frames are JSON, made once for all who get them. */
export interface Watched {
  seq(): number
  /** Whether few places are left, and how many then. */
  low(): { free: number } | null
  /** The frame for who knows nothing. */
  first(): string
  /** The frame for who knows everything up to a `seq`. */
  since(seq: number): string
  /** Comes to know what goes on from `seq`, where that takes time. */
  reach?(seq: number | null): Promise<void>
}

/** What all were told, but for those who are known to stand elsewhere. */
export interface Stand {
  seq: number
  low: boolean
}

/** Keeps what all were told beyond the memory of the object. */
export interface Told {
  read(): Stand
  write(stand: Stand): void
}

/** Sockets of those who watch an event. They hibernate, and outlive the memory of their object. */
export interface Audience {
  count(): number
  /** The `seq` that all were told. */
  seq(): number
  /** Upgrades a request. `since` is where its client stands, or null. */
  admit(since: number | null): Promise<Response>
  /** Tells everyone what changed, in one frame. @returns when the last one was told */
  tell(): Promise<void>
  heard(socket: WebSocket, message: string | ArrayBuffer): Promise<void>
  /** A socket is gone. */
  left(socket: WebSocket): void
  /** Closes all of them, who then come back. */
  dismiss(code: number, reason: string): void
}

/** So many sockets one relay takes; LIVE_RELAY_SOCKETS says otherwise. */
export const RELAY_SOCKETS = 2500
/** So many sockets are told before others have their turn: some ten milliseconds. */
const AT_ONCE = 250
/** Between two rounds. */
const REST_MS = 50
/** When a socket that was passed by is looked at again. */
const DRAIN_MS = 200
/** How long a socket may take nothing. */
const STUCK_MS = 10_000
/** Whoever stands before the mark is told more than they need, which does no harm; so it is not written at every frame. */
const MARK_MS = 1000

/**
 * @returns the audience of an object. All stand where the last frame left them. Only of the few who do not is it known
 * one by one, and only of those who were passed by is it kept in their attachment: that costs more than a frame.
 */
export const audienceOf = (state: DurableObjectState, watched: Watched, told: Told): Audience => {
  const watchers = watchersOf(state)
  const { open, apart } = watchers
  const inbound = new WeakMap<WebSocket, Inbound>()
  const now = (): Stand => ({ seq: watched.seq(), low: watched.low() !== null })
  let crowd = open.size > 0 ? told.read() : now()
  let telling = false
  let again = false

  /** Notes where a socket stands. */
  const stand = (socket: WebSocket, seq: number): void => {
    if (apart.get(socket)?.stuckSince) socket.serializeAttachment(null)
    if (seq === crowd.seq && !telling) apart.delete(socket)
    else apart.set(socket, { seq, stuckSince: null })
  }

  const passBy = (socket: WebSocket, seq: number): void => {
    const since = apart.get(socket)?.stuckSince ?? null
    if (since === null) watchers.keepApart(socket, { seq, stuckSince: Date.now() })
    else if (Date.now() - since > STUCK_MS) watchers.close(socket, TRY_AGAIN_LATER, 'the frames are not read')
  }

  const catchUp = (socket: WebSocket, { seq }: Apart): void => {
    if (isFull(watchers, socket)) {
      passBy(socket, seq)
      return
    }
    if (seq < watched.seq()) watchers.send(socket, watched.since(seq))
    if (open.has(socket)) stand(socket, Math.max(seq, watched.seq()))
  }

  const drain = onceIn(DRAIN_MS, () => {
    for (const [socket, at] of [...apart]) if (at.stuckSince !== null) catchUp(socket, at)
    drainIfStuck()
  })
  const drainIfStuck = (): void => {
    if ([...apart.values()].some(({ stuckSince }) => stuckSince !== null)) drain()
  }

  const mark = onceIn(MARK_MS, () => told.write(crowd))

  const answer = (socket: WebSocket, since: number | null): void => {
    watchers.send(socket, since === null ? watched.first() : watched.since(since))
    if (open.has(socket)) stand(socket, watched.seq())
  }

  const isTaking = (socket: WebSocket): boolean => (apart.get(socket)?.stuckSince ?? null) === null

  const tellAll = async (): Promise<void> => {
    const was = crowd
    const to = now()
    const frame = to.seq > was.seq ? watched.since(was.seq) : null
    const low = to.low && !was.low ? JSON.stringify({ type: 'low', ...watched.low() }) : null
    const sockets = [...open]
    for (const [n, socket] of sockets.entries()) {
      // A long row of sockets keeps nobody else waiting, and the first frames leave before the last are made.
      if (n > 0 && n % AT_ONCE === 0) await scheduler.wait(0)
      if (!open.has(socket)) continue
      const at = apart.get(socket)
      if (at !== undefined) catchUp(socket, at)
      else if (isFull(watchers, socket)) passBy(socket, was.seq)
      else if (frame !== null) watchers.send(socket, frame)
      if (low !== null && isTaking(socket)) watchers.send(socket, low)
    }
    // Not before the last one has heard: until then the others only know more than it is said of them.
    crowd = to
    for (const [socket, { seq, stuckSince }] of apart) if (stuckSince === null && seq === to.seq) apart.delete(socket)
    if (open.size > 0 && (to.seq !== was.seq || to.low !== was.low)) mark()
    drainIfStuck()
  }

  const tell = async (): Promise<void> => {
    again = telling
    if (telling) return
    telling = true
    try {
      do {
        if (again) await scheduler.wait(REST_MS)
        again = false
        await tellAll()
      } while (again)
    } finally {
      telling = false
    }
  }

  return {
    count: () => open.size,
    seq: () => crowd.seq,
    async admit(since) {
      await watched.reach?.(since)
      const { 0: client, 1: server } = new WebSocketPair()
      if (open.size === 0) {
        crowd = now()
        told.write(crowd)
      }
      watchers.add(server)
      answer(server, since)
      return new Response(null, { status: 101, webSocket: client })
    },
    tell,
    async heard(socket, message) {
      const said = readWatcher(message)
      const left = taken(inbound.get(socket), Date.now())
      if (said === null) return watchers.close(socket, POLICY, 'send {"since": seq}')
      if (left === null) return watchers.close(socket, POLICY, 'too many messages')
      inbound.set(socket, left)
      if (said.read !== undefined) watchers.hasRead(socket, said.read)
      const at = apart.get(socket)
      if (at !== undefined && at.stuckSince !== null) return catchUp(socket, at)
      if (said.since === undefined) return
      await watched.reach?.(said.since)
      answer(socket, said.since)
    },
    left: watchers.forget,
    dismiss(code, reason) {
      for (const socket of [...open]) watchers.close(socket, code, reason)
    },
  }
}

/**
 * @param every at least so many milliseconds lie between two times; what comes after a pause waits for `ms` alone
 * @returns what does something after `ms` milliseconds, once for all the calls until then
 */
export const onceIn = (ms: number, act: () => void, every = 0): (() => void) => {
  let waits = false
  let last = 0
  return () => {
    if (waits) return
    waits = true
    setTimeout(
      () => {
        waits = false
        act()
        last = Date.now()
      },
      Math.max(ms, last + every - Date.now()),
    )
  }
}
