import type { LoggedEvent } from '../../contract/domain-events.ts'
import { canonicalJson } from '../canonical-json.ts'
import { openEvent, type SplitEvent, splitEvent } from './log-entry.ts'
import type { PersonalShape } from './personal.ts'

/** A line of a sealed hour. Digests are SHA-256 in hexadecimal; what they are taken of is text in UTF-8. */
export interface SealedEntry extends SplitEvent {
  /** Random, 128 bits in hexadecimal; goes with the personal part, or a guess of that could be proved right. */
  salt: string | null
  /** Of salt and personal part; null where there never was one, and all that is left where it was erased. */
  commitment: string | null
  /** Of the digest of the public part, followed by the commitment. */
  digest: string
  /** Of the link of the entry before, followed by the digest. */
  link: string
}

/** @returns SHA-256 of a text's UTF-8, in hexadecimal. */
export type Sha256 = (text: string) => string

/** @returns the link that an organisation's chain begins with; another's chain cannot be put in its place. */
export const firstLink = (organisationId: string, sha256: Sha256): string => sha256(`signalbox log ${organisationId}`)

/** @returns the commitment to a personal part: the same value under another salt cannot be recognised. */
export const commitmentOf = (salt: string, personal: unknown, sha256: Sha256): string =>
  sha256(salt + canonicalJson(personal))

/** @returns the digest of an entry, which stays when its personal part and salt are erased. */
export const digestOf = ({ event, commitment }: Pick<SealedEntry, 'event' | 'commitment'>, sha256: Sha256): string =>
  sha256(sha256(canonicalJson(event)) + (commitment ?? ''))

/** @returns the link of an entry behind another. */
export const linkOf = (previous: string, digest: string, sha256: Sha256): string => sha256(previous + digest)

/** Links events to a chain, in this order. `salt` gives another one at each call. */
export const sealedEntries = (
  events: readonly LoggedEvent[],
  previous: string,
  { sha256, salt, shapeOf }: { sha256: Sha256; salt: () => string; shapeOf: (type: string) => PersonalShape },
): SealedEntry[] => {
  let link = previous
  return events.map((logged) => {
    const split = splitEvent(openEvent(logged), shapeOf(logged.type))
    const salted = split.personal === null ? null : salt()
    const commitment = salted === null ? null : commitmentOf(salted, split.personal, sha256)
    const digest = digestOf({ event: split.event, commitment }, sha256)
    link = linkOf(link, digest, sha256)
    return { ...split, salt: salted, commitment, digest, link }
  })
}

/** @returns the entry without what it says of people; digest and link stay, so the chain does. */
export const erasedEntry = (entry: SealedEntry): SealedEntry => ({ ...entry, personal: null, salt: null })

/** @returns whether an entry once said something of people and does not any more. */
export const isErased = ({ personal, commitment }: SealedEntry): boolean => commitment !== null && personal === null

const HOUR_MS = 3_600_000
/** What a statement that took long may still bring into an hour that is over. */
const GRACE_MS = 5 * 60_000
/** Of one object, so that an isolate can hold it, and what it is compared with. */
const PART_ENTRIES = 5000
const PART_BYTES = 4 * 1024 * 1024

/** @returns the beginning of the first hour that is not closed, in milliseconds since 1970: what was logged before may be sealed. */
export const closedUntil = (now: number): number => Math.floor((now - GRACE_MS) / HOUR_MS) * HOUR_MS

/** @returns the hour a moment belongs to, in hours since 1970. */
export const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS)

/**
 * Cuts from the front of unsealed events, oldest first, what becomes one object: of one hour, and not too large.
 * @returns the events, and whether more of them could belong to it than were given
 */
export const nextPart = (events: readonly LoggedEvent[], until: number): { part: LoggedEvent[]; open: boolean } => {
  const hour = hourOf(events[0]?.loggedAt ?? 0)
  let bytes = 0
  const end = events.findIndex(({ loggedAt, data }, index) => {
    bytes += data.length
    const full = index >= PART_ENTRIES || (bytes > PART_BYTES && index > 0)
    return full || loggedAt >= until || hourOf(loggedAt) !== hour
  })
  return end === -1 ? { part: [...events], open: true } : { part: events.slice(0, end), open: false }
}
