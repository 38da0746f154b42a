import type { LiveFrame } from '../contract/live.ts'
import type { Listening } from '../domain/events/feed.ts'
import { isTopic } from '../domain/events/topic.ts'
import type { Listener } from '../platform/live.ts'

/** Whose a socket is; `person` is set where that is no program. */
export interface Owner {
  organization: string
  user: string
  session?: string
  person?: string
}

const TAGS = ['organization', 'user', 'session', 'person'] as const

/** @returns the tags of a socket, by which it is found again: whose it is. */
export const tagsOf = (query: URLSearchParams): string[] =>
  TAGS.filter((name) => query.has(name)).map((name) => `${name}:${query.get(name)}`)

/** @returns whose a socket is, by its tags. */
export const ownerOf = (tags: string[]): Owner => ({
  organization: '',
  user: '',
  ...Object.fromEntries(tags.map((tag) => [tag.slice(0, tag.indexOf(':')), tag.slice(tag.indexOf(':') + 1)])),
})

/** @returns the tag of a listener's sockets. */
export const tagOf = (listener: Exclude<Listener, 'everyone'>): string =>
  'session' in listener ? `session:${listener.session}` : `user:${listener.user}`

/** @returns how a socket listens at first, by what the API says of its caller. */
export const firstListening = (query: URLSearchParams, position: number): Listening => ({
  position,
  allowed: (query.get('allowed') ?? '').split(',').filter(isTopic),
  wanted: null,
  personal: query.has('personal'),
  replay: false,
  unread: null,
  stuckSince: null,
  missed: false,
})

/** What attachments say, as long as this object is awake: reading them anew for each event is most of the work. */
const awake = new WeakMap<WebSocket, Listening>()

/** @returns how a socket listens: what it kept through hibernation. */
export const listeningOf = (socket: WebSocket): Listening => {
  const known = awake.get(socket)
  if (known !== undefined) return known
  const kept = socket.deserializeAttachment() as Listening
  awake.set(socket, kept)
  return kept
}

/** Keeps how a socket listens, through hibernation too. */
export const keepListening = (socket: WebSocket, listening: Listening): void => {
  awake.set(socket, listening)
  socket.serializeAttachment(listening)
}

/** Sends one frame. A socket that is closing refuses; the others must still hear. */
export const tell = (socket: WebSocket, frame: LiveFrame | string): void => {
  try {
    socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  } catch {
    socket.close(1011, 'send failed')
  }
}

/** What may pile up at a socket before it counts as full. */
const PILED_UP = 256 * 1024

/**
 * @param unread what the client did not say it read, as far as it says so: not every runtime knows `bufferedAmount`
 * @returns whether nothing more should be sent to it for now
 */
export const isFull = (socket: WebSocket, unread = listeningOf(socket).unread): boolean =>
  (unread ?? 0) > PILED_UP || socket.bufferedAmount > PILED_UP

/** How long a socket may take nothing at all. */
const STUCK_MS = 10_000
/** What a client reads that takes too little: try again later (IANA, WebSocket close codes). */
const TRY_AGAIN_LATER = 1013

/** Notes since when a socket takes nothing, and closes one that took nothing for too long. `now` in milliseconds. */
export const stuck = (socket: WebSocket, now: number): void => {
  const listening = listeningOf(socket)
  if (listening.stuckSince === null) keepListening(socket, { ...listening, stuckSince: now })
  else if (now - listening.stuckSince > STUCK_MS) tooSlow(socket)
}

/** Notes that a socket takes more again. Counters that passed it by are not told again: it must read them. */
export const unstuck = (socket: WebSocket): void => {
  const listening = listeningOf(socket)
  if (listening.stuckSince === null && !listening.missed) return
  keepListening(socket, { ...listening, stuckSince: null, missed: false })
  if (listening.missed) tell(socket, { type: 'resync', position: listening.position })
}

/** Closes a socket whose client does not read. */
export const tooSlow = (socket: WebSocket): void => socket.close(TRY_AGAIN_LATER, 'the feed is not read')
