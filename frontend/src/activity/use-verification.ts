import { useRef, useState } from 'react'
import type { LogVerification } from '../../../contract/log-verification.ts'
import { verifyLog } from '../api/log-integrity.ts'
import { type ApiError, asApiError } from '../api/problem.ts'

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

const BEGUN: Verification = {
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

/** Walks the sealed log stretch by stretch, until its end, the first thing that is wrong, or a press on stop. */
export function useVerification() {
  const [found, setFound] = useState<Verification | null>(null)
  const run = useRef(0)
  const start = async () => {
    run.current += 1
    const mine = run.current
    let now = BEGUN
    let cursor: string | undefined
    const show = (next: Verification) => {
      now = next
      if (run.current === mine) setFound(next)
    }
    show(now)
    while (run.current === mine && now.state === 'running') {
      try {
        const stretch = await verifyLog(cursor)
        cursor = stretch.next ?? undefined
        show(afterStretch(now, stretch))
      } catch (error) {
        show({ ...now, state: 'stopped', error: asApiError(error) })
      }
    }
  }
  const stop = () => {
    run.current += 1
    setFound((now) => now && { ...now, state: 'stopped' })
  }
  return { found, start: () => void start(), stop }
}
