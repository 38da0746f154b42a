import { useEffect, useRef, useState } from 'react'
import { useFrames, useReconnect } from '../live/live.tsx'

/** A burst of changes asks the server once. */
const GATHER_MS = 400

/**
 * Hears of what happens to an event: lists are read again by themselves, but while somebody reads only when they want.
 * @param prefix of the types of domain events that the list is about
 */
export function useNews(eventId: string, prefix: string, reread: () => void) {
  const [waiting, setWaiting] = useState(0)
  const reading = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(reread)
  latest.current = reread
  const show = () => {
    clearTimeout(timer.current)
    timer.current = undefined
    setWaiting(0)
    latest.current()
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  useReconnect(show)
  useFrames((frame) => {
    if (frame.type !== 'event' || !frame.data.type.startsWith(prefix)) return
    if (frame.data.data?.eventId !== eventId) return
    if (reading.current) setWaiting((n) => n + 1)
    else timer.current ??= setTimeout(show, GATHER_MS)
  })
  const read = (now: boolean) => {
    reading.current = now
  }
  return { waiting, show, read }
}
