import type { AvailabilityFrame } from '../../contract/availability-frames.ts'
import { availabilityFrame } from '../../contract/availability-frames.ts'

/** Who watches an event, as a client has it: every frame is one that the contract knows. */
export interface Watcher {
  frames: AvailabilityFrame[]
  /** Resolves with the first frame from the `n`th on that is of a type, or that passes. */
  until(wanted: (frame: AvailabilityFrame) => boolean, from?: number): Promise<AvailabilityFrame>
  say(what: unknown): void
  close(): void
  closed: Promise<number>
}

/** @returns what is told to an upgraded request. */
export const watcherOf = ({ webSocket }: Response): Watcher => {
  if (webSocket === null) throw new Error('no socket')
  const frames: AvailabilityFrame[] = []
  const waiting = new Set<() => void>()
  webSocket.addEventListener('message', ({ data }) => {
    frames.push(availabilityFrame.parse(JSON.parse(String(data))))
    for (const look of waiting) look()
  })
  const closed = new Promise<number>((resolve) => {
    webSocket.addEventListener('close', ({ code }) => resolve(code))
  })
  webSocket.accept()
  return {
    frames,
    until: (wanted, from = 0) =>
      new Promise((resolve) => {
        const look = () => {
          const found = frames.slice(from).find(wanted)
          if (found === undefined) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    say: (what) => webSocket.send(typeof what === 'string' ? what : JSON.stringify(what)),
    close: () => webSocket.close(),
    closed,
  }
}

/** Opens a socket at a room or a relay, as the API does. */
export const watching = async (
  at: { fetch(request: Request): Promise<Response> },
  query: Record<string, string> = {},
): Promise<Watcher> => watcherOf(await at.fetch(upgrade(query)))

/** @returns the request by which the API opens a socket. */
export const upgrade = (query: Record<string, string> = {}): Request =>
  new Request(`https://room/?${new URLSearchParams(query)}`, { headers: { Upgrade: 'websocket' } })

/** What a client that follows the frames shows: it notices gaps, and holds what it was told. */
export const shownBy = (frames: readonly AvailabilityFrame[]) => {
  let seq = -1
  let gaps = 0
  const seats: Record<string, string> = {}
  for (const frame of frames) {
    if (frame.type === 'snapshot') Object.assign(seats, frame.seats)
    if (frame.type === 'delta') {
      if (seq >= 0 && frame.since > seq) gaps += 1
      Object.assign(seats, frame.seats)
    }
    if ('seq' in frame) seq = frame.seq
  }
  return { seq, gaps, seats }
}
