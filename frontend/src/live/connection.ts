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

/** After so many characters the server hears that they were read; it sends four times as many ahead. */
const sayReadEvery = 64 * 1024

/** @returns what counts the characters of a socket's messages, and tells the server. */
function reader(socket: WebSocket): (characters: number) => void {
  let read = 0
  socket.onopen = () => socket.send('{"read":0}')
  return (characters) => {
    read += characters
    if (read < sayReadEvery || socket.readyState !== WebSocket.OPEN) return
    socket.send(JSON.stringify({ read }))
    read = 0
  }
}

/** One socket. It is asked for a sign of life now and then, and closed when none comes. */
function openSocket(url: string, onFrame: (frame: Frame) => void, onClose: () => void): WebSocket {
  const socket = new WebSocket(url)
  const count = reader(socket)
  let end: ReturnType<typeof setTimeout> | undefined
  const heard = () => {
    clearTimeout(end)
    end = setTimeout(() => socket.close(), silence)
  }
  const ping = setInterval(() => socket.readyState === WebSocket.OPEN && socket.send('ping'), pingEvery)
  socket.onmessage = ({ data }) => {
    heard()
    const frame = parseFrame(data)
    if (frame !== null) onFrame(frame)
    count(String(data).length)
  }
  socket.onclose = () => {
    clearTimeout(end)
    clearInterval(ping)
    onClose()
  }
  heard()
  return socket
}

/** How far we have read: `hello` names the head of the log, but what was missed comes only after it. */
function positionAfter(position: number | null, frame: Frame): number | null {
  if (frame.type === 'hello') return position ?? frame.position
  return frame.type === 'event' || frame.type === 'resync' ? frame.position : position
}

/** Keeps a socket open until it is closed, going on from the last position it saw. */
export function connectLive(options: LiveOptions): () => void {
  let socket: WebSocket | null = null
  let position: number | null = null
  let failures = 0
  let closed = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const receive = (frame: Frame) => {
    position = positionAfter(position, frame)
    if (frame.type === 'hello') {
      failures = 0
      options.onState('live')
    }
    options.onFrame(frame)
  }
  const open = () => {
    clearTimeout(timer)
    // The network's return and the end of a wait may both open one.
    if (closed || (socket !== null && socket.readyState < WebSocket.CLOSING)) return
    socket = openSocket(position === null ? options.url : `${options.url}?since=${position}`, receive, retry)
  }
  const retry = () => {
    if (closed) return
    options.onState('offline')
    timer = setTimeout(() => void options.beforeRetry().then(open, open), retryDelay(failures, Math.random()))
    failures += 1
  }

  options.onState('connecting')
  open()
  window.addEventListener('online', open)
  return () => {
    closed = true
    clearTimeout(timer)
    window.removeEventListener('online', open)
    socket?.close()
  }
}
