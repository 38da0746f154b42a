import { clock } from './client.ts'
import { groupOfTitle } from './events.ts'
import type { Server } from './server.ts'

/** What a signed-in browser sees on the live feed. */
export interface Watched {
  /** The latest count of each issue that was spoken of. */
  counts: Map<string, number>
  /** When the issue of a group was announced, on the shared clock in milliseconds. */
  created: Map<number, number>
  /** When a frame changed a count the last time, on the same clock. */
  lastFrame(): number
  close(): void
}

interface Frame {
  type: string
  issues?: { id: string; count: number }[]
  data?: { type: string; data: { title?: string } }
}

/** Opens the organisation's live feed, as the dashboard does. */
export async function watch({ origin, accessToken }: Server): Promise<Watched> {
  const watched = { counts: new Map<string, number>(), created: new Map<number, number>() }
  let lastFrame = clock()
  const socket = openSocket(`${origin.replace('http', 'ws')}/api/v1/live`, accessToken)
  socket.addEventListener('message', ({ data }) => {
    const frame = JSON.parse(String(data)) as Frame
    if (frame.type === 'activity') lastFrame = clock()
    read(watched, frame)
  })
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', () => reject(new Error('the live feed refused the socket')))
  })
  return { ...watched, lastFrame: () => lastFrame, close: () => socket.close() }
}

// Node's own WebSocket takes headers as an option; the types of the browser's do not say so.
export function openSocket(url: string, accessToken: string): WebSocket {
  const Socket = WebSocket as unknown as new (url: string, options: { headers: Record<string, string> }) => WebSocket
  return new Socket(url, { headers: { authorization: `Bearer ${accessToken}` } })
}

function read({ counts, created }: Pick<Watched, 'counts' | 'created'>, frame: Frame): void {
  for (const { id, count } of frame.issues ?? []) counts.set(id, Math.max(count, counts.get(id) ?? 0))
  if (frame.data?.type !== 'issue.created') return
  const group = groupOfTitle(frame.data.data.title ?? '')
  if (group !== null) created.set(group, clock())
}
