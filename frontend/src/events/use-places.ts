import { useEffect, useState } from 'react'
import { readAvailability } from '../api/events.ts'
import type { ApiError } from '../api/problem.ts'
import { asApiError } from '../api/problem.ts'
import { retryDelay } from '../live/backoff.ts'
import { type Places, readFrame, takeFrame } from './places.ts'

const PING_MS = 25_000
/** As often as an eye can follow; a storm of changes must not take the page from its reader. */
const PAINT_MS = 200

interface Watched {
  places: Places | null
  live: boolean
  error: ApiError | null
}

interface Telling {
  onPlaces(places: Places): void
  onLive(live: boolean): void
  onError(error: ApiError): void
}

/** Keeps a socket open on an event until it is ended, and reads everything anew where too much was missed. */
function watchPlaces(eventId: string, { onPlaces, onLive, onError }: Telling): () => void {
  let places: Places | null = null
  let socket: WebSocket | null = null
  let failures = 0
  let ended = false
  let retry: ReturnType<typeof setTimeout> | undefined
  const url = `${location.origin.replace(/^http/, 'ws')}/api/v1/events/${eventId}/live`
  const reread = () =>
    readAvailability(eventId).then(
      (read) => {
        if (ended || (places !== null && places.seq > read.seq)) return
        places = read
        onPlaces(read)
        socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify({ since: read.seq }))
      },
      (error: unknown) => ended || onError(asApiError(error)),
    )
  const hear = (text: unknown) => {
    const frame = readFrame(text)
    if (frame === null) return
    const taken = takeFrame(places, frame)
    places = taken.places
    if (taken.after === 'reread') void reread()
    if (taken.after === 'gap') socket?.send(JSON.stringify({ since: places?.seq ?? 0 }))
    if (taken.after === 'changed' && places !== null) onPlaces(places)
  }
  const open = () => {
    if (ended) return
    socket = new WebSocket(places === null ? url : `${url}?since=${places.seq}`)
    socket.onopen = () => {
      failures = 0
      onLive(true)
    }
    socket.onmessage = ({ data }) => hear(data)
    socket.onclose = () => {
      if (ended) return
      onLive(false)
      // A socket that is refused says not why; the answer over HTTP does, and renews the session.
      void reread()
      retry = setTimeout(open, retryDelay(failures, Math.random()))
      failures += 1
    }
  }
  const ping = setInterval(() => socket?.readyState === WebSocket.OPEN && socket.send('ping'), PING_MS)
  open()
  return () => {
    ended = true
    clearTimeout(retry)
    clearInterval(ping)
    socket?.close()
  }
}

/** The places of an event as they are now. */
export function usePlaces(eventId: string): Watched {
  const [watched, setWatched] = useState<Watched>({ places: null, live: false, error: null })
  useEffect(() => {
    let newest: Places | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    const paint = () => {
      timer = undefined
      // A new object each time: the seats in it may have been changed in place.
      setWatched(({ live }) => ({ places: newest === null ? null : { ...newest }, live, error: null }))
    }
    const end = watchPlaces(eventId, {
      onPlaces: (places) => {
        const first = newest === null
        newest = places
        if (first) paint()
        else timer ??= setTimeout(paint, PAINT_MS)
      },
      onLive: (live) => setWatched((before) => ({ ...before, live })),
      onError: (error) => setWatched((before) => ({ ...before, error })),
    })
    return () => {
      clearTimeout(timer)
      end()
    }
  }, [eventId])
  return watched
}
