/** @returns a moment that may not have come, of milliseconds since 1970, as RFC 3339 in UTC. */
export const instantOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())
