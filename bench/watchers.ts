import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { clock } from './client.ts'

/**
 * Many sockets that watch one event, as plainly as they can be had: thousands of them share a core with what they
 * measure, and the WebSocket of Node costs ten times as much for each frame.
 */
export interface Watchers {
  open: number
  /** @returns for each socket the moment on the shared clock when it had heard of this `seq`; rejects after a while */
  heard(seq: number): Promise<number[]>
  /** Frames that did not go on where the last one ended. */
  gaps(): number
  close(): void
}

interface Watcher {
  socket: Socket
  seq: number
  heardAt: number
  rest: Buffer
}

const AT_ONCE = 50
const LATE_MS = 20_000

/** Opens so many sockets at an event of the server at `origin`. */
export async function openWatchers(origin: string, eventId: string, count: number): Promise<Watchers> {
  const watchers: Watcher[] = []
  let gaps = 0
  let wanted = { seq: Number.POSITIVE_INFINITY, missing: 0, done: (): void => {} }
  const hear = (watcher: Watcher, text: string) => {
    const frame = JSON.parse(text) as { seq?: number; since?: number }
    if (frame.since !== undefined && frame.since > watcher.seq) gaps += 1
    const before = watcher.seq
    watcher.seq = Math.max(before, frame.seq ?? 0)
    if (watcher.seq > before) watcher.heardAt = clock()
    if (before >= wanted.seq || watcher.seq < wanted.seq) return
    wanted.missing -= 1
    if (wanted.missing === 0) wanted.done()
  }
  while (watchers.length < count) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - watchers.length) }, () => open(origin, eventId, hear))
    watchers.push(...(await Promise.all(some)))
  }
  return {
    open: watchers.length,
    gaps: () => gaps,
    heard: (seq) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(
          () => reject(new Error(`${wanted.missing} of ${count} did not hear of ${seq}`)),
          LATE_MS,
        )
        const done = () => {
          clearTimeout(late)
          resolve(watchers.map(({ heardAt }) => heardAt))
        }
        wanted = { seq, missing: watchers.filter((watcher) => watcher.seq < seq).length, done }
        if (wanted.missing === 0) done()
      }),
    close: () => {
      for (const { socket } of watchers) socket.destroy()
    },
  }
}

async function open(origin: string, eventId: string, hear: (watcher: Watcher, text: string) => void): Promise<Watcher> {
  const { hostname, port } = new URL(origin)
  const socket = connect(Number(port), hostname)
  const watcher: Watcher = { socket, seq: 0, heardAt: 0, rest: Buffer.alloc(0) }
  socket.setNoDelay(true)
  await once(socket, 'connect')
  const key = Buffer.from(String(Math.random())).toString('base64').slice(0, 22)
  socket.write(
    [
      `GET /api/v1/events/${eventId}/live HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Key: ${key}==`,
      'Sec-WebSocket-Version: 13',
      // As browsers do. The server does not take it up, or its frames could not be read here.
      'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits',
      '\r\n',
    ].join('\r\n'),
  )
  await upgraded(watcher)
  const read = (bytes: Buffer) => {
    watcher.rest = framesOf(watcher.rest.length === 0 ? bytes : Buffer.concat([watcher.rest, bytes]), (text) =>
      hear(watcher, text),
    )
  }
  read(Buffer.alloc(0))
  socket.on('data', read)
  socket.on('error', () => socket.destroy())
  return watcher
}

async function upgraded(watcher: Watcher): Promise<void> {
  for (let head = ''; ; ) {
    const [bytes] = (await once(watcher.socket, 'data')) as [Buffer]
    watcher.rest = Buffer.concat([watcher.rest, bytes])
    head = watcher.rest.toString('latin1')
    const end = head.indexOf('\r\n\r\n')
    if (end < 0) continue
    if (!head.startsWith('HTTP/1.1 101')) throw new Error(`no socket: ${head.slice(0, head.indexOf('\r\n'))}`)
    watcher.rest = watcher.rest.subarray(end + 4)
    return
  }
}

/** Reads whole frames (RFC 6455, section 5.2), which a server sends unmasked. @returns what is left */
function framesOf(bytes: Buffer, hear: (text: string) => void): Buffer {
  let at = 0
  for (;;) {
    const short = (bytes[at + 1] ?? 0) & 0x7f
    const head = short === 126 ? 4 : short === 127 ? 10 : 2
    if (bytes.length < at + head) break
    const length =
      short === 126 ? bytes.readUInt16BE(at + 2) : short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short
    if (bytes.length < at + head + length) break
    if (((bytes[at] ?? 0) & 0x0f) === 1) hear(bytes.toString('utf8', at + head, at + head + length))
    at += head + length
  }
  return bytes.subarray(at)
}
