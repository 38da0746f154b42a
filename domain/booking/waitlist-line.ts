import type { Entry } from '../../contract/waitlist.ts'

/** Who waits for places of an event, as the memory of its room has them: only those for whom something may still happen. */
export interface Waitlist {
  live: Map<string, Entry>
  /** Who waits, in order, apart by what they wait for: if the first of a line does not fit, none of that line does. */
  lines: Map<string, Entry[]>
  /** Ids of live entries by address, and of those offered something by their hold. */
  addresses: Map<string, string>
  offers: Map<string, string>
  /** Places that owners wait for, besides what they have. */
  wanted: Map<string, number>
  /** Live entries by owner. */
  owners: Map<string, number>
  /** The highest rank given. */
  last: number
  /** The hold that keeps places for a group until there are enough, or null. */
  gathered: string | null
  /** Before this nobody can be offered anything that could not be before: 0 after places came free or the list changed. */
  lookAt: number
  /** Places that anyone could take after the last step: what comes free besides is for who waits. Null until then. */
  onSale: number | null
}

export const noWaitlist = (): Waitlist => ({
  live: new Map(),
  lines: new Map(),
  addresses: new Map(),
  offers: new Map(),
  wanted: new Map(),
  owners: new Map(),
  last: 0,
  gathered: null,
  lookAt: Number.POSITIVE_INFINITY,
  onSale: null,
})

/** @returns whether something may still happen to an entry. */
export const isLive = ({ status }: Pick<Entry, 'status'>): boolean => status === 'WAITING' || status === 'OFFERED'

/** Makes the list what an entry says. One that has ended is not kept. */
export const putEntry = (waitlist: Waitlist, entry: Entry): void => {
  const old = waitlist.live.get(entry.id)
  if (old !== undefined) remove(waitlist, old)
  waitlist.last = Math.max(waitlist.last, entry.rank)
  waitlist.lookAt = 0
  if (!isLive(entry)) return
  waitlist.live.set(entry.id, entry)
  addTo(waitlist.owners, entry.owner, 1)
  // Who was invited may wait besides, for what they asked for themselves.
  if (entry.invitationId === undefined) waitlist.addresses.set(entry.email, entry.id)
  if (entry.offer !== null) waitlist.offers.set(entry.offer.holdId, entry.id)
  if (entry.status === 'WAITING') queueUp(waitlist, entry)
}

/** @returns how many places from the front an entry is: 1 for the first who waits; null for who does not wait. */
export const positionOf = ({ lines }: Waitlist, entry: Entry): number | null => {
  if (entry.status !== 'WAITING') return null
  let before = 0
  for (const line of lines.values()) before += placeIn(line, entry)
  return before + 1
}

/** @returns the first of each line, in order. */
export const heads = ({ lines }: Waitlist): Entry[] =>
  [...lines.values()].flatMap(([first]) => first ?? []).sort(inOrder)

/** @returns who comes first in the line of an entry now. */
export const headOf = ({ lines }: Waitlist, like: Entry): Entry | undefined => lines.get(lineOf(like))?.[0]

/** Puts an entry where it belongs among others that are in order. */
export const putInOrder = (line: Entry[], entry: Entry): void => {
  line.splice(placeIn(line, entry), 0, entry)
}

const queueUp = ({ lines, wanted }: Waitlist, entry: Entry): void => {
  const key = lineOf(entry)
  const line = lines.get(key)
  if (line === undefined) lines.set(key, [entry])
  else putInOrder(line, entry)
  addTo(wanted, entry.owner, entry.quantity)
}

const remove = (waitlist: Waitlist, entry: Entry): void => {
  const { live, lines, addresses, offers, owners, wanted } = waitlist
  live.delete(entry.id)
  addTo(owners, entry.owner, -1)
  if (entry.invitationId === undefined) addresses.delete(entry.email)
  if (entry.offer !== null) offers.delete(entry.offer.holdId)
  if (entry.status !== 'WAITING') return
  const key = lineOf(entry)
  const line = lines.get(key)
  line?.splice(placeIn(line, entry), 1)
  if (line?.length === 0) lines.delete(key)
  addTo(wanted, entry.owner, -entry.quantity)
}

const addTo = (counts: Map<string, number>, key: string, n: number): void => {
  const sum = (counts.get(key) ?? 0) + n
  if (sum > 0) counts.set(key, sum)
  else counts.delete(key)
}

/** @returns whether there is no line yet of those who wait for the same. */
export const opensLine = ({ lines }: Waitlist, like: Wanted): boolean => !lines.has(lineOf(like))

type Wanted = Pick<Entry, 'ticketTypeId' | 'quantity' | 'accessible' | 'allowPartial'>

const lineOf = ({ ticketTypeId, quantity, accessible, allowPartial }: Wanted): string =>
  `${ticketTypeId} ${quantity} ${accessible} ${allowPartial}`

const inOrder = (a: Entry, b: Entry): number => b.priority - a.priority || a.rank - b.rank

/** @returns how many of a line come before an entry, which may be one of them. */
const placeIn = (line: readonly Entry[], entry: Entry): number => {
  let low = 0
  let high = line.length
  while (low < high) {
    const middle = (low + high) >> 1
    const other = line[middle]
    if (other !== undefined && inOrder(other, entry) < 0) low = middle + 1
    else high = middle
  }
  return low
}
