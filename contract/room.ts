import type { InviteeFault } from './invitees.ts'
import type { Layout } from './layout.ts'

/**
 * What the catalogue tells the room of an event: all that it decides by. The catalogue decides nothing itself, so this is
 * pushed to the room with each change, with a version that only grows. Times are milliseconds since 1970, money is in
 * minor units.
 */
export interface RoomSettings {
  organisationId: string
  eventId: string
  tourId: string | null
  name: string
  status: EventStatus
  startsAt: number
  endsAt: number
  timeZone: string
  /** When places are sold: from here on, and until there (never later than the cutoff). Null: always. */
  saleStartsAt: number | null
  saleEndsAt: number | null
  /** Places in all; null: as many as the plan has. Without plan and number nothing limits it. */
  capacity: number | null
  holdSeconds: number
  /** Places that one buyer may hold and have booked, at most. */
  maxPerBuyer: number | null
  currency: string
  ticketTypes: RoomTicketType[]
  pools: RoomPool[]
  allotments: RoomAllotment[]
  codes: RoomCode[]
  waitlist: WaitlistPolicy
  /** Below this share of free places they count as few, in percent. */
  lowPercent: number
  /** A selection by hand may leave no single seat between others, where as many could be had without. */
  noSingleSeats: boolean
  /** When more than these watch, the waiting room hears it; null where nobody has to queue because of that. */
  mostWatching?: number | null
  /** Key of the version of a plan, or null for an event without one. */
  layoutKey: string | null
  /** Until when buyers may cancel; where nothing is said, until the event starts. */
  cancellableUntil?: number | null
  /** Why it is cancelled, where it is and somebody said so. */
  cancellationReason?: string | null
}

export type EventStatus = 'DRAFT' | 'SCHEDULED' | 'ON_SALE' | 'PAUSED' | 'CLOSED' | 'COMPLETED' | 'CANCELLED'

export interface RoomTicketType {
  id: string
  name: string
  price: number
  currency: string
  /** Categories of the plan whose places it may take, or null for all. */
  categories: string[] | null
  /** Ids of the pools of which a sale takes one unit each. */
  pools: string[]
  /** Sold only with a code that names it. */
  hidden: boolean
  active: boolean
  /** In one hold. */
  minQuantity: number | null
  maxQuantity: number | null
  /** Ticket types of which at least one has to be in the same hold; none, or nothing said, for who may come alone. */
  accompaniedBy?: string[]
  saleStartsAt: number | null
  saleEndsAt: number | null
}

/** A capacity that ticket types share. */
export interface RoomPool {
  id: string
  name: string
  size: number | null
}

/** Places kept for who has a code: named ones, or a number of those without names. They count as blocked to all others. */
export interface RoomAllotment {
  id: string
  name: string
  seats: string[]
  quantity: number
  /** When what is left of it goes on sale to all; null: never by itself. */
  releasesAt: number | null
}

export interface RoomCode {
  /** As it is compared: upper case, without spaces around it. */
  code: string
  /** What it opens: hidden ticket types, and an allotment. */
  ticketTypes: string[]
  allotmentId: string | null
  /** What it takes off each price. */
  discount: { percent: number } | { amount: number } | null
  /** Places it may be used for, at most. */
  maxUses: number | null
  startsAt: number | null
  endsAt: number | null
}

export interface WaitlistPolicy {
  enabled: boolean
  /** What becomes of a group that does not fit: all wait, the next who fits goes first, or it gets what there is. */
  fit: 'STRICT' | 'SKIP_IF_NOT_FIT' | 'PARTIAL'
  offerSeconds: number
  /** After as many offers not taken, an entry waits no more. */
  maxLapses: number
  /** An offer of a free event becomes a booking by itself. */
  confirmsItself: boolean
  /** Who was invited and finds no place goes before who was not. */
  invitedFirst?: boolean
  /** From then on nobody joins and nothing is offered; null: until the sale ends. */
  closesAt: number | null
}

export interface Contact {
  fullName: string | null
  emailAddress: string | null
  phoneNumber: string | null
  language: 'en' | 'fr'
  notes: string | null
}

/** One place, of a hold or a booking. `seat` is a guid of the plan, `area` an id of it; both null: a place without either. */
export interface Item {
  seat: string | null
  area: string | null
  ticketTypeId: string
  /** Fixed when the places were held. */
  price: number
}

