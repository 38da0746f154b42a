import type { LoggedEvent } from '../../contract/domain-events.ts'
import type { RefusedTopic } from '../../contract/live.ts'
import { isTopic, type Topic } from './topic.ts'

/** How one socket of the live feed listens. */
export interface Listening {
  /** Of the last event it was told, or that was not for it. */
  position: number
  allowed: Topic[]
  /** Null for all that it may hear. */
  wanted: Topic[] | null
  /** Whether it may see what events say of people. */
  personal: boolean
  /** Whether it hears events that are told again. */
  replay: boolean
  /** Characters of events it was sent and did not say it read; null for a client that never says what it read. */
  unread: number | null
  /** Since when nothing more could be sent to it, in milliseconds since 1970. */
  stuckSince: number | null
  /** Whether counters passed it by meanwhile. */
  missed: boolean
}

/** What a client asks of the feed; what is not named stays as it is. */
export interface Wish {
  subscribe?: string[]
  replay?: boolean
  /** Characters it has read since it last said so. */
  read?: number
}

const LONGEST_WISH = 1024

/** @returns what a client said, or null where it is none of what can be said. */
export const readWish = (message: unknown): Wish | null => {
  if (typeof message !== 'string' || message.length > LONGEST_WISH) return null
  const said = parsed(message)
  if (typeof said !== 'object' || said === null) return null
  const { subscribe, replay, read } = said as Record<string, unknown>
  if (subscribe === undefined && replay === undefined && read === undefined) return null
  if (subscribe !== undefined && !isTexts(subscribe)) return null
  if (replay !== undefined && typeof replay !== 'boolean') return null
  if (read !== undefined && !isCount(read)) return null
  return {
    ...(subscribe !== undefined && { subscribe }),
    ...(replay !== undefined && { replay }),
    ...(read !== undefined && { read }),
  }
}

/** @returns how a socket listens after a wish, and which topics it does not get, and why. */
export const granted = (listening: Listening, { subscribe, replay = listening.replay }: Wish) => {
  const { allowed } = listening
  const asked = subscribe && [...new Set(subscribe)]
  const refused = (asked ?? []).flatMap((topic): RefusedTopic[] => {
    if (!isTopic(topic)) return [{ topic, reason: 'unknown' }]
    return allowed.includes(topic) ? [] : [{ topic, reason: 'forbidden' }]
  })
  const wanted = asked ? allowed.filter((topic) => asked.includes(topic)) : listening.wanted
  return { listening: { ...listening, wanted, replay }, refused }
}

/** @returns what a socket hears of the topics. */
export const heard = ({ allowed, wanted }: Listening): Topic[] => wanted ?? allowed

/** Which part of the log a batch is: all that an organisation has after `from`, up to the last of `events`. */
export interface Stretch {
  from: number
  events: readonly LoggedEvent[]
}

/**
 * @returns the events of a stretch that a socket at this position must be told, oldest first. None where it stands
 * before the stretch: what lies between would be skipped, and the next stretch begins with it.
 */
export const due = (position: number, { from, events }: Stretch): readonly LoggedEvent[] => {
  if (position < from) return []
  const first = events.findIndex((event) => event.position > position)
  return first < 0 ? [] : events.slice(first)
}

/** @returns how a socket listens that says how much it has read. From the first such word on, what it is sent is counted. */
export const afterReading = (listening: Listening, read: number): Listening => ({
  ...listening,
  unread: Math.max(0, (listening.unread ?? 0) - read),
})

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
