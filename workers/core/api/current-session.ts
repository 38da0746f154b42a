import type { Caller } from '../../../contract/auth.ts'

/** @returns the id of the sign-in a caller asks by, or null where they ask by something else. */
export const currentSession = ({ credential }: Pick<Caller, 'credential'>): string | null =>
  credential.kind === 'session' ? credential.id : null
