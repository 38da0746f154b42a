import type { Asker, Refusal } from '../../contract/room.ts'
import { failed, ok, type Result } from '../result.ts'
import type { Decided } from './hold.ts'
import type { Block, Change, Moment, Room } from './room.ts'
import { freeOf } from './room.ts'

/** Seats in one fact: a guid has 128 characters at most, and a message of the log 128 KB. */
const TOLD_TOGETHER = 500

/** Takes free places off sale: named seats, or a number of those without names. @returns the ids by which they come back */
export const block = (
  room: Room,
  { wish, asker }: { wish: { seats?: string[]; quantity?: number; area?: string; reason?: string }; asker: Asker },
  { now, id }: Moment,
): Result<Decided<string[]>, Refusal> => {
  const { seats = [], quantity = 0, area = null, reason = null } = wish
  const unknown = seats.filter((guid) => !room.seats.has(guid))
  if (unknown.length > 0 || (area !== null && !room.areas.has(area)))
    return failed({ reason: 'invalid_places', detail: 'The plan has no such places', seats: unknown })
  // What is off sale already is as it was asked; an organiser sees beyond allotments.
  const gone = seats.filter((guid) => !['blocked', undefined].includes(room.taken.get(guid)?.state))
  if (gone.length > 0) return failed({ reason: 'unavailable', detail: 'Someone has these seats', seats: gone })
  if (quantity > freeOf(room)) return failed({ reason: 'capacity', detail: 'Not as many are left' })
  const made = { area: null, reason, by: asker.actor, at: now }
  const named = seats.filter((guid) => !room.taken.has(guid)).map((seat) => ({ ...made, id: seat, seat, quantity: 1 }))
  const blocks: Block[] = quantity === 0 ? named : [...named, { ...made, id: id('q'), seat: null, area, quantity }]
  const ids = [...seats, ...blocks.filter(({ seat }) => seat === null).map((unnamed) => unnamed.id)]
  const facts = ofPlaces(room, blocks).map(
    (places): Change => ({
      fact: { type: 'availability.blocked', subject: places.eventId, data: { ...places, reason } },
    }),
  )
  return ok({ value: ids, changes: [...blocks.map((value): Change => ({ put: 'block', value })), ...facts] })
}

/** Puts places on sale again. Those that are not off sale are left as they are. @returns the ids of those that were */
export const unblock = (room: Room, ids: readonly string[]): Result<Decided<string[]>, never> => {
  const blocks = [...new Set(ids)].flatMap((id) => room.blocks.get(id) ?? [])
  const facts = ofPlaces(room, blocks).map(
    (data): Change => ({ fact: { type: 'availability.unblocked', subject: data.eventId, data } }),
  )
  const known = blocks.map(({ id }) => id)
  return ok({ value: known, changes: [...known.map((id): Change => ({ drop: 'block', id })), ...facts] })
}

/** @returns what facts say of places off sale: as many facts as keep each of them small. */
const ofPlaces = ({ settings: { eventId } }: Room, blocks: readonly Block[]) =>
  Array.from({ length: Math.ceil(blocks.length / TOLD_TOGETHER) }, (_, n) => {
    const some = blocks.slice(n * TOLD_TOGETHER, (n + 1) * TOLD_TOGETHER)
    const unnamed = some.filter(({ seat }) => seat === null)
    return {
      eventId,
      seats: some.flatMap(({ seat }) => seat ?? []),
      quantity: unnamed.reduce((sum, { quantity }) => sum + quantity, 0),
    }
  })
