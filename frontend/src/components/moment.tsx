import { useSyncExternalStore } from 'react'
import { useFormat } from '../i18n/language.tsx'

const every = 15_000
const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function tick() {
  now = Date.now()
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  if (listeners.size === 0) {
    now = Date.now()
    timer = setInterval(tick, every)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(timer)
  }
}

/** Milliseconds since 1970, moving on every quarter of a minute; one clock for the whole page. */
export const useNow = () => useSyncExternalStore(subscribe, () => now)

/** How long ago, with the exact moment on hover and for machines. */
export function Moment(props: { at: string; className?: string }) {
  const format = useFormat()
  const today = useNow()
  return (
    <time dateTime={props.at} title={format.absolute(props.at)} className={props.className}>
      {format.relative(props.at, today)}
    </time>
  )
}
