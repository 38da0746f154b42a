import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { type NewScan, sendScans } from '../api/check-ins.ts'
import { type ApiError, asApiError } from '../api/problem.ts'
import { say } from '../components/toast.ts'
import { useEventWords } from '../events/words.ts'
import { retryDelay } from '../live/backoff.ts'
import { dropScans, keepScan, keptScans } from './kept-scans.ts'
import { answered, type Door, nextBatch, opened, scanned, without } from './scan-queue.ts'

/** Only what may pass by itself is worth sending again. */
const mayPass = ({ problem: { status } }: ApiError) => status === 0 || status === 429 || status >= 500

/** Nobody at a door waits longer for an answer than this before the device says what it knows. */
const PATIENCE_MS = 2000

/**
 * Scans are sent in the order in which they happened as soon as there is a network. Each has its own nonce and moment, so
 * one that was sent and never answered counts once; until it is answered it outlives the page.
 */
export function useScanQueue(eventId: string, listId: string) {
  const { checkIn } = useEventWords()
  const queries = useQueryClient()
  const [door, setDoor] = useState<Door>(() => opened(keptScans(eventId)))
  const [error, setError] = useState<ApiError | null>(null)
  const [slow, setSlow] = useState(false)
  const state = useRef({
    door,
    unkept: new Set<string>(),
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
    const batch = nextBatch(state.current.door)
    if (state.current.sending || batch.length === 0) return
    state.current.sending = true
    const patience = setTimeout(() => setSlow(true), PATIENCE_MS)
    const result = await sendScans(eventId, batch).catch(asApiError)
    clearTimeout(patience)
    state.current.sending = false
    if (result instanceof Error && !isGone(result, batch)) return fail(result)
    state.current.failures = 0
    setError(null)
    setSlow(false)
    const nonces = batch.map(({ nonce }) => nonce)
    dropScans(eventId, nonces)
    for (const nonce of nonces) state.current.unkept.delete(nonce)
    put(result instanceof Error ? without(state.current.door, batch) : answered(state.current.door, result))
    if (result instanceof Error) say(checkIn.listGone(batch.length), { failed: true })
    void queries.invalidateQueries({ queryKey: ['checkin-numbers', eventId] })
    void queries.invalidateQueries({ queryKey: ['checkin-scans', eventId] })
    await send()
  }
  /** Of another list than that of this door, which somebody has removed since. */
  const isGone = (why: ApiError, [first]: readonly NewScan[]) => why.problem.status === 404 && first?.listId !== listId
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
    again()
    window.addEventListener('online', again)
    // What the browser had no room for would be lost with the page: it asks first.
    const leaving = (event: BeforeUnloadEvent) => {
      if (state.current.unkept.size > 0) event.preventDefault()
    }
    window.addEventListener('beforeunload', leaving)
    return () => {
      clearTimeout(state.current.timer)
      window.removeEventListener('online', again)
      window.removeEventListener('beforeunload', leaving)
    }
  }, [])
  const add = (sent: NewScan) => {
    if (!keepScan(eventId, sent)) state.current.unkept.add(sent.nonce)
    put(scanned(state.current.door, sent))
    void send()
  }
  /** @param change of the door as it is by then */
  const change = (changed: (now: Door) => Door) => put(changed(state.current.door))
  return { door, alone: error !== null || slow, error, add, change, send: () => void send() }
}
