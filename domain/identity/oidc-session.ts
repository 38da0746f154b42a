/** Milliseconds for which a provider that was just asked is not asked again; longer than one conversation may take. */
export const ASKED_JUST_NOW_MS = 10_000

/** Milliseconds a sign-in lasts whose provider gave us nothing to ask again with. */
export const UNASKED_SESSION_MS = 8 * 60 * 60 * 1000

/** What a refresh of a vouched session begins with; moments are milliseconds since 1970. */
export interface VouchedState {
  createdAt: number
  checkedAt: number | null
  providerRefreshToken: string | null
}

/**
 * Decides what a token refresh has to do about the provider behind the session. `ask`: it must say again that the person
 * may be here; `go on`: it was asked just now; `end`: it cannot be asked and its word is old.
 */
export const decideAsking = (
  { createdAt, checkedAt, providerRefreshToken }: VouchedState,
  now: number,
): 'ask' | 'go on' | 'end' => {
  if (providerRefreshToken === null) return now - createdAt < UNASKED_SESSION_MS ? 'go on' : 'end'
  return checkedAt !== null && now - checkedAt < ASKED_JUST_NOW_MS ? 'go on' : 'ask'
}
