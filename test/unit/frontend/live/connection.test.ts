import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectLive } from '../../../../frontend/src/live/connection.ts'

/** Sockets that do nothing by themselves, in the order in which they were opened. */
const sockets: FakeSocket[] = []

class FakeSocket {
  static readonly OPEN = 1
  static readonly CLOSING = 2
  readyState = 1
  onmessage: ((message: { data: string }) => void) | null = null
  onopen: (() => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null

  readonly url: string

  constructor(url: string) {
    this.url = url
    sockets.push(this)
  }

  readonly said: string[] = []

  send(text: string) {
    this.said.push(text)
  }

  close(code = 1000) {
    this.readyState = 3
    this.onclose?.({ code })
  }

  tell(frame: unknown) {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
}

/** Longer than any wait before another attempt. */
const LONG_ENOUGH_MS = 31_000

const page = new EventTarget()
const states: string[] = []
let renew = vi.fn(() => Promise.resolve())

const connect = () =>
  connectLive({
    url: 'wss://signals.example/api/v1/live',
    onFrame() {},
    onState: (now) => states.push(now),
    beforeRetry: renew,
  })

const only = () => {
  expect(sockets).toHaveLength(1)
  const [socket] = sockets
  if (socket === undefined) throw new Error('no socket was opened')
  return socket
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeSocket)
  vi.stubGlobal('window', page)
  sockets.length = 0
  states.length = 0
  renew = vi.fn(() => Promise.resolve())
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('a feed whose sign-in ended (4401)', () => {
  it('renews the session, and opens again only once that is done, where it left off', async () => {
    const renewed = Promise.withResolvers<void>()
    renew = vi.fn(() => renewed.promise)
    const stop = connect()
    only().tell({ type: 'hello', position: 7 })
    only().close(4401)
    await vi.advanceTimersByTimeAsync(LONG_ENOUGH_MS)
    expect(renew).toHaveBeenCalledTimes(1)
    expect(sockets).toHaveLength(1)
    renewed.resolve()
    await vi.advanceTimersByTimeAsync(0)
    expect(sockets.map(({ url }) => new URL(url).search)).toEqual(['', '?since=7'])
    sockets[1]?.tell({ type: 'hello', position: 9 })
    expect(states).toEqual(['connecting', 'live', 'offline', 'live'])
    stop()
  })

  it('renews before each further attempt, also where renewing failed', async () => {
    renew = vi.fn(() => Promise.reject(new Error('no network')))
    const stop = connect()
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      sockets.at(-1)?.close(4401)
      await vi.advanceTimersByTimeAsync(LONG_ENOUGH_MS)
      expect(renew).toHaveBeenCalledTimes(attempt)
      expect(sockets).toHaveLength(attempt + 1)
    }
    stop()
  })
})

describe('a feed', () => {
  it.each([
    ['the last event', [{ type: 'event', position: 9, data: {} }], 9],
    [
      'what a resync says',
      [
        { type: 'event', position: 9, data: {} },
        { type: 'resync', position: 40 },
      ],
      40,
    ],
    ['a resync that begins anew', [{ type: 'resync', position: 2 }], 2],
    [
      'no event that was told again',
      [
        { type: 'replay', position: 3, data: {} },
        { type: 'presence', listeners: 2 },
      ],
      7,
    ],
  ])('resumes behind %s', async (_, frames, since) => {
    const stop = connect()
    only().tell({ type: 'hello', position: 7 })
    for (const frame of frames) only().tell(frame)
    only().close(1013)
    await vi.advanceTimersByTimeAsync(LONG_ENOUGH_MS)
    expect(sockets.map(({ url }) => new URL(url).search)).toEqual(['', `?since=${since}`])
    stop()
  })

  it('says how much it has read, from the beginning and each time it is much', () => {
    const stop = connect()
    only().onopen?.()
    only().tell({ type: 'hello', position: 7 })
    expect(only().said).toEqual(['{"read":0}'])
    const big = { type: 'event', position: 8, data: { text: 'x'.repeat(70_000) } }
    only().tell(big)
    only().tell({ type: 'presence', listeners: 1 })
    const characters = JSON.stringify({ type: 'hello', position: 7 }).length + JSON.stringify(big).length
    expect(only().said).toEqual(['{"read":0}', JSON.stringify({ read: characters })])
    stop()
  })

  it('does not count a hello as read what comes after it', async () => {
    const stop = connect()
    only().tell({ type: 'hello', position: 7 })
    only().close(1006)
    await vi.advanceTimersByTimeAsync(LONG_ENOUGH_MS)
    sockets[1]?.tell({ type: 'hello', position: 30 })
    sockets[1]?.close(1006)
    await vi.advanceTimersByTimeAsync(LONG_ENOUGH_MS)
    expect(new URL(sockets[2]?.url ?? '').search).toBe('?since=7')
    stop()
  })

  it('that is stopped neither renews nor opens again', async () => {
    const stop = connect()
    only().close(4401)
    stop()
    await vi.advanceTimersByTimeAsync(LONG_ENOUGH_MS)
    expect(renew).not.toHaveBeenCalled()
    only()
  })

  it('that stays silent is taken for dead and opened again', async () => {
    const stop = connect()
    only().tell({ type: 'hello', position: 1 })
    await vi.advanceTimersByTimeAsync(60_000 + LONG_ENOUGH_MS)
    expect(renew).toHaveBeenCalled()
    expect(sockets.length).toBeGreaterThan(1)
    stop()
  })

  it('opens one socket where the network comes back while another attempt waits', async () => {
    const stop = connect()
    only().close(1006)
    page.dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(LONG_ENOUGH_MS)
    expect(sockets).toHaveLength(2)
    stop()
  })
})
