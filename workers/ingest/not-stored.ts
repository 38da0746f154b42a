import { notStoredLimit } from '../../domain/errors/rate-limits.ts'
import { admit, claimsOf } from './admission.ts'
import { accepted, refused } from './answers.ts'
import type { Arrival } from './arrival.ts'
import { note } from './leases.ts'

/**
 * Answers an endpoint whose data is not stored: OTLP and check-ins by URL. Success, since a sender would only repeat; the
 * body is not read.
 * @param key the key in the path, for check-ins
 */
export async function passOver(arrival: Arrival, category: string, key?: string): Promise<Response> {
  const admission = await admit(arrival, { ...claimsOf(arrival), ...(key && { path: key }) })
  if (!admission.ok) return refused(admission.error)
  const { project, keyNumber } = admission.value
  if (keyNumber !== null)
    note(arrival, project, { used: 0, outcomes: [{ category, reason: 'not_stored', quantity: 1 }] })
  return accepted(null, notStoredLimit([category]))
}
