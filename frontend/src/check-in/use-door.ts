import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { type NewScan, sendScans } from '../api/check-ins.ts'
import { type ApiError, asApiError } from '../api/problem.ts'
import { retryDelay } from '../live/backoff.ts'
import { answered, BATCH, type Door, scanned, waiting } from './scan-queue.ts'

/** Only what may pass by itself is worth sending again. */
const mayPass = ({ problem: { status } }: ApiError) => status === 0 || status === 429 || status >= 500

/**
 * A door: scans are taken at once, and sent in the order in which they happened as soon as there is a network. Each has its
 * own nonce and moment, so one that was sent and never answered counts once.
 */
export function useDoor(eventId: string, listId: string) {
  const queries = useQueryClient()
  const [door, setDoor] = useState<Door>({ scans: [] })
  const [error, setError] = useState<ApiError | null>(null)
  const state = useRef({
    door,
    sending: false,
    failures: 0,
    timer: undefined as ReturnType<typeof setTimeout> | undefined,
  })
  const put = (next: Door) => {
    state.current.door = next
    setDoor(next)
  }
  const send = async () => {
    clearTimeout(state.current.timer)
    const batch = waiting(state.current.door).slice(0, BATCH)
    if (state.current.sending || batch.length === 0) return
    state.current.sending = true
    const result = await sendScans(eventId, batch).catch(asApiError)
    state.current.sending = false
    if (result instanceof Error) return fail(result)
    state.current.failures = 0
    setError(null)
    put(answered(state.current.door, result))
    void queries.invalidateQueries({ queryKey: ['checkin-numbers', eventId] })
    await send()
  }
  const fail = (why: ApiError) => {
    setError(why)
    if (!mayPass(why)) return
    const delay = retryDelay(state.current.failures, Math.random())
    state.current.failures += 1
    state.current.timer = setTimeout(() => void latest.current(), delay)
  }
  const latest = useRef(send)
  latest.current = send
  useEffect(() => {
    const again = () => void latest.current()
    window.addEventListener('online', again)
    // What waits would be lost with the page: the browser asks first.
    const leaving = (event: BeforeUnloadEvent) => {
      if (waiting(state.current.door).length > 0) event.preventDefault()
    }
    window.addEventListener('beforeunload', leaving)
    return () => {
      clearTimeout(state.current.timer)
      window.removeEventListener('online', again)
      window.removeEventListener('beforeunload', leaving)
    }
  }, [])
  const scan = (wish: Pick<NewScan, 'direction' | 'force'> & ({ secret: string } | { ticketId: string })) => {
    const sent = { ...wish, listId, nonce: crypto.randomUUID(), at: new Date().toISOString() }
    put(scanned(state.current.door, sent))
    void send()
  }
  return { door, error, scan, send: () => void send() }
}
