import { availabilityOf, seatStates } from '../../domain/booking/availability.ts'
import { type Room, stateOf } from '../../domain/booking/room.ts'
import type { Deltas } from './deltas.ts'

/** Changes within this time are told as one: the latest wins. */
const COALESCE_MS = 50
/** The first frame tells as many places at most; a larger plan is read over HTTP, where it is kept by ETag. */
const SNAPSHOT_SEATS = 2000
/** What may pile up at a socket before it is passed by. */
const PILED_UP = 256 * 1024

/** Who watches a room: sockets that hibernate, each of which knows how far it was told. */
export interface Audience {
  /** Upgrades a request. `since` is the `seq` where its client stands, as it said it. */
  admit(since: string | null): Response
  /** There are changes; everyone is told soon, of all of them at once. */
  tell(): void
  heard(socket: WebSocket, message: string | ArrayBuffer): void
}

/** @returns the audience of a room, whose sockets are kept by the runtime while the object sleeps. */
export const audienceOf = (state: DurableObjectState, deltas: Deltas, roomNow: () => Room | null): Audience => {
  // Answered by the runtime, without waking the object.
  state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
  let telling = false

  const frameSince = (room: Room, since: number): string => {
    const seats = deltas.after(since)
    if (seats === null) return JSON.stringify({ type: 'resync', seq: deltas.seq() })
    const { capacity, free, ticketTypes } = availabilityOf(room)
    const changed = Object.fromEntries(seats.map((guid) => [guid, stateOf(room, guid)]))
    return JSON.stringify({ type: 'delta', since, seq: deltas.seq(), capacity, free, ticketTypes, seats: changed })
  }

  const firstFrame = (room: Room): string => {
    if ((room.layout?.seats.length ?? 0) > SNAPSHOT_SEATS) return JSON.stringify({ type: 'resync', seq: deltas.seq() })
    const { capacity, free, ticketTypes } = availabilityOf(room)
    return JSON.stringify({ type: 'snapshot', seq: deltas.seq(), capacity, free, ticketTypes, seats: seatStates(room) })
  }

  const tellAll = (): void => {
    telling = false
    const room = roomNow()
    if (room === null) return
    const frames = new Map<number, string>()
    for (const socket of state.getWebSockets()) {
      const since = standOf(socket)
      if (since === deltas.seq() || socket.bufferedAmount > PILED_UP) continue
      const frame = frames.get(since) ?? frameSince(room, since)
      frames.set(since, frame)
      send(socket, frame, deltas.seq())
    }
  }

  return {
    admit(since) {
      const { 0: client, 1: server } = new WebSocketPair()
      state.acceptWebSocket(server)
      const room = roomNow()
      const from = since === null || !/^\d{1,15}$/.test(since) ? null : Number(since)
      if (room !== null) send(server, from === null ? firstFrame(room) : frameSince(room, from), deltas.seq())
      return new Response(null, { status: 101, webSocket: client })
    },
    tell() {
      if (telling || state.getWebSockets().length === 0) return
      telling = true
      setTimeout(tellAll, COALESCE_MS)
    },
    heard(socket, message) {
      const room = roomNow()
      const asked = readSince(message)
      if (asked === null || room === null) socket.close(1008, 'send {"since": seq}')
      else send(socket, frameSince(room, asked), deltas.seq())
    },
  }
}

const standOf = (socket: WebSocket): number => (socket.deserializeAttachment() as { seq: number }).seq

const send = (socket: WebSocket, frame: string, seq: number): void => {
  try {
    socket.send(frame)
    socket.serializeAttachment({ seq })
  } catch {
    socket.close(1011, 'send failed')
  }
}

const readSince = (message: string | ArrayBuffer): number | null => {
  if (typeof message !== 'string' || message.length > 200) return null
  try {
    const { since } = JSON.parse(message) as { since?: unknown }
    return typeof since === 'number' && Number.isSafeInteger(since) && since >= 0 ? since : null
  } catch {
    return null
  }
}
