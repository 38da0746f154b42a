import { useRef, useState } from 'react'
import { verifyLog } from '../api/log-integrity.ts'
import { asApiError } from '../api/problem.ts'
import { afterStretch, BEGUN, type Verification } from './verification.ts'

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
