import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterBatch, progressOf, replayBatch, type Step, tellerOf } from '../../../../domain/events/replay.ts'

const standing = { cursor: 0, done: 0, reason: null, to: 10, rate: 100 }
const stretch = { positions: [2, 4, 6], scanned: 7 }
const stepAfter = (outcome: Parameters<typeof afterBatch>[1]['outcome'], tries = 0): Step =>
  afterBatch(standing, { stretch, outcome, tries })

describe('a replay', () => {
  it('goes on behind what was looked at, and waits as long as what it told takes at its rate', () => {
    expect(stepAfter({ done: 3 })).toEqual({
      state: { cursor: 7, done: 3, status: 'running', reason: null },
      wait: 30,
      tries: 0,
    })
  })

  it('is done where its range ends, whether there was anything to tell or not', () => {
    const end = { stretch: { positions: [], scanned: 10 }, outcome: { done: 0 }, tries: 0 }
    expect(afterBatch(standing, end)).toMatchObject({ state: { status: 'done', cursor: 10 }, wait: 0 })
  })

  it('waits longer and longer for a reader that is away, and never gives up', () => {
    const waits = [0, 1, 5, 6, 100].map((tries) =>
      stepAfter({ done: 0, stopped: { why: 'unavailable', reason: 'away' } }, tries),
    )
    expect(waits.map(({ wait }) => wait)).toEqual([1000, 2000, 32_000, 60_000, 60_000])
    expect(waits.map(({ state }) => state)).toEqual(
      waits.map(() => ({ cursor: 0, done: 0, status: 'running', reason: 'away' })),
    )
  })

  it('keeps what was told of a batch that stopped, and begins to count tries anew', () => {
    const stopped = { why: 'unavailable', reason: 'away' } as const
    expect(stepAfter({ done: 2, stopped }, 7)).toMatchObject({ state: { cursor: 4, done: 2 }, wait: 1000, tries: 1 })
  })

  it('leaves out what can never be told, says which one, and says so still when it goes on', () => {
    const left = stepAfter({ done: 1, stopped: { why: 'poison', reason: 'too large' } })
    expect(left).toMatchObject({
      state: { cursor: 4, done: 1, status: 'running', reason: 'Left out position 4: too large' },
    })
    const next = afterBatch(
      { ...standing, ...left.state },
      { stretch: { positions: [6], scanned: 10 }, outcome: { done: 1 }, tries: 0 },
    )
    expect(next.state).toEqual({ cursor: 10, done: 2, status: 'done', reason: 'Left out position 4: too large' })
  })

  it('fails after five tries that failed for no known reason', () => {
    const stopped = { why: 'failed', reason: 'TypeError' } as const
    expect(stepAfter({ done: 0, stopped }, 4).state.status).toBe('running')
    expect(stepAfter({ done: 0, stopped }, 5).state).toMatchObject({ status: 'failed', reason: 'TypeError' })
  })

  it('never goes back, and tells all of its range in the order of the log, whatever stops it', () => {
    const why = fc.constantFrom('unavailable' as const, undefined)
    const turns = fc.array(fc.record({ done: fc.integer({ min: 0, max: 3 }), why }), { maxLength: 60 })
    fc.assert(
      fc.property(turns, fc.integer({ min: 1, max: 40 }), (outcomes, to) => {
        let state: Step['state'] = { cursor: 0, done: 0, status: 'running', reason: null }
        const told: number[] = []
        for (const { done, why: stopped } of [
          ...outcomes,
          ...Array.from({ length: 20 }, () => ({ done: 3, why: undefined })),
        ]) {
          if (state.status !== 'running') break
          const positions = [1, 2, 3].map((step) => state.cursor + step).filter((position) => position <= to)
          const part = { positions, scanned: Math.min(to, state.cursor + 3) }
          const count = stopped === undefined ? positions.length : Math.min(done, positions.length)
          const outcome = { done: count, ...(stopped && { stopped: { why: stopped, reason: 'away' } }) }
          told.push(...positions.slice(0, count))
          const next = afterBatch({ ...state, to, rate: 50 }, { stretch: part, outcome, tries: 0 }).state
          expect(next.cursor).toBeGreaterThanOrEqual(state.cursor)
          state = next
        }
        expect(told).toEqual(Array.from({ length: told.length }, (_, index) => index + 1))
        expect(state.done).toBe(told.length)
        if (state.status === 'done') expect(told).toHaveLength(to)
      }),
    )
  })

  it('tells no more at once than belongs to a second, nor than a hundred', () => {
    expect([1, 50, 100, 500].map(replayBatch)).toEqual([1, 50, 100, 100])
  })

  it('says how much is told and how long the rest takes', () => {
    expect(progressOf({ total: 200, done: 50, rate: 50, status: 'running' })).toEqual({ progress: 0.25, left: 3000 })
    expect(progressOf({ total: 0, done: 0, rate: 50, status: 'running' })).toEqual({ progress: 1, left: 0 })
    // What was erased meanwhile is not there to be told.
    expect(progressOf({ total: 3, done: 2, rate: 1, status: 'done' }).progress).toBe(1)
  })

  it('is told by whoever holds the reader, and not where telling counts', () => {
    expect(['live', 'kafka:main', 'streams', 'kafka:*', 'kafka:', 'toString'].map(tellerOf)).toEqual([
      'replayer',
      'lane',
      'nobody',
      'nobody',
      'nobody',
      'nobody',
    ])
  })
})
