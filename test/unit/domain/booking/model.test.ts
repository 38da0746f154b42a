import { describe, expect, it } from 'vitest'
import { rulesAlone } from './model/rules.ts'
import { tellStories } from './model/run.ts'

const REQUESTS = Number(process.env.BOOKING_MODEL_REQUESTS ?? 50_000)
const SEED = Number(process.env.BOOKING_MODEL_SEED ?? Date.now() % 1_000_000_000)

describe('a room, whatever is asked of it in whatever order', () => {
  it('sells nothing twice, and does what it says', { timeout: 3_600_000 }, async () => {
    const tally = await tellStories({ seed: SEED, requests: REQUESTS, longest: 200, open: rulesAlone })
    if (process.env.BOOKING_MODEL_TALLY) console.log(SEED, [...tally].sort())
    expect([...tally.values()].reduce((sum, many) => sum + many, 0)).toBeGreaterThanOrEqual(REQUESTS)
  })
})