/** Places set aside until a moment. */
export interface Hold {
  id: string
  eventId: string
  /** Who may use it: `u:<user>` or `g:<guest>`. An offer to who waits belongs to them. */
  owner: string
  /**
   * `invitation`: kept for who was invited until they answer. `gathered`: kept for a group at the head of the waitlist until there are enough for all of it; offered to nobody yet.
   */
  kind: 'hold' | 'offer' | 'gathered' | 'invitation'
  items: Item[]
  placedAt: number
  expiresAt: number
  /** It can be extended until here. */
  latest: number
  currency: string
  /** The booking it became, while that waits for payment or confirmation. */
  bookingId: string | null
  /** The entry of the waitlist that it was made for. */
  entryId: string | null
  code: string | null
  /** Why an organiser took more than was for sale, or took it for nothing. */
  override?: string
}

/** As in OCTO (https://docs.octo.travel). */
export type BookingStatus = 'ON_HOLD' | 'PENDING' | 'CONFIRMED' | 'REDEEMED' | 'EXPIRED' | 'CANCELLED' | 'REJECTED'

export interface Ticket extends Item {
  id: string
  status: 'HELD' | 'VALID' | 'USED' | 'CANCELLED'
  /** Who comes, where that is someone else than the contact. */
  attendee: { fullName: string | null; emailAddress: string | null } | null
  /** Which secret of the ticket is good: passing it on makes the earlier ones void. */
  generation: number
  /** Came in before it was paid: it is used from the moment it is. */
  letIn?: true
}

/** Places taken by someone. */
export interface Booking {
  id: string
  eventId: string
  /** Who may see and change it. The first one made it. */
  owners: string[]
  status: BookingStatus
  holdId: string
  tickets: Ticket[]
  contact: Contact
  total: number
  currency: string
  createdAt: number
  updatedAt: number
  expiresAt: number | null
  confirmedAt: number | null
  cancellation: { reason: string | null; at: number; by: 'buyer' | 'organiser' | 'event' } | null
  entryId: string | null
  invitationId: string | null
  code: string | null
  /** Why an organiser went beyond what was for sale, where one did. */
  override?: string
  /** The booking that its ticket was passed on from; what was paid was paid there. */
  transferredFrom?: string
  /** The highest number that a ticket of it had that it has no more: no other gets it again. */
  issued?: number
  /** Which of its links is good, from 1 on: passing it on makes the earlier ones void. */
  linkGeneration?: number
  /** Grows with each change. */
  version: number
}

/** Who asks a room for something. */
export interface Asker {
  /** All they are known as: the account, and the guest of this browser. The first is who they are from now on. */
  owners: string[]
  /**
   * What they followed a signed link to, by id (of a booking as domain/booking/owners.ts says it): with these they may do
   * what their owner may.
   */
  links: string[]
  /** May do what the organisation's people may. */
  organiser: boolean
  /** The account or key to name in the log; null for a guest. */
  actor: string | null
  /** What the request belongs to, for the facts that come of it. */
  cause: { traceparent?: string; correlationId?: string; causationId?: string }
}

/** What a room answers. `repeated`: the same request was answered so before, and nothing was done again. */
export type RoomAnswer<T> = { ok: true; value: T; repeated?: true } | { ok: false; error: Refusal }

/** Why a room does not do what it was asked. `seats` says which places it is about. */
export interface Refusal {
  reason: RefusalReason
  detail?: string
  seats?: string[]
  /** For how many there are places, where not for as many as asked. */
  most?: number
  /** Who of a list it is about. */
  faults?: InviteeFault[]
}

export type RefusalReason =
  | 'not_found'
  | 'unavailable'
  | 'capacity'
  | 'no_block'
  | 'single_seats'
  | 'quota'
  | 'closed'
  | 'limit'
  | 'expired'
  | 'unpaid'
  | 'not_cancellable'
  | 'not_changeable'
  | 'price_differs'
  | 'invalid_places'
  | 'code_not_valid'
  | 'places_free'
  | 'stale_version'
  | 'idempotency_key_reused'

/** What a key of a client stands for in a room: the same key for the same request gets the same answer again. */
export interface Retry {
  /** Whose the key is: the guest or account, or where the browser has no cookie yet, its address. */
  scope: string
  /** As whom the same client may come again: with the cookie of an answer that was lost, or signed in meanwhile. */
  also?: string[]
  key: string
  /** Digest of what is asked, so that another request with the same key is told apart. */
  digest: string
}

/** What `configure` brings; the layout only where the room does not have it yet. */
export interface Configuration {
  version: number
  settings: RoomSettings
  layout: Layout | null
}
