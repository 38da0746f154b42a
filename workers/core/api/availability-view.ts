import type { AvailabilitySnapshot } from '../../../contract/availability-frames.ts'
import { advance, type LiveView, viewOf } from '../../../domain/booking/live-view.ts'
import { eventRoom } from '../../../platform/rooms.ts'

/** An event that this isolate was asked about. */
interface Seen {
  view: LiveView | null
  /** The view is as the room was at this moment, or later. Milliseconds since 1970. */
  asOf: number
  /** Questions since `from`. */
  asked: { from: number; count: number }
  /** The answer as JSON, made once for each `seq`. */
  body: { seq: number; text: string } | null
}

/** An isolate has 128 MB; a house of 50,000 seats takes some 5 of them. */
const MOST_SEATS = 300_000
const MOST_EVENTS = 500
/** As many questions in a second are a crowd. */
const CROWD = 200
const SECOND = 1000
/** The event that was asked about longest ago comes first. Data alone: a promise of one request is no good to another. */
const seen = new Map<string, Seen>()

/**
 * @param olderBy how many milliseconds ago the answer may have been true; a crowd of strangers is shown a second's
 * @returns an event's places, or null where its room knows of no event. The room tells only what changed since this
 * isolate asked last, so a large house costs it no more than a small one.
 */
export const availabilityView = async (
  rooms: Env['EVENT_ROOM'],
  eventId: string,
  { olderBy = 0, stranger = false } = {},
): Promise<LiveView | null> => {
  const event = look(eventId)
  const now = Date.now()
  const patience = stranger && isCrowd(event, now) ? Math.max(olderBy, SECOND) : olderBy
  if (event.view !== null && now - event.asOf < patience) return event.view
  const { view } = event
  const update = await eventRoom(rooms, eventId).update(view?.seq ?? null)
  if (update === null) return null
  event.asOf = now
  // Others have asked meanwhile: what is older than they know changes nothing.
  if (typeof update === 'string') event.view = viewOf(JSON.parse(update) as AvailabilitySnapshot)
  else if (event.view === null || !advance(event.view, update)) return availabilityView(rooms, eventId)
  return event.view
}

/** @returns a view as JSON; the same text until it changes. */
export const availabilityBody = (eventId: string, { seq, numbers, seats }: LiveView): string => {
  const event = look(eventId)
  if (event.body?.seq === seq) return event.body.text
  const text = JSON.stringify({ eventId, seq, ...numbers, seats: seats ?? {} })
  event.body = { seq, text }
  return text
}

const isCrowd = ({ asked }: Seen, now: number): boolean => {
  if (now - asked.from >= SECOND) Object.assign(asked, { from: now, count: 0 })
  asked.count += 1
  return asked.count > CROWD
}

const look = (eventId: string): Seen => {
  const known = seen.get(eventId) ?? { view: null, asOf: 0, asked: { from: 0, count: 0 }, body: null }
  seen.delete(eventId)
  forgetSome()
  seen.set(eventId, known)
  return known
}

const forgetSome = (): void => {
  let seats = 0
  for (const { view } of seen.values()) seats += view?.numbers.capacity ?? 0
  for (const [eventId, { view }] of seen) {
    if (seen.size < MOST_EVENTS && seats < MOST_SEATS) return
    seats -= view?.numbers.capacity ?? 0
    seen.delete(eventId)
  }
}
