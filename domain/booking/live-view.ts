import type { AvailabilityDelta, AvailabilitySnapshot, AvailabilityUpdate } from '../../contract/availability-frames.ts'

type Seats = AvailabilityDelta['seats']
type Numbers = Omit<AvailabilitySnapshot, 'type' | 'seq' | 'seats'>

/** As many changes are remembered one by one; who stands before them is told by the room, or reads everything. */
const KEPT = 500

/**
 * What someone else than the room knows of it: a relay, or an isolate that answers over HTTP. It follows the room by
 * updates, which say what is and not what happened, so one that comes twice does no harm.
 */
export interface LiveView {
  seq: number
  numbers: Numbers
  /** Every seat by guid; null where nobody asks for all of them. */
  seats: Seats | null
  /** What changed after this is remembered, in `changes`, oldest first. */
  floor: number
  changes: { seq: number; seats: Seats }[]
}

/** @returns a view that knows nothing but this moment. `whole`: keep what every seat is. */
export const viewOf = (snapshot: AvailabilitySnapshot, whole = true): LiveView => {
  const { type: _, seq, seats, ...numbers } = snapshot
  return { seq, numbers, seats: whole ? { ...seats } : null, floor: seq, changes: [] }
}

/**
 * Brings a view up to an update of its room. One that begins before what is remembered lengthens the memory.
 * @returns false where something is missing between the two: then the view is as it was
 */
export const advance = (view: LiveView, update: AvailabilityUpdate): boolean => {
  if (update.type === 'snapshot') {
    if (update.seq >= view.seq) Object.assign(view, viewOf(update, view.seats !== null))
    return true
  }
  const { type: _, since, seq, seats, ...numbers } = update
  if (since > view.seq) return false
  // What is older than the view would turn seats back.
  if (seq < view.seq) return true
  view.seq = seq
  view.numbers = numbers
  if (view.seats !== null) Object.assign(view.seats, seats)
  view.changes.push({ seq, seats })
  view.floor = Math.min(view.floor, since)
  if (view.changes.length > KEPT) view.floor = view.changes.shift()?.seq ?? view.floor
  return true
}

/** @returns what changed since, as far as the view knows; null where it does not, or has not heard of it yet. */
export const changesSince = (view: LiveView, since: number): AvailabilityDelta | null => {
  if (since < view.floor || since > view.seq) return null
  const seats: Seats = {}
  for (const change of view.changes) if (change.seq > since) Object.assign(seats, change.seats)
  return { type: 'delta', since, seq: view.seq, ...view.numbers, seats }
}

/** @returns everything, or null where the view does not keep every seat. */
export const wholeOf = ({ seq, numbers, seats }: LiveView): AvailabilitySnapshot | null =>
  seats === null ? null : { type: 'snapshot', seq, ...numbers, seats }
