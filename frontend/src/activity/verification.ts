import type { LogVerification } from '../../../contract/log-verification.ts'
import type { ApiError } from '../api/problem.ts'

/** What a walk over the sealed log has found so far. */
export interface Verification {
  state: 'running' | 'stopped' | 'done'
  hours: number
  entries: number
  erased: number
  head: string | null
  sealedUntil: string | null
  firstBroken: LogVerification['firstBroken']
  error: ApiError | null
}

/** Before the first stretch. */
export const BEGUN: Verification = {
  state: 'running',
  hours: 0,
  entries: 0,
  erased: 0,
  head: null,
  sealedUntil: null,
  firstBroken: null,
  error: null,
}

/** What is known after one more stretch of the log. */
export const afterStretch = (before: Verification, stretch: LogVerification): Verification => ({
  ...before,
  hours: before.hours + stretch.hours,
  entries: before.entries + stretch.entries,
  erased: before.erased + stretch.erased,
  head: stretch.head ?? before.head,
  sealedUntil: stretch.sealedUntil ?? before.sealedUntil,
  firstBroken: stretch.firstBroken,
  state: stretch.next === null || !stretch.ok ? 'done' : before.state,
})
