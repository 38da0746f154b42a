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
  stuckSince: null,
  missed: false,
})

/** @returns how a socket listens: what it kept through hibernation. */
export const listeningOf = (socket: WebSocket): Listening => socket.deserializeAttachment() as Listening

/** Sends one frame. A socket that is closing refuses; the others must still hear. */
export const tell = (socket: WebSocket, frame: LiveFrame | string): void => {
  try {
    socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  } catch {
    socket.close(1011, 'send failed')
  }
}

/** What may pile up at a socket before it counts as stuck. */
const PILED_UP_BYTES = 256 * 1024

/** @returns whether nothing more should be sent to it for now. */
export const isFull = ({ bufferedAmount }: WebSocket): boolean => bufferedAmount > PILED_UP_BYTES

/** How long a socket may take nothing at all. */
const STUCK_MS = 10_000
/** What a client reads that takes too little: try again later (IANA, WebSocket close codes). */
const TRY_AGAIN_LATER = 1013

/** Notes since when a socket takes nothing, and closes one that took nothing for too long. `now` in milliseconds. */
export const stuck = (socket: WebSocket, now: number): void => {
  const listening = listeningOf(socket)
  if (listening.stuckSince === null) socket.serializeAttachment({ ...listening, stuckSince: now })
  else if (now - listening.stuckSince > STUCK_MS) tooSlow(socket)
}

/** Notes that a socket takes more again. Counters that passed it by are not told again: it must read them. */
export const unstuck = (socket: WebSocket): void => {
  const listening = listeningOf(socket)
  if (listening.stuckSince === null && !listening.missed) return
  socket.serializeAttachment({ ...listening, stuckSince: null, missed: false })
  if (listening.missed) tell(socket, { type: 'resync', position: listening.position })
}

/** Closes a socket whose client does not read. */
export const tooSlow = (socket: WebSocket): void => socket.close(TRY_AGAIN_LATER, 'the feed is not read')
