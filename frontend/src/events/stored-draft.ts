import type { BookableEvent, Code, Pool, TicketType } from '../api/events.ts'
import type { CodeDraft, EventDraft, PoolDraft, TypeDraft } from './draft.ts'
import { writtenAmount } from './money.ts'
import { localMoment } from './zoned.ts'

const written = (n: number | null | undefined) => (n === null || n === undefined ? '' : String(n))

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
