/** Topics of the live feed. */
export const TOPICS = ['issues', 'bookings', 'deliveries', 'activity'] as const
export type Topic = (typeof TOPICS)[number]

const OF_AGGREGATE: Readonly<Record<string, Topic>> = {
  issue: 'issues',
  booking: 'bookings',
  waitlist: 'bookings',
  invitation: 'bookings',
  availability: 'bookings',
  notification: 'deliveries',
  delivery: 'deliveries',
  breaker: 'deliveries',
  webhook_endpoint: 'deliveries',
}

/** @returns the topic of the live feed that carries events of this type. */
export const topicOf = (type: string): Topic => OF_AGGREGATE[type.slice(0, type.indexOf('.'))] ?? 'activity'
