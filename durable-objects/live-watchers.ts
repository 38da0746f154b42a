/** Where a socket stands that was not told what all were told. */
export interface Apart {
  /** The `seq` up to which it was told. */
  seq: number
  /** Since when it takes nothing more, in milliseconds since 1970; null where it only came between two frames. */
  stuckSince: number | null
}

/** The sockets of an object, and of some of them how they are. */
export interface Watchers {
  open: Set<WebSocket>
  apart: Map<WebSocket, Apart>
  /** Characters that were sent and not read, by those who say what they read: not every runtime knows `bufferedAmount`. */
  unread: Map<WebSocket, number>
  add(socket: WebSocket): void
  /** Notes that a socket was passed by: that outlives the memory of the object. */
  keepApart(socket: WebSocket, at: Apart): void
  hasRead(socket: WebSocket, characters: number): void
  send(socket: WebSocket, frame: string): void
  close(socket: WebSocket, code: number, reason: string): void
  forget(socket: WebSocket): void
}

export const POLICY = 1008
/** Try again later (IANA, WebSocket close codes). */
export const TRY_AGAIN_LATER = 1013
/** What may pile up at a socket before it is passed by. */
const PILED_UP = 256 * 1024

/** @returns the sockets that an object has, those from before it woke among them. */
export const watchersOf = (state: DurableObjectState): Watchers => {
  // Answered by the runtime, without waking the object.
  state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
  const open = new Set(state.getWebSockets())
  const apart = new Map<WebSocket, Apart>()
  const unread = new Map<WebSocket, number>()
  for (const socket of open) {
    const kept = socket.deserializeAttachment() as Apart | null
    if (kept !== null) apart.set(socket, kept)
  }
  const forget = (socket: WebSocket): void => {
    open.delete(socket)
    apart.delete(socket)
    unread.delete(socket)
  }
  const close = (socket: WebSocket, code: number, reason: string): void => {
    forget(socket)
    try {
      socket.close(code, reason)
    } catch {
      // Gone already: nobody is left to be told why.
    }
  }
  return {
    open,
    apart,
    unread,
    add(socket) {
      state.acceptWebSocket(socket)
      open.add(socket)
    },
    keepApart(socket, at) {
      apart.set(socket, at)
      socket.serializeAttachment(at)
    },
    hasRead(socket, characters) {
      unread.set(socket, Math.max(0, (unread.get(socket) ?? 0) - characters))
    },
    send(socket, frame) {
      try {
        socket.send(frame)
        const pile = unread.get(socket)
        if (pile !== undefined) unread.set(socket, pile + frame.length)
      } catch {
        close(socket, 1011, 'send failed')
      }
    },
    close,
    forget,
  }
}

/** @returns whether nothing more should be sent to a socket for now. */
export const isFull = ({ unread }: Pick<Watchers, 'unread'>, socket: WebSocket): boolean =>
  (unread.get(socket) ?? 0) > PILED_UP || socket.bufferedAmount > PILED_UP
