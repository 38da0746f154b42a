import { type CloudEvent, entryOf } from '../../contract/domain-events.ts'
import { type Team, until } from './client.ts'

type Frame =
  | { type: 'hello'; position: number }
  | { type: 'event'; position: number; topic: string; data: CloudEvent }
  | { type: 'activity'; topic: string; issues: { id: string; count: number }[] }

/** The live feed of an organisation, as a dashboard hears it. */
export interface Feed {
  frames: Frame[]
  /** Waits for a domain event of that type. */
  event(type: string): Promise<CloudEvent>
  /** Waits until the server has ended it. The connection itself goes some seconds after that word. */
  ended(): Promise<unknown>
  close(): void
}

/** Opens the feed and waits until it says hello: whatever happens from then on is heard. */
export async function listenTo({ origin, token }: Pick<Team, 'origin' | 'token'>): Promise<Feed> {
  const url = `${origin.replace('http', 'ws')}/api/v1/live`
  // Node's WebSocket takes headers, which neither the browsers' nor the published types know.
  const socket: WebSocket = Reflect.construct(WebSocket, [url, { headers: { authorization: `Bearer ${token}` } }])
  const frames: Frame[] = []
  let closed: string | null = null
  socket.addEventListener('message', ({ data }) => frames.push(JSON.parse(String(data))))
  socket.addEventListener('close', ({ code, reason }) => {
    closed = `${code} ${reason}`
  })
  const first = <Found>(what: string, find: (frame: Frame) => Found | undefined) =>
    until(what, async () => {
      if (closed !== null) throw new Error(`The feed was closed while waiting for ${what}: ${closed}`)
      return frames.map(find).find((found) => found !== undefined)
    })
  await first('hello', (frame) => (frame.type === 'hello' ? frame : undefined))
  return {
    frames,
    event: (type) =>
      first(type, (frame) => (frame.type === 'event' && frame.data.type === type ? described(frame.data) : undefined)),
    ended: () => until('the end of the feed', async () => socket.readyState !== WebSocket.OPEN),
    close: () => socket.close(),
  }
}

/** @throws where an event says something else than the catalogue says that it does */
function described(event: CloudEvent): CloudEvent {
  const read = entryOf(event.type)?.data.safeParse(event.data)
  if (!read?.success) throw new Error(`${event.type} is not as the catalogue has it: ${read?.error.message}`)
  return event
}
