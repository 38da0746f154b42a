import type {
  Allotment,
  BookableEvent,
  Code,
  EventChange,
  NewEvent,
  Pool,
  TicketType,
  WaitingRoomPolicy,
  WaitlistPolicy,
} from '../api/events.ts'
import { writtenAmount } from './money.ts'
import { localMoment } from './zoned.ts'

/** Who a ticket is for, as OCTO's units say it; the last is for anyone. */
export const UNIT_TYPES = [
  'ADULT',
  'YOUTH',
  'CHILD',
  'INFANT',
  'FAMILY',
  'SENIOR',
  'STUDENT',
  'MILITARY',
  'OTHER',
] as const
export type UnitType = (typeof UNIT_TYPES)[number]

/** A ticket type as its fields show it: an amount and numbers as they are written, moments by the clock of the event. */
export interface TypeDraft {
  id: string
  name: string
  description: string
  price: string
  categories: string[] | null
  pools: string[]
  hidden: boolean
  active: boolean
  minQuantity: string
  maxQuantity: string
  saleStartsAt: string
  saleEndsAt: string
  type: UnitType
  minAge: string
  maxAge: string
  /** How many people come on one ticket. */
  paxCount: string
  accompaniedBy: string[]
  idRequired: boolean
}

export interface PoolDraft {
  id: string
  name: string
  size: string
}

export interface AllotmentDraft extends Pick<Allotment, 'id' | 'name'> {
  seats: string
  quantity: string
  releasesAt: string
}

export interface CodeDraft {
  /** Of its row; a code has no id of its own. */
  key: string
  code: string
  ticketTypes: string[]
  allotmentId: string
  discount: string
  maxUses: string
  startsAt: string
  endsAt: string
  tag: string | null
}

/** An event as its form shows it. */
export interface EventDraft {
  name: string
  description: string
  imageUrl: string
  language: string
  unlisted: boolean
  startsAt: string
  endsAt: string
  timeZone: string
  venueId: string
  place: string
  address: string
  city: string
  country: string
  planId: string
  planVersion: number | null
  capacity: string
  currency: string
  ticketTypes: TypeDraft[]
  pools: PoolDraft[]
  allotments: AllotmentDraft[]
  codes: CodeDraft[]
  saleStartsAt: string
  saleEndsAt: string
  cutoffMinutes: string
  cancellationCutoffMinutes: string
  holdMinutes: string
  maxPerBuyer: string
  lowPercent: string
  noSingleSeats: boolean
  waitlist: Omit<WaitlistPolicy, 'offerSeconds' | 'maxLapses' | 'closesAt'> & {
    offerMinutes: string
    maxLapses: string
    closesAt: string
  }
  waitingRoom: Pick<WaitingRoomPolicy, 'mode'> & Record<Exclude<keyof WaitingRoomPolicy, 'mode'>, string>
}

export type Body = NewEvent & EventChange

const written = (n: number | null | undefined) => (n === null || n === undefined ? '' : String(n))

/** A thing that is not stored yet has an id all the same, so that another can name it. */
export const newId = (prefix: string): string => `${prefix}_${crypto.randomUUID().replaceAll('-', '').slice(0, 22)}`

export const blankType = (name: string): TypeDraft => ({
  id: newId('tt'),
  name,
  description: '',
  price: '',
  categories: null,
  pools: [],
  hidden: false,
  active: true,
  minQuantity: '',
  maxQuantity: '',
  saleStartsAt: '',
  saleEndsAt: '',
  type: 'OTHER',
  minAge: '',
  maxAge: '',
  paxCount: '1',
  accompaniedBy: [],
  idRequired: false,
})

const DAY_MS = 86_400_000

/** A new event, one evening in two weeks. `now` in milliseconds since 1970. */
export function blankDraft({ now, timeZone, ticket }: { now: number; timeZone: string; ticket: string }): EventDraft {
  const day = localMoment(new Date(now + 14 * DAY_MS).toISOString(), timeZone).slice(0, 10)
  return {
    name: '',
    description: '',
    imageUrl: '',
    language: '',
    unlisted: false,
    startsAt: `${day}T20:00`,
    endsAt: `${day}T22:00`,
    timeZone,
    venueId: '',
    place: '',
    address: '',
    city: '',
    country: '',
    planId: '',
    planVersion: null,
    capacity: '',
    currency: 'EUR',
    ticketTypes: [blankType(ticket)],
    pools: [],
    allotments: [],
    codes: [],
    saleStartsAt: '',
    saleEndsAt: '',
    cutoffMinutes: '',
    cancellationCutoffMinutes: '',
    holdMinutes: '10',
    maxPerBuyer: '',
    lowPercent: '20',
    noSingleSeats: false,
    waitlist: {
      enabled: false,
      fit: 'SKIP_IF_NOT_FIT',
      offerMinutes: '720',
      maxLapses: '3',
      confirmsItself: false,
      invitedFirst: false,
      closesAt: '',
    },
    waitingRoom: {
      mode: 'off',
      rate: '300',
      opensAt: '',
      admittedMinutes: '10',
      mostInside: '',
      holdsPerSecond: '200',
      sockets: '5000',
    },
  }
}

