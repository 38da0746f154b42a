import type { QueueFrame, Standing } from '../contract/waiting-room.ts'

/** A send costs some 50 µs, so a second has room for so many beside everything else; the others are told in the next. */
const TOLD_AT_ONCE = 1000
/** Tabs of one guest. */
const MOST_OF_ONE = 5
/** The platform takes 32,768 for one object. Who finds no room polls. */
const MOST_SOCKETS = 25_000
/** What a client reads whose place is held by too many others (RFC 6455, section 7.4.1: policy). */
const POLICY = 1008
const GOING_AWAY = 1001
const SEND_FAILED = 1011

export type WaitingRoomSockets = ReturnType<typeof waitingRoomSockets>

/** The sockets of those who wait, by place. What it knows comes from the sockets themselves, so it survives hibernation. */
export const waitingRoomSockets = (state: DurableObjectState) => {
  const byPlace = new Map<number, WebSocket[]>()
  const placeOf = (socket: WebSocket): number => (socket.deserializeAttachment() as { place: number }).place
  const put = (socket: WebSocket, place: number) => {
    const others = byPlace.get(place) ?? []
    const [oldest] = others
    if (others.length >= MOST_OF_ONE && oldest !== undefined) drop(oldest, POLICY)
    byPlace.set(place, [...(byPlace.get(place) ?? []), socket])
  }
  const drop = (socket: WebSocket, code = GOING_AWAY) => {
    const place = placeOf(socket)
    const left = (byPlace.get(place) ?? []).filter((other) => other !== socket)
    if (left.length > 0) byPlace.set(place, left)
    else byPlace.delete(place)
    if (socket.readyState === WebSocket.OPEN) socket.close(code)
  }
  for (const socket of state.getWebSockets()) if (socket.readyState === WebSocket.OPEN) put(socket, placeOf(socket))
  let turn = byPlace.keys()
  /** Places that have not been told since something changed. After a sleep nobody knows, so it is all. */
  let owed = byPlace.size

  const tell = (sockets: readonly WebSocket[], standing: Standing) => {
    const text = JSON.stringify({ type: 'standing', ...standing } satisfies QueueFrame)
    for (const socket of sockets) {
      try {
        socket.send(text)
      } catch {
        drop(socket, SEND_FAILED)
      }
    }
  }
  const tellPlace = (place: number, standing: (place: number) => Standing) => {
    const sockets = byPlace.get(place)
    if (sockets !== undefined) tell(sockets, standing(place))
  }

  return {
    count: (): number => state.getWebSockets().length,
    isFull: (): boolean => state.getWebSockets().length >= MOST_SOCKETS,
    accept(socket: WebSocket, place: number, standing: Standing): void {
      socket.serializeAttachment({ place })
      state.acceptWebSocket(socket)
      put(socket, place)
      tell([socket], standing)
    },
    drop,
    /** Someone has another place: their tabs go with them. */
    move(from: number, to: number): void {
      const sockets = byPlace.get(from) ?? []
      byPlace.delete(from)
      for (const socket of sockets) {
        socket.serializeAttachment({ place: to })
        put(socket, to)
      }
    },
    /** Tells those who have a place; where nobody listens, it costs nothing to say. */
    tell: tellPlace,
    /** Everybody stands elsewhere by now. */
    changed(): void {
      owed = byPlace.size
    },
    /** Whether somebody does not know yet. */
    owes: (): boolean => owed > 0,
    /** Tells some of those who do not know yet: each in their turn, and never more than a second has room for. */
    tellSome(standing: (place: number) => Standing): void {
      for (let told = Math.min(TOLD_AT_ONCE, owed); told > 0; told -= 1) {
        let { value } = turn.next()
        if (value === undefined) {
          turn = byPlace.keys()
          value = turn.next().value
        }
        if (value === undefined) break
        tellPlace(value, standing)
        owed -= 1
      }
      if (byPlace.size === 0) owed = 0
    },
    tellAll(standing: Standing): void {
      for (const sockets of [...byPlace.values()]) tell(sockets, standing)
    },
  }
}
