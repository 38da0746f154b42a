import type { ScanResult } from '../../contract/check-ins.ts'
import type { Booking, Ticket } from '../../contract/room.ts'

/** A check-in list as a room keeps it. Times are milliseconds since 1970. */
export interface CheckinList {
  id: string
  name: string
  ticketTypes: string[] | null
  entry: boolean
  exit: boolean
  multipleEntries: boolean
  unpaid: boolean
  from: number | null
  until: number | null
  version: number
  createdAt: number
}

export type Direction = 'entry' | 'exit'

/** What somebody at a door saw. */
export interface Seen {
  direction: Direction
  at: number
  force: boolean
  /** Which secret of the ticket was shown; null where the ticket was found by name. */
  generation: number | null
}

/**
 * What speaks against letting someone in, apart from who came before: the same whenever the scan is heard of. Results
 * are those of pretix (https://docs.pretix.eu/dev/api/resources/checkin.html), where OCTO has none.
 * @returns null where nothing does
 */
export const whyTurnedAway = (
  list: CheckinList,
  { booking, ticket }: { booking: Booking; ticket: Ticket },
  { direction, at, generation }: Omit<Seen, 'force'>,
): ScanResult | null => {
  if (generation !== null && generation !== ticket.generation) return 'REVOKED'
  if (ticket.status === 'CANCELLED' || ENDED.has(booking.status)) return 'CANCELLED'
  if (list.ticketTypes !== null && !list.ticketTypes.includes(ticket.ticketTypeId)) return 'WRONG_LIST'
  if (!list[direction]) return 'NOT_ALLOWED'
  // Whoever is in has to be able to leave.
  if (direction === 'exit') return null
  if (ticket.status === 'HELD' && !list.unpaid) return 'UNPAID'
  if (list.from !== null && at < list.from) return 'NOT_YET'
  return list.until !== null && at >= list.until ? 'OVER' : null
}

const ENDED: ReadonlySet<string> = new Set(['CANCELLED', 'EXPIRED', 'REJECTED'])

/** A scan that nothing but its forerunners may speak against. */
export interface Passage {
  nonce: string
  direction: Direction
  at: number
  force: boolean
}

/** What became of one ticket at one list. */
export interface Attendance {
  entries: number
  present: boolean
  firstEntryAt: number | null
}

export const NEVER_CAME: Attendance = { entries: 0, present: false, firstEntryAt: null }

/**
 * Goes through the passages of one ticket at one list in the order of their times, whatever order they were heard of in:
 * doors without a network tell late, and what they tell must come to the same as if they had told at once.
 * @returns what each comes to, by nonce, with when the ticket was let in before; and where the ticket stands in the end
 */
export const passedThrough = (
  list: Pick<CheckinList, 'multipleEntries'>,
  passages: readonly Passage[],
): { results: Map<string, { result: ScanResult; usedAt: number | null }>; attendance: Attendance } => {
  const results = new Map<string, { result: ScanResult; usedAt: number | null }>()
  let { entries, present, firstEntryAt } = NEVER_CAME
  let lastEntryAt: number | null = null
  for (const { nonce, direction, at, force } of [...passages].sort(byTime)) {
    if (direction === 'exit') {
      present = false
      results.set(nonce, { result: 'EXIT', usedAt: null })
    } else if (present && !list.multipleEntries && !force) {
      results.set(nonce, { result: 'USED', usedAt: lastEntryAt })
    } else {
      entries += 1
      present = true
      firstEntryAt ??= at
      lastEntryAt = at
      results.set(nonce, { result: 'VALID', usedAt: null })
    }
  }
  return { results, attendance: { entries, present, firstEntryAt } }
}

/** Compares two scans by their time. Two of the same millisecond have an order too, whichever was heard of first. */
export const byTime = (one: Pick<Passage, 'at' | 'nonce'>, other: Pick<Passage, 'at' | 'nonce'>): number =>
  one.at - other.at || (one.nonce < other.nonce ? -1 : Number(one.nonce > other.nonce))
