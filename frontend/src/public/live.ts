import { type Frame, readFrame, type Stock } from './stock.ts'

/** How well we know what can be had. */
export type Link = 'live' | 'polling' | 'offline'

export interface Watching {
  eventId: string
  stock: Stock
  /** Hears of each change, and whenever the link becomes better or worse. */
  tell(stock: Stock, changed: string[], link: Link): void
}

const POLL_MS = 5000
const PING_MS = 30_000
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 20_000
/** After so many sockets that never spoke, the availability is asked instead, by its ETag. */
const PATIENCE = 2

/** Follows the room of an event: by socket, and where none comes about, by asking every few seconds. */
export const watch = ({ eventId, stock, tell }: Watching): void => {
  const path = `/api/v1/events/${eventId}`
  let known = stock
  let failures = 0
  let etag = ''
  let polling: ReturnType<typeof setTimeout> | undefined
  let link: Link = 'polling'

  const hear = (frame: Frame, socket?: WebSocket): void => {
    const { stock: next, changed, ask } = readFrame(known, frame)
    const moved = next !== known
    known = next
    if (moved) tell(known, changed, link)
    if (ask === 'since') socket?.send(JSON.stringify({ since: known.seq }))
    if (ask === 'read') void read()
  }

  const linked = (now: Link): void => {
    if (now === link) return
    link = now
    tell(known, [], link)
  }

  const read = async (): Promise<void> => {
    try {
      const answer = await fetch(`${path}/availability`, { headers: etag === '' ? {} : { 'If-None-Match': etag } })
      if (answer.status === 200) {
        etag = answer.headers.get('ETag') ?? ''
        hear({ type: 'snapshot', ...(await answer.json()) })
      }
      if (link === 'offline') linked('polling')
    } catch {
      linked('offline')
    }
  }

  const poll = async (): Promise<void> => {
    await read()
    polling = setTimeout(poll, POLL_MS)
  }

  const connect = (): void => {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${path}/live?since=${known.seq}`)
    const pinging = setInterval(() => socket.readyState === WebSocket.OPEN && socket.send('ping'), PING_MS)
    socket.onopen = () => {
      failures = 0
      clearTimeout(polling)
      polling = undefined
      linked('live')
    }
    socket.onmessage = ({ data }) => {
      if (data !== 'pong') hear(JSON.parse(data) as Frame, socket)
    }
    socket.onclose = () => {
      clearInterval(pinging)
      failures += 1
      if (link === 'live') linked('polling')
      if (failures >= PATIENCE && polling === undefined) void poll()
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures)
      setTimeout(connect, wait * (0.5 + Math.random() / 2))
    }
  }
  connect()
}

/** @returns what can be had now, to begin with. */
export const readStock = async (eventId: string): Promise<Stock> => {
  const answer = await fetch(`/api/v1/events/${eventId}/availability`)
  if (!answer.ok) throw new Error(`The availability answered ${answer.status}`)
  return (await answer.json()) as Stock
}
