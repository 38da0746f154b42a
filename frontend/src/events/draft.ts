import type { Allotment, EventChange, NewEvent, WaitingRoomPolicy, WaitlistPolicy } from '../api/events.ts'
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
