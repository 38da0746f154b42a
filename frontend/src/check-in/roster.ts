import type { CheckinList, ListedTicket, NewScan, ScanResult } from '../api/check-ins.ts'

/** The tickets of a list as they were at a moment, to go by while there is no network. */
export interface Roster {
  /** Milliseconds since 1970, by the clock of this device. */
  readAt: number
  byId: ReadonlyMap<string, ListedTicket>
  /** By SHA-256 of what the code says, in hex. */
  byDigest: ReadonlyMap<string, ListedTicket>
}

export const rosterOf = (tickets: readonly ListedTicket[], readAt: number): Roster => ({
  readAt,
  byId: new Map(tickets.map((ticket) => [ticket.id, ticket])),
  byDigest: new Map(
    tickets.flatMap((ticket) => (ticket.secretSha256 === null ? [] : [[ticket.secretSha256, ticket] as const])),
  ),
})

/** What a scan comes to as far as this device knows; what the server says counts. */
export interface Verdict {
  result: ScanResult
  ticket: ListedTicket | null
  usedAt: string | null
  readAt: number
}

/** Someone who went through at this door, and whom the list may not have heard of. */
export interface Passage {
  direction: 'entry' | 'exit'
  at: string
}

interface Scanned {
  sent: Pick<NewScan, 'direction' | 'force' | 'at'>
  /** Of that list; null where nobody there has such a code. */
  ticket: ListedTicket | null
  /** Of the same ticket, oldest first. */
  before: readonly Passage[]
}

/** @returns what the rules of a list, and who is known to have come, make of a scan: as the room decides it, with what is known here */
export function verdictOf(list: CheckinList, { readAt }: Pick<Roster, 'readAt'>, scanned: Scanned): Verdict {
  const { ticket, sent } = scanned
  const said = (result: ScanResult, usedAt: string | null = null): Verdict => ({ result, ticket, usedAt, readAt })
  if (ticket === null) return said('UNKNOWN')
  const { present, since } = presenceOf(ticket, scanned.before)
  const why = whyTurnedAway(list, ticket, sent)
  if (why !== null && sent.force !== true) return said(why)
  if (sent.direction === 'exit') return said('EXIT')
  return present && !list.multipleEntries && sent.force !== true ? said('USED', since) : said('VALID')
}

function whyTurnedAway(list: CheckinList, ticket: ListedTicket, { direction, at }: Scanned['sent']): ScanResult | null {
  if (ticket.status === 'CANCELLED') return 'CANCELLED'
  if (list.ticketTypes !== null && !list.ticketTypes.includes(ticket.ticketTypeId)) return 'WRONG_LIST'
  if (!list[direction ?? 'entry']) return 'NOT_ALLOWED'
  // Whoever is in has to be able to leave.
  if (direction === 'exit') return null
  if (ticket.status === 'HELD' && !list.unpaid) return 'UNPAID'
  const time = Date.parse(at ?? '')
  if (list.from !== null && time < Date.parse(list.from)) return 'NOT_YET'
  return list.until !== null && time >= Date.parse(list.until) ? 'OVER' : null
}

/** Whether who has a ticket is in, and since when. */
function presenceOf(ticket: ListedTicket, passages: readonly Passage[]): { present: boolean; since: string | null } {
  let { present, firstEntryAt: since } = ticket
  for (const { direction, at } of passages) {
    present = direction === 'entry'
    if (present) since = at
  }
  return { present, since }
}

/** @returns SHA-256 of a code in hex; null where the browser does not compute it, on a page without TLS */
export async function digestOf(code: string): Promise<string | null> {
  if (globalThis.crypto.subtle === undefined) return null
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code))
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
