import type { Booking, Hold, Item } from '../../contract/room.ts'
import { allotmentOf, type Block, type Change, type PlaceState, type Room } from './room.ts'
import { putEntry } from './waitlist-line.ts'

type TakenState = Exclude<PlaceState, 'free'>

interface Claim {
  by: string
  state: TakenState
  owner: string | undefined
  code: string | null
  items: readonly Pick<Item, 'seat' | 'area' | 'ticketTypeId'>[]
}

/** Makes a room what a change says. The one place where its image changes; it checks nothing, whoever decided did. */
export const apply = (room: Room, change: Change): void => {
  if ('fact' in change) return
  if ('drop' in change) {
    if (change.drop === 'hold') dropHold(room, change.id)
    else dropBlock(room, change.id)
    return
  }
  switch (change.put) {
    case 'hold':
      putHold(room, change.value)
      return
    case 'booking':
      putBooking(room, change)
      return
    case 'block':
      putBlock(room, change.value)
      return
    case 'entry':
      putEntry(room.waitlist, change.value)
      return
    case 'invitation':
      room.invitations.put(change.value)
      return
    case 'low':
      room.low = change.value
      room.moves += 1
  }
}

const putHold = (room: Room, hold: Hold): void => {
  const old = room.holds.get(hold.id)
  // The same places for longer: nothing that anyone else sees.
  if (old?.items === hold.items) {
    room.holds.set(hold.id, hold)
    return
  }
  dropHold(room, hold.id)
  room.holds.set(hold.id, hold)
  room.nextExpiry = Math.min(room.nextExpiry, endOf(room, hold))
  if (hold.kind === 'gathered') room.waitlist.gathered = hold.id
  claim(room, claimOf(hold), 1)
}

/** @returns when the clock ends a hold: what is kept for the invited, no later than the event begins. */
export const endOf = ({ settings }: Room, { kind, expiresAt }: Hold): number =>
  kind === 'invitation' ? Math.min(expiresAt, settings.startsAt) : expiresAt

const dropHold = (room: Room, id: string): void => {
  const hold = room.holds.get(id)
  if (hold === undefined) return
  room.holds.delete(id)
  if (room.waitlist.gathered === id) room.waitlist.gathered = null
  claim(room, claimOf(hold), -1)
}

const putBooking = (room: Room, { value, was }: { value: Booking; was: Booking | null }): void => {
  if (was !== null) claim(room, bookedBy(was), -1)
  claim(room, bookedBy(value), 1)
  if (isWaiting(value)) room.waiting.set(value.id, value)
  else room.waiting.delete(value.id)
}

/** @returns whether a booking waits for payment or confirmation: its places are those of its hold. */
export const isWaiting = ({ status }: Pick<Booking, 'status'>): boolean => status === 'ON_HOLD' || status === 'PENDING'

const putBlock = (room: Room, block: Block): void => {
  dropBlock(room, block.id)
  room.blocks.set(block.id, block)
  room.moves += 1
  room.counts.blocked += block.quantity
  if (block.area !== null) add(room.counts.areas, block.area, block.quantity)
  if (block.seat !== null) takeSeat(room, block.seat, { state: 'blocked', by: block.id })
}

const dropBlock = (room: Room, id: string): void => {
  const block = room.blocks.get(id)
  if (block === undefined) return
  room.blocks.delete(id)
  room.moves += 1
  room.waitlist.lookAt = 0
  room.counts.blocked -= block.quantity
  if (block.area !== null) add(room.counts.areas, block.area, -block.quantity)
  if (block.seat !== null) takeSeat(room, block.seat, null)
}

const claimOf = ({ id, kind, owner, code, items }: Hold): Claim => ({
  by: id,
  state: kind === 'hold' ? 'held' : 'offered',
  owner,
  code,
  items,
})

const bookedBy = (booking: Booking): Claim => ({
  by: booking.id,
  state: 'booked',
  owner: booking.owners[0],
  code: booking.code,
  items: booking.tickets.filter(({ status }) => status === 'VALID' || status === 'USED'),
})

const claim = (room: Room, { by, state, owner, code, items }: Claim, sign: 1 | -1): void => {
  const { counts } = room
  const allotment = code === null ? null : openedBy(room, code)
  counts[state] += sign * items.length
  if (items.length > 0) room.moves += 1
  if (sign === -1) room.waitlist.lookAt = 0
  if (owner !== undefined) add(counts.owners, owner, sign * items.length)
  if (code !== null) add(counts.codes, code, sign * items.length)
  for (const { seat, area, ticketTypeId } of items) {
    add(counts.types, ticketTypeId, sign)
    if (state === 'booked') add(counts.bookedTypes, ticketTypeId, sign)
    if (area !== null) add(counts.areas, area, sign)
    if (seat !== null) takeSeat(room, seat, sign === 1 ? { state, by } : null)
    else if (allotment !== null) add(counts.allotments, allotment, sign)
  }
}

/** @returns the allotment that a code opens, or null. */
export const openedBy = (room: Room, code: string): string | null =>
  room.settings.codes.find((known) => known.code === code)?.allotmentId ?? null

const takeSeat = (room: Room, guid: string, by: { state: TakenState; by: string } | null): void => {
  const category = room.seats.get(guid)?.category
  const wasFree = room.taken.get(guid) === undefined
  const allotment = room.allotted.get(guid)
  if (by === null) room.taken.delete(guid)
  else room.taken.set(guid, by)
  room.touched.add(guid)
  const sign = Number(by === null) - Number(wasFree)
  if (allotment !== undefined) add(room.counts.allotments, allotment, -sign)
  if (category === undefined || allotmentOf(room, guid) !== null) return
  add(room.counts.freeSeats, category, sign)
  setOpen(room, guid, by === null)
}

const setOpen = (room: Room, guid: string, open: boolean): void => {
  const seat = room.index?.byGuid.get(guid)
  if (seat !== undefined) room.open[seat] = Number(open)
}

/** Puts what is left of an allotment on sale to all. */
export const release = (room: Room, allotment: { id: string; seats: readonly string[] }): void => {
  room.released.add(allotment.id)
  room.moves += 1
  room.waitlist.lookAt = 0
  for (const guid of allotment.seats) {
    const category = room.seats.get(guid)?.category
    if (category === undefined || room.taken.has(guid)) continue
    add(room.counts.freeSeats, category, 1)
    setOpen(room, guid, true)
    room.touched.add(guid)
  }
}

const add = (counts: Map<string, number>, key: string, n: number): void => {
  const sum = (counts.get(key) ?? 0) + n
  if (sum === 0) counts.delete(key)
  else counts.set(key, sum)
}
