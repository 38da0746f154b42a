import { describe, expect, it } from 'vitest'
import { batchSize, mustWait, type Outcome, type ReaderState, standAfter } from '../../../../domain/events/reader.ts'

const fresh: ReaderState = { cursor: 10, attempts: 0, reason: null, failingSince: null, retryAt: null }
const positions = [11, 15, 16]
const stopped = (why: 'unavailable' | 'poison' | 'failed', done = 0): Outcome => ({
  done,
  stopped: { why, reason: 'because' },
})

const times = (count: number, outcome: Outcome): ReaderState => {
  let state = fresh
  for (let n = 0; n < count; n += 1) state = standAfter(state, positions, outcome, n * 1000).state
  return state
}

describe('a reader', () => {
  it('stands behind the last event it is done with', () => {
    expect(standAfter(fresh, positions, { done: 3 }, 0)).toEqual({ state: { ...fresh, cursor: 16 }, bury: null })
    expect(standAfter(fresh, positions, stopped('unavailable', 2), 5).state).toMatchObject({ cursor: 15, attempts: 1 })
  })

  it('waits longer each time what it needs is away, at most a minute, and never gives up', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 100].map((count) => {
      const { retryAt } = times(count, stopped('unavailable'))
      return (retryAt ?? 0) - (count - 1) * 1000
    })
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000])
    expect(times(100, stopped('unavailable'))).toMatchObject({ cursor: 10, attempts: 100, failingSince: 0 })
    expect(mustWait(times(1, stopped('unavailable')), 999)).toBe(true)
    expect(mustWait(times(1, stopped('unavailable')), 1000)).toBe(false)
  })

  it('buries what can never be done at once, and goes on behind it', () => {
    const { state, bury } = standAfter(fresh, positions, stopped('poison', 1), 0)
    expect(bury).toEqual({ index: 1, reason: 'because' })
    expect(state).toEqual({ ...fresh, cursor: 15 })
  })

  it('tries what failed for no known reason alone, five times, before it is buried', () => {
    expect(batchSize(fresh)).toBe(100)
    expect(batchSize(times(1, stopped('failed')))).toBe(1)
    expect(times(5, stopped('failed'))).toMatchObject({ cursor: 10, attempts: 5 })
    expect(standAfter(times(5, stopped('failed')), [11], stopped('failed'), 0)).toMatchObject({
      state: { cursor: 11, attempts: 0 },
      bury: { index: 0 },
    })
  })

  it('begins to count anew behind each event it is done with', () => {
    const failing = times(4, stopped('failed'))
    expect(standAfter(failing, [11], { done: 1 }, 0).state).toEqual({ ...fresh, cursor: 11 })
    expect(standAfter(failing, positions, stopped('failed', 1), 7).state).toMatchObject({
      attempts: 1,
      failingSince: 7,
    })
  })
})
