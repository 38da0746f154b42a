import { isLinkToken, linkToken, type MacKeys } from './link-tokens.ts'

/** Whom a waiting room admits to what. */
export interface Admittance {
  eventId: string
  /** `g:<guest>` or `u:<user>`: a token is good for nobody else. */
  owner: string
}

/**
 * @param until when it ends, in milliseconds since 1970; what is kept of it is the second
 * @returns the token of someone who was admitted: `end.version.mac`, the end in seconds to the base 36
 */
export const admissionToken = (keys: MacKeys, admittance: Admittance, until: number): string => {
  const end = Math.floor(until / 1000).toString(36)
  return `${end}.${linkToken(keys, 'admission', named(admittance, end))}`
}

/**
 * @param now milliseconds since 1970
 * @returns whether a token is ours, for this event and guest, and not over. Nothing is looked up
 */
export const admitted = (
  keys: MacKeys,
  { token, ...admittance }: Admittance & { token: string },
  now: number,
): boolean => {
  const [, end = '', mac = ''] = /^([0-9a-z]{1,9})\.(.+)$/.exec(token) ?? []
  if (Number.parseInt(end, 36) * 1000 <= now) return false
  return end !== '' && isLinkToken(keys, { purpose: 'admission', id: named(admittance, end), token: mac })
}

const named = ({ eventId, owner }: Admittance, end: string): string => `${eventId} ${owner} ${end}`
