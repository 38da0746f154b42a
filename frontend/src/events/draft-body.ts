import type { Allotment, Code, Pool, TicketTypeDraft, WaitingRoomPolicy, WaitlistPolicy } from '../api/events.ts'
import type { FieldProblem } from '../api/problem.ts'
import type { AllotmentDraft, Body, CodeDraft, EventDraft, PoolDraft, TypeDraft } from './draft.ts'
import { minorAmount } from './money.ts'
import { isTimeZone, momentOf } from './zoned.ts'

/** What is written into fields, read; what cannot be read is told of its field, as the API would. */
export interface Reading {
  faults: FieldProblem[]
  timeZone: string
  currency: string
}

const complain = ({ faults }: Reading, pointer: string, code: string) => {
  faults.push({ pointer, code, detail: '' })
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim())

function moment(reading: Reading, pointer: string, local: string): string | null {
  if (local === '') return null
  const at = momentOf(local, reading.timeZone)
  if (at === null) complain(reading, pointer, 'not_a_moment')
  return at
}

/** A whole number of at least `least`; null where nothing is written. */
function whole(reading: Reading, pointer: string, { text, least = 0 }: { text: string; least?: number }) {
  if (text.trim() === '') return null
  const n = Number(text)
  if (Number.isInteger(n) && n >= least) return n
  complain(reading, pointer, 'not_a_number')
  return null
}

function required(reading: Reading, pointer: string, text: string): string {
  if (text.trim() === '') complain(reading, pointer, 'required')
  return text.trim()
}

function amount(reading: Reading, pointer: string, text: string): number {
  if (text.trim() === '') return 0
  const minor = minorAmount(text, reading.currency)
  if (minor === null) complain(reading, pointer, 'not_an_amount')
  return minor ?? 0
}

/**
 * What the API is sent for a form: everything that it shows, lists as a whole.
 * @returns also what could not be read, by the pointer of its field; nothing is sent then
 */
export function bodyOf(draft: EventDraft): { body: Body; faults: FieldProblem[] } {
  const reading: Reading = { faults: [], timeZone: draft.timeZone, currency: draft.currency }
  if (!isTimeZone(draft.timeZone)) complain(reading, '/timeZone', 'unknown_time_zone')
  const startsAt = moment(reading, '/startsAt', required(reading, '/startsAt', draft.startsAt)) ?? ''
  const endsAt = moment(reading, '/endsAt', required(reading, '/endsAt', draft.endsAt)) ?? ''
  if (startsAt !== '' && endsAt !== '' && endsAt <= startsAt) complain(reading, '/endsAt', 'before_start')
  const holdMinutes = Number(draft.holdMinutes.replace(',', '.'))
  if (!(holdMinutes > 0)) complain(reading, '/holdSeconds', 'not_a_number')
  const body: Body = {
    name: required(reading, '/name', draft.name),
    description: orNull(draft.description),
    imageUrl: orNull(draft.imageUrl),
    language: orNull(draft.language),
    unlisted: draft.unlisted,
    startsAt,
    endsAt,
    timeZone: draft.timeZone,
    venueId: orNull(draft.venueId),
    place: orNull(draft.place),
    address: orNull(draft.address),
    city: orNull(draft.city),
    country: orNull(draft.country),
    planId: orNull(draft.planId),
    ...(draft.planVersion !== null && { planVersion: draft.planVersion }),
    capacity: whole(reading, '/capacity', { text: draft.capacity }),
    currency: draft.currency,
    ticketTypes: draft.ticketTypes.map((type, index) => typeBody(reading, type, `/ticketTypes/${index}`)),
    pools: draft.pools.map((pool, index) => poolBody(reading, pool, `/pools/${index}`)),
    allotments: draft.allotments.map((one, index) => allotmentBody(reading, one, `/allotments/${index}`)),
    codes: draft.codes.map((code, index) => codeBody(reading, code, `/codes/${index}`)),
    saleStartsAt: moment(reading, '/saleStartsAt', draft.saleStartsAt),
    saleEndsAt: moment(reading, '/saleEndsAt', draft.saleEndsAt),
    cutoffMinutes: whole(reading, '/cutoffMinutes', { text: draft.cutoffMinutes }),
    cancellationCutoffMinutes:
      whole(reading, '/cancellationCutoffMinutes', { text: draft.cancellationCutoffMinutes }) ?? 0,
    holdSeconds: Math.round(holdMinutes * 60),
    maxPerBuyer: whole(reading, '/maxPerBuyer', { text: draft.maxPerBuyer, least: 1 }),
    lowPercent: whole(reading, '/lowPercent', { text: draft.lowPercent }) ?? 0,
    noSingleSeats: draft.noSingleSeats,
    waitlist: waitlistBody(reading, draft.waitlist),
    waitingRoom: waitingRoomBody(reading, draft.waitingRoom),
  }
  return { body, faults: reading.faults }
}

