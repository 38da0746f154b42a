import type { Invitation } from '../../contract/invitations.ts'
import type { Layout, LayoutArea, LayoutSeat } from '../../contract/layout.ts'
import type { Booking, Hold, RoomSettings, RoomTicketType } from '../../contract/room.ts'
import type { Entry } from '../../contract/waitlist.ts'
import type { DraftFact } from './fact.ts'
import { type Invitations, invitationList } from './invitation-list.ts'
import { indexLayout, type LayoutIndex } from './layout-index.ts'
import { noWaitlist, type Waitlist } from './waitlist-line.ts'

/** What a place is to someone who has no code. */
export type PlaceState = 'free' | 'held' | 'offered' | 'booked' | 'blocked'

/** Places that the organiser takes off sale: one named seat, or a number of those without names. */
export interface Block {
  /** The guid of its seat, or an id where it has none. */
  id: string
  seat: string | null
  area: string | null
  quantity: number
  reason: string | null
  by: string | null
  at: number
}

/** One thing that becomes so. A room is what its changes made it: in memory by {@link apply}, and as rows of its object. */
export type Change =
  | { put: 'hold'; value: Hold }
  | { drop: 'hold'; id: string }
  | { put: 'booking'; value: Booking; was: Booking | null }
  | { put: 'block'; value: Block }
  | { drop: 'block'; id: string }
  | { put: 'entry'; value: Entry }
  | { put: 'invitation'; value: Invitation }
  | { put: 'low'; value: boolean }
  | { fact: DraftFact }

/** What is taken, added up so that no question needs to look at every place. */
export interface Counts {
  held: number
  offered: number
  booked: number
  /** By the organiser; what allotments keep is added by {@link allotted}. */
  blocked: number
  /** Places taken, by id of ticket type, of area, by owner and by code. */
  types: Map<string, number>
  /** Of these, the booked ones. */
  bookedTypes: Map<string, number>
  areas: Map<string, number>
  owners: Map<string, number>
  codes: Map<string, number>
  /** Free seats by category. */
  freeSeats: Map<string, number>
  /** Places with and without a name that are taken of each allotment. */
  allotments: Map<string, number>
}

/** One event's places as the memory of its object has them: the image of the rows, made anew whenever it wakes. */
export interface Room {
  version: number
  settings: RoomSettings
  layout: Layout | null
  index: LayoutIndex | null
  /** 1 where a seat is free to all, by its index in the layout: what choosing reads. */
  open: Uint8Array
  seats: ReadonlyMap<string, LayoutSeat>
  areas: ReadonlyMap<string, LayoutArea>
  types: ReadonlyMap<string, RoomTicketType>
  /** Seats kept for an allotment, by guid. */
  allotted: ReadonlyMap<string, string>
  /** Allotments whose rest is on sale to all by now. */
  released: Set<string>
  /** Live ones; what the clock ended is dropped by the step that meets it first. */
  holds: Map<string, Hold>
  /** Bookings that wait for payment or confirmation. The others are read when they are asked for. */
  waiting: Map<string, Booking>
  blocks: Map<string, Block>
  waitlist: Waitlist
  invitations: Invitations
  /** What is not free, by guid, and the id of the hold, booking or block that has it. */
  taken: Map<string, { state: Exclude<PlaceState, 'free'>; by: string }>
  counts: Counts
  /** Whether few places count as left, see `low.ts`. */
  low: boolean
  /** No hold ends before this; it may be earlier than the first that does. */
  nextExpiry: number
  /** Grows whenever the numbers or seats that anyone sees may have changed. */
  moves: number
  /** Seats whose state may have changed since somebody last asked. */
  touched: Set<string>
}

/** What a step gets from outside: the clock (ms since 1970), new ids (`h_…`), and a number from 0 to 1. */
export interface Moment {
  now: number
  id: (prefix: 'h' | 'b' | 't' | 'w' | 'i' | 'q' | 'c') => string
  random: number
}

/** A room where nothing is taken. `now` in milliseconds since 1970. */
export const openRoom = (version: number, settings: RoomSettings, layout: Layout | null, now: number): Room => {
  const released = settings.allotments.filter((allotment) => isReleased(allotment, now)).map(({ id }) => id)
  const kept = settings.allotments.filter(({ id }) => !released.includes(id))
  const keptSeats = new Set(kept.flatMap(({ seats }) => seats))
  return {
    version,
    settings,
    layout,
    index: layout === null ? null : indexLayout(layout),
    open: Uint8Array.from(layout?.seats ?? [], ({ guid }) => Number(!keptSeats.has(guid))),
    seats: new Map(layout?.seats.map((seat) => [seat.guid, seat])),
    areas: new Map(layout?.areas.map((area) => [area.id, area])),
    types: new Map(settings.ticketTypes.map((type) => [type.id, type])),
    allotted: new Map(settings.allotments.flatMap(({ id, seats }) => seats.map((seat) => [seat, id]))),
    released: new Set(released),
    holds: new Map(),
    waiting: new Map(),
    blocks: new Map(),
    waitlist: noWaitlist(),
    invitations: invitationList(),
    taken: new Map(),
    counts: noCounts(layout, keptSeats),
    low: false,
    nextExpiry: Number.POSITIVE_INFINITY,
    moves: 0,
    touched: new Set(),
  }
}

/** @returns whether what is left of an allotment is on sale to all. */
export const isReleased = ({ releasesAt }: { releasesAt: number | null }, now: number): boolean =>
  releasesAt !== null && releasesAt <= now

/** @returns the allotment that keeps a seat from the public, or null. */
export const allotmentOf = (room: Room, guid: string): string | null => {
  const id = room.allotted.get(guid)
  return id === undefined || room.released.has(id) ? null : id
}

/** @returns what a seat is to someone without a code. */
export const stateOf = (room: Room, guid: string): PlaceState =>
  room.taken.get(guid)?.state ?? (allotmentOf(room, guid) === null ? 'free' : 'blocked')

/** @returns places in all: as many as the plan has, or fewer where the event says so. */
export const capacityOf = ({ settings: { capacity }, layout }: Room): number => {
  if (layout === null) return capacity ?? 0
  const planned = layout.seats.length + layout.areas.reduce((sum, area) => sum + area.capacity, 0)
  return Math.min(planned, capacity ?? planned)
}

/** @returns the places that allotments still keep from the public. */
export const keptByAllotments = (room: Room): number =>
  room.settings.allotments.reduce((sum, { id, seats, quantity }) => {
    const left = seats.length + quantity - (room.counts.allotments.get(id) ?? 0)
    return room.released.has(id) ? sum : sum + Math.max(0, left)
  }, 0)

/** @returns places that anyone could take. Never below zero, though more may be taken than there are: see the sizes. */
export const freeOf = (room: Room): number => {
  const { held, offered, booked, blocked } = room.counts
  return Math.max(0, capacityOf(room) - held - offered - booked - blocked - keptByAllotments(room))
}

const noCounts = (layout: Layout | null, kept: ReadonlySet<string>): Counts => {
  const freeSeats = new Map<string, number>()
  for (const { guid, category } of layout?.seats ?? [])
    if (!kept.has(guid)) freeSeats.set(category, (freeSeats.get(category) ?? 0) + 1)
  return {
    held: 0,
    offered: 0,
    booked: 0,
    blocked: 0,
    types: new Map(),
    bookedTypes: new Map(),
    areas: new Map(),
    owners: new Map(),
    codes: new Map(),
    freeSeats,
    allotments: new Map(),
  }
}
