import { useEffect, useRef, useState } from 'react'
import type { CloudEvent } from '../../../contract/domain-events.ts'
import type { Frame } from '../live/frames.ts'
import { useFrames } from '../live/live.tsx'
import { matches } from './matches.ts'
import type { EventSearch } from './search.ts'
import { emptyTail, heard, released } from './tail.ts'

/** Four paints a second are as live as an eye can tell. */
const PAINT_MS = 250
/** Who scrolled further than this reads something below. */
const READING_PX = 160

/** The frame's event, where the server sends all of it. */
const eventIn = (frame: Frame): CloudEvent | null =>
  frame.type === 'event' && isCloudEvent(frame.data) ? frame.data : null

const isCloudEvent = (data: object): data is CloudEvent => 'id' in data && 'time' in data && 'subject' in data

/**
 * Follows the log: what matches appears on top at once, unless it is paused or someone reads (points at a row, has the
 * focus in one, has scrolled down), because rows must not move under their eyes. Then it waits, and is counted.
 */
export function useTail(search: EventSearch) {
  const [tail, setTail] = useState(emptyTail)
  const [paused, setPaused] = useState(false)
  const reading = useRef(false)
  const heldBy = useRef(false)
  heldBy.current = paused
  const held = () => heldBy.current || reading.current || window.scrollY > READING_PX
  const { push, stop } = usePainted((events: CloudEvent[]) => setTail((now) => heard(now, events, held())))
  useFrames((frame) => {
    if (frame.type === 'resync') setTail((now) => ({ ...now, overran: true }))
    const event = eventIn(frame)
    if (event !== null && matches(event, search)) push(event)
  })
  useEffect(() => stop, [stop])
  return {
    tail,
    paused,
    pause: () => setPaused(true),
    resume: () => {
      setPaused(false)
      setTail(released)
    },
    /** Whether someone looks at the rows just now. */
    read: (now: boolean) => {
      reading.current = now
      if (!now && !held()) setTail(released)
    },
    release: () => setTail(released),
    restart: () => setTail(emptyTail),
  }
}

/** Gathers what comes between two paints. */
function usePainted<Item>(paint: (items: Item[]) => void) {
  const latest = useRef(paint)
  latest.current = paint
  const [gathering] = useState(() => {
    let items: Item[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    const flush = () => {
      timer = undefined
      const now = items
      items = []
      latest.current(now)
    }
    return {
      push: (item: Item) => {
        items.push(item)
        timer ??= setTimeout(flush, PAINT_MS)
      },
      stop: () => {
        clearTimeout(timer)
        timer = undefined
      },
    }
  })
  return gathering
}
