import type { AvailabilityFrame } from '../../../contract/availability-frames.ts'
import type { components } from '../api/schema.gen.ts'

type Availability = components['schemas']['Availability']
export type SeatState = Availability['seats'][string]
export type PlaceNumbers = Omit<Availability, 'eventId' | 'seq' | 'seats'>

/** What is known of the places of an event, up to `seq`. Seats are many, so their map is changed in place. */
export interface Places {
  seq: number
  numbers: PlaceNumbers
  seats: Map<string, SeatState>
}

/** What an answer or a snapshot says, whole. */
export const placesOf = ({ seq, seats, ...numbers }: Omit<Availability, 'eventId'>): Places => ({
  seq,
  numbers,
  seats: new Map(Object.entries(seats)),
})

/** What is to be done after a frame: nothing new, show it, ask for what was missed, or read everything. */
export type After = 'same' | 'changed' | 'gap' | 'reread'

/** Takes a frame of the live socket in; `places` is null before anything is known. */
export function takeFrame(places: Places | null, frame: AvailabilityFrame): { places: Places | null; after: After } {
  if (frame.type === 'resync') return { places, after: 'reread' }
  if (frame.type === 'snapshot') {
    const { type: _, ...whole } = frame
    return { places: placesOf(whole), after: 'changed' }
  }
  if (frame.type !== 'delta') return { places, after: 'same' }
  if (places === null) return { places, after: 'reread' }
  if (frame.since > places.seq) return { places, after: 'gap' }
  if (frame.seq <= places.seq) return { places, after: 'same' }
  const { type: _, since: _from, seq, seats, ...numbers } = frame
  for (const [guid, state] of Object.entries(seats)) places.seats.set(guid, state)
  return { places: { seq, numbers, seats: places.seats }, after: 'changed' }
}

const KNOWN = new Set(['snapshot', 'delta', 'resync', 'low', 'ping'])

/** A frame of a type that this page does not know is nothing to it. */
export function readFrame(text: unknown): AvailabilityFrame | null {
  if (typeof text !== 'string' || !text.startsWith('{')) return null
  try {
    const frame: { type?: unknown } = JSON.parse(text)
    return KNOWN.has(String(frame.type)) ? (frame as AvailabilityFrame) : null
  } catch {
    return null
  }
}
