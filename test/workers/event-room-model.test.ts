import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { tellStories } from '../unit/domain/booking/model/run.ts'
import { migrated } from './migrated.ts'
import { realRoom } from './real-room.ts'

const { requests: REQUESTS, seed: SEED } = inject('model')

beforeAll(async () => {
  await migrated()
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterAll(() => {
  vi.useRealTimers()
})

describe('the object of a room, evicted, with alarms that come late, twice or never, and a clock that is set', () => {
  it('does what the rules alone do', { timeout: 600_000 }, async () => {
    const tally = await tellStories({ seed: SEED, requests: REQUESTS, longest: 50, open: realRoom })
    expect([...tally.values()].reduce((sum, many) => sum + many, 0)).toBeGreaterThanOrEqual(REQUESTS)
  })
})
