import type { Action } from '../identity/access.ts'

/** Topics of the live feed, and what it takes to hear each. */
const TAKES = {
  issues: 'issue.read',
  bookings: 'live.read',
  deliveries: 'delivery.read',
  activity: 'log.read',
} as const satisfies Record<string, Action>

export type Topic = keyof typeof TAKES

const TOPICS = Object.keys(TAKES) as Topic[]

/** @returns whether there is a topic of this name. */
export const isTopic = (name: string): name is Topic => Object.hasOwn(TAKES, name)

/** @returns the topics that someone who may do these things may hear. */
export const topicsFor = (may: (action: Action) => boolean): Topic[] => TOPICS.filter((topic) => may(TAKES[topic]))

const OF_AGGREGATE: Readonly<Record<string, Topic>> = {
  issue: 'issues',
  booking: 'bookings',
  ticket: 'bookings',
  waitlist: 'bookings',
  invitation: 'bookings',
  availability: 'bookings',
  notification: 'deliveries',
  delivery: 'deliveries',
  breaker: 'deliveries',
  webhook_endpoint: 'deliveries',
}

/** @returns the topic of the live feed that carries events of this type. */
export const topicOf = (type: string): Topic => {
  // Without a dot a type names no kind of thing: `issues` is none of ours, and not for all who may read issues.
  const aggregate = type.slice(0, Math.max(type.indexOf('.'), 0))
  return Object.hasOwn(OF_AGGREGATE, aggregate) ? (OF_AGGREGATE[aggregate] ?? 'activity') : 'activity'
}
