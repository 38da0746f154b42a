import { retryDelay } from './backoff.ts'
import { type Frame, parseFrame } from './frames.ts'

export type LiveState = 'connecting' | 'live' | 'offline'

export interface LiveOptions {
  url: string
  onFrame(frame: Frame): void
  onState(state: LiveState): void
  /** Runs before every attempt but the first; a good place to renew the session. */
  beforeRetry(): Promise<unknown>
}

/** A `ping` is answered with `pong`; nothing at all for longer than this means a dead line. */
const pingEvery = 25_000
const silence = 60_000

/** Keeps a socket open until it is closed, going on from the last position it saw. */
export function connectLive(options: LiveOptions): () => void {
  let socket: WebSocket | null = null
  let position: number | null = null
  let failures = 0
  let closed = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const watch = () => {
    clearTimeout(timer)
    timer = setTimeout(() => socket?.close(), silence)
  }
  const receive = (message: MessageEvent) => {
    watch()
    const frame = parseFrame(message.data)
    if (frame === null) return
    // `hello` names the head of the log; what was missed comes after it, and only then have we read so far.
    if (frame.type === 'hello') position ??= frame.position
    if (frame.type === 'event' || frame.type === 'resync') position = frame.position
    if (frame.type === 'hello') {
      failures = 0
      options.onState('live')
    }
    options.onFrame(frame)
  }
  const open = () => {
    if (closed) return
    const since = position === null ? '' : `?since=${position}`
    socket = new WebSocket(options.url + since)
    socket.onmessage = receive
    socket.onclose = retry
    watch()
  }
  const retry = () => {
    clearTimeout(timer)
    if (closed) return
    options.onState('offline')
    timer = setTimeout(() => void options.beforeRetry().then(open, open), retryDelay(failures, Math.random()))
    failures += 1
  }
  const soon = () => {
    if (socket?.readyState !== WebSocket.CLOSED) return
    clearTimeout(timer)
    open()
  }

  const ping = setInterval(() => socket?.readyState === WebSocket.OPEN && socket.send('ping'), pingEvery)
  options.onState('connecting')
  open()
  window.addEventListener('online', soon)
  return () => {
    closed = true
    clearTimeout(timer)
    clearInterval(ping)
    window.removeEventListener('online', soon)
    socket?.close()
  }
}
