import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { sessionQuery } from '../api/session.ts'
import { applyFrame } from './apply.ts'
import { coalesceActivity } from './coalesce.ts'
import { connectLive, type LiveState } from './connection.ts'
import type { Frame } from './frames.ts'

type Listener = (frame: Frame) => unknown

const LiveContext = createContext<{ state: LiveState; listen(listener: Listener): () => void } | null>(null)

/** Apart, so that who comes and goes draws nothing anew but what shows it. Null while it is not known. */
const ListenersContext = createContext<number | null>(null)

/** One socket for the whole dashboard; frames change the caches first and then reach whoever listens. */
export function LiveProvider(props: { children: ReactNode }) {
  const queries = useQueryClient()
  const [state, setState] = useState<LiveState>('connecting')
  const [people, setPeople] = useState<number | null>(null)
  const listeners = useRef(new Set<Listener>())
  useEffect(() => {
    const frames = coalesceActivity((frame) => {
      applyFrame(queries, frame)
      if (frame.type === 'presence') setPeople(frame.listeners)
      for (const listener of listeners.current) listener(frame)
    })
    const disconnect = connectLive({
      url: `${location.origin.replace(/^http/, 'ws')}/api/v1/live`,
      onState: setState,
      onFrame: frames.take,
      // An expired session refuses the socket without saying so; reading the session renews it.
      beforeRetry: () => queries.fetchQuery({ ...sessionQuery, staleTime: 0 }),
    })
    return () => {
      disconnect()
      frames.stop()
    }
  }, [queries])
  const value = useMemo(
    () => ({
      state,
      listen: (listener: Listener) => {
        listeners.current.add(listener)
        return () => listeners.current.delete(listener)
      },
    }),
    [state],
  )
  return (
    <LiveContext value={value}>
      <ListenersContext value={state === 'live' ? people : null}>{props.children}</ListenersContext>
    </LiveContext>
  )
}

function useLive() {
  const live = useContext(LiveContext)
  if (live === null) throw new Error('No LiveProvider above')
  return live
}

export const useLiveState = () => useLive().state

/** How many people have this organisation open, oneself included; null while that is not known. */
export const useListeners = () => useContext(ListenersContext)

/** Runs when the line is back after it was down: counters are not replayed, so what was missed must be read again. */
export function useReconnect(run: () => void) {
  const state = useLiveState()
  const wasOffline = useRef(false)
  const latest = useRef(run)
  latest.current = run
  useEffect(() => {
    if (state === 'live' && wasOffline.current) latest.current()
    wasOffline.current = state === 'offline'
  }, [state])
}

/** Hears every frame while the component is shown. */
export function useFrames(listener: Listener) {
  const { listen } = useLive()
  const latest = useRef(listener)
  latest.current = listener
  useEffect(() => {
    const stop = listen((frame) => latest.current(frame))
    return () => {
      stop()
    }
  }, [listen])
}
