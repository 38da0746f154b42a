import type {
  EventSettings,
  newTicketType,
  Pool,
  TicketType,
  WaitlistPolicyWire,
} from '../../contract/event-settings.ts'
import type { EventChange, NewEvent } from '../../contract/events.ts'
import type { EventContent } from './event-content.ts'

/** Makes an id after a prefix. */
export type Mint = (prefix: string) => string

export type EventWish = Omit<EventChange, 'version'>
export type NewTicketType = (typeof newTicketType)['_output']

/** What a waitlist does unless somebody says otherwise. */
export const WAITLIST: WaitlistPolicyWire = {
  enabled: false,
  fit: 'SKIP_IF_NOT_FIT',
  offerSeconds: 43_200,
  maxLapses: 3,
  confirmsItself: false,
  invitedFirst: false,
  closesAt: null,
}

const BLANK: EventSettings = {
  description: null,
  address: null,
  language: null,
  imageUrl: null,
  saleStartsAt: null,
  saleEndsAt: null,
  cutoffMinutes: null,
  cancellationCutoffMinutes: 0,
  holdSeconds: 600,
  maxPerBuyer: null,
  lowPercent: 20,
  noSingleSeats: false,
  ticketTypes: [],
  pools: [],
  allotments: [],
  codes: [],
  waitlist: WAITLIST,
  waitingRoom: {
    mode: 'off',
    rate: 300,
    opensAt: null,
    admittedMinutes: 10,
    mostInside: null,
    holdsPerSecond: 200,
    sockets: 5000,
  },
  cancellationReason: null,
  tourVersion: null,
}

/** @returns a new event with all that the wish leaves open; one without ticket types gets a free one. */
export const newContent = (wish: NewEvent, mint: Mint): EventContent => {
  const blank: EventContent = {
    name: wish.name,
    status: 'DRAFT',
    unlisted: false,
    startsAt: 0,
    endsAt: 0,
    timeZone: wish.timeZone,
    place: null,
    city: null,
    country: null,
    currency: 'EUR',
    tourId: null,
    optionId: null,
    venueId: null,
    planId: null,
    planVersion: null,
    capacity: null,
    settings: BLANK,
  }
  const ticketTypes = wish.ticketTypes?.length ? wish.ticketTypes : [ADMISSION]
  return changedContent(blank, { ...wish, ticketTypes }, mint)
}

/** What is sold where nobody says what. */
export const ADMISSION: NewTicketType = {
  name: 'Admission',
  description: null,
  type: 'OTHER',
  price: 0,
  restrictions: {
    minAge: null,
    maxAge: null,
    idRequired: false,
    minQuantity: null,
    maxQuantity: null,
    paxCount: 1,
    accompaniedBy: [],
  },
  categories: null,
  pools: [],
  hidden: false,
  active: true,
  saleStartsAt: null,
  saleEndsAt: null,
}

/** @returns the event as the wish wants it: what it names is replaced, lists as a whole, the rest stays. */
export const changedContent = (before: EventContent, wish: EventWish, mint: Mint): EventContent => {
  const currency = currencyOf(before, wish)
  const settings = overlaid(before.settings, {
    ...wish,
    ticketTypes: (wish.ticketTypes ?? before.settings.ticketTypes).map((type) => withId(type, currency, mint)),
    pools: wish.pools?.map((pool): Pool => ({ ...pool, id: pool.id ?? mint('pl') })),
    allotments: wish.allotments?.map((allotment) => ({ ...allotment, id: allotment.id ?? mint('al') })),
    waitlist: waitlistOf(before.settings.waitlist, wish.waitlist),
  })
  const { startsAt, endsAt, ...columns } = wish
  // Another plan begins with the version that is published now, unless the wish names one.
  const plan =
    wish.planId === undefined || wish.planId === before.planId ? {} : { planVersion: wish.planVersion ?? null }
  return overlaid(before, {
    ...columns,
    ...plan,
    currency,
    settings,
    startsAt: startsAt === undefined ? undefined : Date.parse(startsAt),
    endsAt: endsAt === undefined ? undefined : Date.parse(endsAt),
  })
}

/** @returns `before` with those of its members that are said. */
export const overlaid = <T extends object>(before: T, said: { [K in keyof T]?: T[K] | undefined }): T => {
  const after = { ...before }
  for (const key of Object.keys(before) as (keyof T)[]) {
    const value = said[key]
    if (value !== undefined) after[key] = value
  }
  return after
}

// One event has one currency; what was priced in another by mistake is told apart by the check, not silently converted.
const currencyOf = (before: EventContent, { currency, ticketTypes = [] }: EventWish): string =>
  currency ?? ticketTypes.find((type) => type.currency !== undefined)?.currency ?? before.currency

/** @returns a ticket type as it is stored: with an id, and in a currency. */
export const withId = (type: NewTicketType, currency: string, mint: Mint): TicketType => ({
  ...type,
  id: type.id ?? mint('tt'),
  currency: type.currency ?? currency,
})

/** @returns the policy that a wish makes of the one before: switched, replaced, or as it was. */
export const waitlistOf = (before: WaitlistPolicyWire, wish: EventWish['waitlist']): WaitlistPolicyWire =>
  typeof wish === 'boolean' ? { ...before, enabled: wish } : (wish ?? before)
