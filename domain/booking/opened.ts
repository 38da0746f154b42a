import type { Asker, Hold, Refusal, RoomCode, RoomTicketType } from '../../contract/room.ts'
import { failed, ok, type Result } from '../result.ts'
import { openedBy } from './apply.ts'
import { freeOfQuotas, freePlacesFor } from './availability.ts'
import { type Decided, owns } from './hold.ts'
import { allotmentOf, freeOf, type Moment, type Room } from './room.ts'
import { leftOf, overBy } from './room-left.ts'
import { fits, onSale, priceOf, readCode } from './sale.ts'

/** What somebody typed, and a hold of theirs whose places others are to take. */
export interface CodeAsk {
  code: string
  replaces?: string | undefined
}

/** What a code is good for now. */
export interface Opened {
  code: string
  discount: RoomCode['discount']
  /** What can be bought with it, by id: what it names first, with the price that it leaves. */
  ticketTypes: { id: string; price: number; free: number }[]
  /** Places that can be had with it, in all. */
  free: number
  /** Seats of its allotment that nobody has, by guid, and as many places of it without a name. */
  seats: string[]
  quantity: number
}

/** Says what a code opens to who types it. It promises nothing: a hold decides. */
export const openCode = (
  room: Room,
  { ask, asker }: { ask: CodeAsk; asker: Asker },
  { now }: Pick<Moment, 'now'>,
): Result<Decided<Opened>, Refusal> => {
  const hold = room.holds.get(ask.replaces ?? '')
  const replaced = hold !== undefined && owns(asker, hold) ? hold : null
  const read = readCode(room, { code: ask.code, uses: 1, replaced, now })
  if ('refused' in read) return failed(read.refused)
  const { code } = read
  if (code === null) return failed({ reason: 'code_not_valid' })
  const types = onSale(room, { code, asker, now })
  return ok({ value: openedWith(room, { code, types, replaced }), changes: [] })
}

const openedWith = (
  room: Room,
  { code, types, replaced }: { code: RoomCode; types: readonly RoomTicketType[]; replaced: Hold | null },
): Opened => {
  const allotment = openedBy(room, code.code)
  const kept = allotment === null ? 0 : leftOf(room, allotment)
  const seats = allotment === null ? [] : freeSeatsOf(room, allotment)
  const own = replaced?.items.length ?? 0
  const used = (room.counts.codes.get(code.code) ?? 0) - (replaced?.code === code.code ? own : 0)
  const uses = code.maxUses === null ? Number.POSITIVE_INFINITY : code.maxUses - used
  const free = Math.max(0, Math.min(freeOf(room) - overBy(room) + kept + own, uses))
  const freeOfOne = (type: RoomTicketType): number => {
    const places = freePlacesFor(room, type) + fitting(room, type, seats) + own
    return Math.max(0, Math.min(free, freeOfQuotas(room, type) + own, places))
  }
  return {
    code: code.code,
    discount: code.discount,
    ticketTypes: types.map((type) => ({ id: type.id, price: priceOf(type, code), free: freeOfOne(type) })),
    free,
    seats,
    quantity: Math.max(0, Math.min(kept - seats.length, free)),
  }
}

const freeSeatsOf = (room: Room, allotment: string): string[] =>
  (room.settings.allotments.find(({ id }) => id === allotment)?.seats ?? []).filter(
    (guid) => !room.taken.has(guid) && allotmentOf(room, guid) === allotment,
  )

const fitting = (room: Room, type: RoomTicketType, seats: readonly string[]): number =>
  seats.filter((guid) => fits(type, room.seats.get(guid)?.category ?? null)).length
