import { env } from 'cloudflare:workers'
import type { LiveFrame } from '../../contract/live.ts'

export const hubOf = (organisation: string) => {
  const { LIVE_HUB } = env as Env
  return LIVE_HUB.get(LIVE_HUB.idFromName(organisation))
}

/** A socket at the far end of the feed, as a client has it. */
export interface Client {
  frames: LiveFrame[]
  /** Positions of the events it was told, as they came. */
  positions(): number[]
  say(what: unknown): void
  close(): void
  closed: Promise<number>
}

type Hear = (frame: LiveFrame) => void

/** @returns what a client hears from an upgraded request on. */
export const clientOf = ({ webSocket }: Response, hear: Hear = () => undefined): Client => {
  if (webSocket === null) throw new Error('no socket')
  const frames: LiveFrame[] = []
  webSocket.addEventListener('message', ({ data }) => {
    const frame = JSON.parse(String(data)) as LiveFrame
    frames.push(frame)
    hear(frame)
  })
  const closed = new Promise<number>((resolve) => {
    webSocket.addEventListener('close', ({ code }) => resolve(code))
  })
  webSocket.accept()
  return {
    frames,
    positions: () => frames.flatMap((frame) => (frame.type === 'event' ? [frame.position] : [])),
    say: (what) => webSocket.send(typeof what === 'string' ? what : JSON.stringify(what)),
    close: () => webSocket.close(),
    closed,
  }
}

const ALL = 'issues,bookings,deliveries,activity'

/** Opens a socket at the hub as the API does for a person who may hear everything, unless told otherwise. */
export const joined = async (organisation: string, as: Record<string, string> = {}, hear?: Hear): Promise<Client> => {
  const query = new URLSearchParams({ organization: organisation, user: 'u1', person: 'yes', allowed: ALL, ...as })
  const request = new Request(`https://hub/?${query}`, { headers: { upgrade: 'websocket' } })
  return clientOf(await hubOf(organisation).fetch(request), hear)
}
