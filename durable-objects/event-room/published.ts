import type { AvailabilityDelta, AvailabilitySnapshot } from '../../contract/availability-frames.ts'
import { type Availability, availabilityOf, seatStates } from '../../domain/booking/availability.ts'
import { type PlaceState, type Room, stateOf } from '../../domain/booking/room.ts'
import type { Watched } from '../live-audience.ts'
import type { Deltas } from './deltas.ts'

/** The first frame tells as many places at most; a larger plan is read over HTTP, where it is kept by ETag. */
export const SNAPSHOT_SEATS = 2000

const FRAMES = 500

/** What a room lets the public know, made once for each `seq`. */
export interface Published extends Watched {
  numbers(room: Room): Availability
  snapshot(room: Room): AvailabilitySnapshot
  /** The snapshot as JSON: handing over a text costs a hundredth of handing over 50,000 seats. */
  whole(): string
  /** What changed since; null where that is not known any more. */
  changes(room: Room, since: number): AvailabilityDelta | null
}

/** @returns what a room says of itself. `roomNow`: its image, which is made anew at times; null before it is configured. */
export const publishedOf = (deltas: Deltas, roomNow: () => Room | null): Published => {
  let counted: { seq: number; numbers: Availability } | null = null
  let seen: { seq: number; seats: Record<string, PlaceState> } | null = null
  let frames = { seq: -1, made: new Map<number | 'whole' | null, string>() }

  const numbers = (room: Room): Availability => {
    if (counted?.seq !== deltas.seq()) counted = { seq: deltas.seq(), numbers: availabilityOf(room) }
    return counted.numbers
  }

  /** Every seat; of a large plan only those that changed are looked at again. */
  const seats = (room: Room): Record<string, PlaceState> => {
    const changed = seen === null ? null : deltas.after(seen.seq)
    if (seen === null || changed === null) seen = { seq: deltas.seq(), seats: seatStates(room) }
    else for (const guid of changed) seen.seats[guid] = stateOf(room, guid)
    seen.seq = deltas.seq()
    return seen.seats
  }

  const snapshot = (room: Room): AvailabilitySnapshot => ({
    type: 'snapshot',
    seq: deltas.seq(),
    ...numbers(room),
    seats: seats(room),
  })

  const changes = (room: Room, since: number): AvailabilityDelta | null => {
    const changed = deltas.after(since)
    if (changed === null) return null
    const states = Object.fromEntries(changed.map((guid) => [guid, stateOf(room, guid)]))
    return { type: 'delta', since, seq: deltas.seq(), ...numbers(room), seats: states }
  }

  const resync = () => ({ type: 'resync', seq: deltas.seq() })

  const frame = (since: number | 'whole' | null, make: (room: Room) => unknown): string => {
    if (frames.seq !== deltas.seq()) frames = { seq: deltas.seq(), made: new Map() }
    const known = frames.made.get(since)
    if (known !== undefined) return known
    const room = roomNow()
    const text = JSON.stringify(room === null ? resync() : make(room))
    // Clients say where they stand, so there may be as many as they like.
    if (frames.made.size < FRAMES) frames.made.set(since, text)
    return text
  }

  return {
    seq: deltas.seq,
    low() {
      const room = roomNow()
      return room?.low === true ? { free: numbers(room).free } : null
    },
    first: () => frame(null, (room) => (room.seats.size > SNAPSHOT_SEATS ? resync() : snapshot(room))),
    since: (seq) => frame(seq, (room) => changes(room, seq) ?? resync()),
    numbers,
    snapshot,
    whole: () => frame('whole', snapshot),
    changes,
  }
}