/** The form of an event that is there. */
export function draftOf(event: BookableEvent): EventDraft {
  const local = (at: string | null) => (at === null ? '' : localMoment(at, event.timeZone))
  const { waitlistPolicy, waitingRoom } = event
  const { offerSeconds, ...waitlist } = waitlistPolicy
  return {
    name: event.name,
    description: event.description ?? '',
    imageUrl: event.imageUrl ?? '',
    language: event.language ?? '',
    unlisted: event.unlisted,
    startsAt: local(event.startsAt),
    endsAt: local(event.endsAt),
    timeZone: event.timeZone,
    venueId: event.venueId ?? '',
    place: event.place ?? '',
    address: event.address ?? '',
    city: event.city ?? '',
    country: event.country ?? '',
    planId: event.planId ?? '',
    planVersion: event.planVersion,
    capacity: written(event.capacity),
    currency: event.currency,
    ticketTypes: event.ticketTypes.map((type) => typeDraft(type, local)),
    pools: event.pools.map(poolDraft),
    allotments: event.allotments.map((allotment) => ({
      id: allotment.id,
      name: allotment.name,
      seats: allotment.seats.join(' '),
      quantity: allotment.quantity === 0 ? '' : String(allotment.quantity),
      releasesAt: local(allotment.releasesAt),
    })),
    codes: event.codes.map((code) => codeDraft(code, event.currency, local)),
    saleStartsAt: local(event.saleStartsAt),
    saleEndsAt: local(event.saleEndsAt),
    cutoffMinutes: written(event.cutoffMinutes),
    cancellationCutoffMinutes: written(event.cancellationCutoffMinutes),
    holdMinutes: String(Math.round((event.holdSeconds / 60) * 100) / 100),
    maxPerBuyer: written(event.maxPerBuyer),
    lowPercent: String(event.lowPercent),
    noSingleSeats: event.noSingleSeats,
    waitlist: {
      ...waitlist,
      offerMinutes: String(Math.round(offerSeconds / 60)),
      maxLapses: String(waitlist.maxLapses),
      closesAt: local(waitlist.closesAt),
    },
    waitingRoom: {
      ...waitingRoom,
      rate: written(waitingRoom.rate),
      opensAt: local(waitingRoom.opensAt),
      mostInside: written(waitingRoom.mostInside),
      admittedMinutes: String(waitingRoom.admittedMinutes),
      holdsPerSecond: String(waitingRoom.holdsPerSecond),
      sockets: String(waitingRoom.sockets),
    },
  }
}

type Local = (at: string | null) => string

/** The drafts of pools, in events and in tours. */
export const poolDraft = ({ id, name, size }: Pool): PoolDraft => ({ id, name, size: written(size) })

export const typeDraft = (type: TicketType, local: Local): TypeDraft => ({
  id: type.id,
  name: type.name,
  description: type.description ?? '',
  price: type.price === 0 ? '' : writtenAmount(type.price, type.currency),
  categories: type.categories,
  pools: type.pools,
  hidden: type.hidden,
  active: type.active,
  minQuantity: written(type.restrictions?.minQuantity),
  maxQuantity: written(type.restrictions?.maxQuantity),
  saleStartsAt: local(type.saleStartsAt),
  saleEndsAt: local(type.saleEndsAt),
  type: type.type,
  minAge: written(type.restrictions?.minAge),
  maxAge: written(type.restrictions?.maxAge),
  paxCount: written(type.restrictions?.paxCount ?? 1),
  accompaniedBy: type.restrictions?.accompaniedBy ?? [],
  idRequired: type.restrictions?.idRequired ?? false,
})

const codeDraft = (code: Code, currency: string, local: Local): CodeDraft => ({
  key: code.code,
  code: code.code,
  ticketTypes: code.ticketTypes,
  allotmentId: code.allotmentId ?? '',
  discount: discountText(code.discount, currency),
  maxUses: written(code.maxUses),
  startsAt: local(code.startsAt),
  endsAt: local(code.endsAt),
  tag: code.tag,
})

const discountText = (discount: Code['discount'], currency: string): string => {
  if (discount === null || discount === undefined) return ''
  return 'percent' in discount ? `${discount.percent} %` : writtenAmount(discount.amount, currency)
}
