import type { BookingChange, Confirmation, TransferWish } from '../../../../../contract/booking-changes.ts'
import type { Cancellation, NewBooking } from '../../../../../contract/bookings.ts'
import type { NewHold } from '../../../../../contract/holds.ts'
import type { Asker, Booking, Configuration, Hold, Refusal, Retry, RoomAnswer } from '../../../../../contract/room.ts'
import type { Entry, EntryAsk, NewEntry, OfferTaken, PlacedEntry } from '../../../../../contract/waitlist.ts'
import type { Availability } from '../../../../../domain/booking/availability.ts'
import type { Block, PlaceState, Room } from '../../../../../domain/booking/room.ts'

type Later<T> = T | Promise<T>
type Answer<T> = Later<RoomAnswer<T>>

/** What a room has kept: what it would be made of after it was evicted. */
export interface Rows {
  holds: ReadonlyMap<string, Hold>
  bookings: ReadonlyMap<string, Booking>
  blocks: ReadonlyMap<string, Block>
  entries: ReadonlyMap<string, Entry>
}

/** A fact as the log would hear of it. */
export interface Heard {
  type: string
  subject: string
  data: unknown
}

export type Seen = Pick<Availability, 'capacity' | 'free' | 'held' | 'offered' | 'booked' | 'blocked'> & {
  seats: Record<string, PlaceState>
}

/** A room as its clients meet it, and as its proof looks behind it: the rules alone, or the object itself. */
export interface RoomUnderTest {
  setClock(now: number): void
  /** @returns why the room keeps what it had, or null */
  configure(next: Configuration): Later<Refusal | null>
  hold(wish: NewHold, asker: Asker, retry: Retry | null): Answer<Hold>
  extend(id: string, asker: Asker): Answer<Hold>
  release(id: string, asker: Asker): Answer<null>
  book(wish: Pick<NewBooking, 'holdId' | 'contact' | 'positions'>, asker: Asker, retry: Retry | null): Answer<Booking>
  confirm(id: string, asker: Asker, wish: Confirmation): Answer<Booking>
  change(id: string, change: BookingChange, asker: Asker): Answer<Booking>
  transfer(id: string, wish: TransferWish, asker: Asker): Answer<Booking>
  cancel(id: string, wish: Cancellation, asker: Asker): Answer<Booking>
  block(wish: { seats?: string[]; quantity?: number }, asker: Asker): Answer<string[]>
  unblock(ids: string[], asker: Asker): Answer<string[]>
  join(wish: NewEntry, asker: Asker): Answer<PlacedEntry>
  entry(id: string, ask: EntryAsk, asker: Asker): Answer<PlacedEntry>
  takeOffer(wish: OfferTaken, asker: Asker): Answer<Booking>
  /** What the alarm does. It may come late, twice or never. */
  alarm(): Later<void>
  /** Forgets all that is not kept. */
  evict(): Later<void>
  availability(): Later<Seen>
  rows(): Later<Rows>
  /** What was told since it was last asked. */
  facts(): Later<Heard[]>
  /** The memory of the room, where it can be looked at. */
  image(): Room | null
}