/** @param at where it stands in the body */
export function typeBody(reading: Reading, type: TypeDraft, at: string): TicketTypeDraft {
  const { id, categories, pools, hidden, active, idRequired, accompaniedBy } = type
  const restrictions = {
    minAge: whole(reading, `${at}/restrictions/minAge`, { text: type.minAge }),
    maxAge: whole(reading, `${at}/restrictions/maxAge`, { text: type.maxAge }),
    idRequired,
    paxCount: whole(reading, `${at}/restrictions/paxCount`, { text: type.paxCount, least: 1 }) ?? 1,
    accompaniedBy,
    minQuantity: whole(reading, `${at}/restrictions/minQuantity`, { text: type.minQuantity, least: 1 }),
    maxQuantity: whole(reading, `${at}/restrictions/maxQuantity`, { text: type.maxQuantity, least: 1 }),
  }
  return {
    id,
    categories: categories?.length === 0 ? null : categories,
    pools,
    hidden,
    active,
    type: type.type,
    restrictions,
    name: required(reading, `${at}/name`, type.name),
    description: orNull(type.description),
    price: amount(reading, `${at}/price`, type.price),
    currency: reading.currency,
    saleStartsAt: moment(reading, `${at}/saleStartsAt`, type.saleStartsAt),
    saleEndsAt: moment(reading, `${at}/saleEndsAt`, type.saleEndsAt),
  }
}

/** @param at where it stands in the body */
export const poolBody = (reading: Reading, { id, name, size }: PoolDraft, at: string): Pool => ({
  id,
  name: required(reading, `${at}/name`, name),
  size: whole(reading, `${at}/size`, { text: size }),
})

/** Names of seats as they are pasted: parted by spaces, commas, semicolons or lines. */
export const seatsIn = (text: string): string[] => [...new Set(text.split(/[\s,;]+/).filter((guid) => guid !== ''))]

const allotmentBody = (reading: Reading, one: AllotmentDraft, at: string): Allotment => ({
  id: one.id,
  name: required(reading, `${at}/name`, one.name),
  seats: seatsIn(one.seats),
  quantity: whole(reading, `${at}/quantity`, { text: one.quantity }) ?? 0,
  releasesAt: moment(reading, `${at}/releasesAt`, one.releasesAt),
})

function codeBody(reading: Reading, code: CodeDraft, at: string): Code {
  return {
    code: required(reading, `${at}/code`, code.code).toUpperCase(),
    ticketTypes: code.ticketTypes,
    allotmentId: orNull(code.allotmentId),
    discount: discount(reading, `${at}/discount`, code.discount),
    maxUses: whole(reading, `${at}/maxUses`, { text: code.maxUses, least: 1 }),
    startsAt: moment(reading, `${at}/startsAt`, code.startsAt),
    endsAt: moment(reading, `${at}/endsAt`, code.endsAt),
    tag: code.tag,
  } as Code
}

/** `10 %` takes a tenth off each price, `2.50` that much. */
function discount(reading: Reading, pointer: string, text: string): NonNullable<Code['discount']> | null {
  if (text.trim() === '') return null
  const [, percent] = /^([\d.,]+)\s*%$/.exec(text.trim()) ?? []
  if (percent === undefined) return { amount: amount(reading, pointer, text) }
  const share = Number(percent.replace(',', '.'))
  if (!(share >= 0 && share <= 100)) complain(reading, pointer, 'not_an_amount')
  return { percent: share }
}

function waitlistBody(reading: Reading, draft: EventDraft['waitlist']): WaitlistPolicy {
  const { offerMinutes, maxLapses, closesAt, ...rest } = draft
  return {
    ...rest,
    offerSeconds: (whole(reading, '/waitlist/offerSeconds', { text: offerMinutes, least: 1 }) ?? 720) * 60,
    maxLapses: whole(reading, '/waitlist/maxLapses', { text: maxLapses, least: 1 }) ?? 3,
    closesAt: moment(reading, '/waitlist/closesAt', closesAt),
  }
}

function waitingRoomBody(reading: Reading, draft: EventDraft['waitingRoom']): WaitingRoomPolicy {
  const at = '/waitingRoom'
  return {
    mode: draft.mode,
    rate: whole(reading, `${at}/rate`, { text: draft.rate }),
    opensAt: moment(reading, `${at}/opensAt`, draft.opensAt),
    mostInside: whole(reading, `${at}/mostInside`, { text: draft.mostInside, least: 1 }),
    admittedMinutes: whole(reading, `${at}/admittedMinutes`, { text: draft.admittedMinutes, least: 2 }) ?? 10,
    holdsPerSecond: whole(reading, `${at}/holdsPerSecond`, { text: draft.holdsPerSecond, least: 1 }) ?? 200,
    sockets: whole(reading, `${at}/sockets`, { text: draft.sockets, least: 1 }) ?? 5000,
  }
}
