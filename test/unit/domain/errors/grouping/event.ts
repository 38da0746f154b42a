import { hash } from 'node:crypto'
import type { ExceptionValue, Frame, Grouping, NormalizedEvent } from '../../../../../contract/occurrences.ts'
import { markInApp } from '../../../../../domain/errors/grouping/in-app-v1.ts'
import { groupV1 } from '../../../../../domain/errors/grouping/v1.ts'

export const md5 = (text: string): string => hash('md5', text)

export function event(fields: Partial<NormalizedEvent>): NormalizedEvent {
  return {
    event_id: 'a'.repeat(32),
    type: 'error',
    timestamp: '2026-01-01T00:00:00.000Z',
    received: '2026-01-01T00:00:00.000Z',
    platform: 'python',
    level: 'error',
    tags: {},
    ...fields,
  }
}

export function failure(platform: string, exception: ExceptionValue, frames?: Frame[]): NormalizedEvent {
  const value = frames === undefined ? exception : { ...exception, stacktrace: { frames } }
  return event({ platform, exception: { values: [value] } })
}

/** In-app decided, then grouped, as the digest does it. */
export function grouped(given: NormalizedEvent): Grouping {
  const copy = structuredClone(given)
  markInApp(copy)
  return groupV1(copy, md5)
}

export const hashesOf = (given: NormalizedEvent): string[] => grouped(given).hashes

/** Whether an event would join the issue that another one made. */
export function joins(one: NormalizedEvent, other: NormalizedEvent): boolean {
  const known = new Set(hashesOf(one))
  return hashesOf(other).some((hash) => known.has(hash))
}
