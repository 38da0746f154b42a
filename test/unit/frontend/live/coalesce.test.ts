import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { coalesceActivity } from '../../../../frontend/src/live/coalesce.ts'
import type { Frame } from '../../../../frontend/src/live/frames.ts'

const activity = (id: string, count: number) => ({ id, projectId: '1', count, users: 0, lastSeen: '' })
const frame = (...issues: ReturnType<typeof activity>[]): Frame => ({ type: 'activity', topic: 'issues', issues })

describe('coalesceActivity', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('passes on the newest counters of each issue once for many frames', () => {
    const emitted: Frame[] = []
    const { take } = coalesceActivity((given) => emitted.push(given))
    for (let count = 1; count <= 50; count += 1) take(frame(activity('a', count)))
    take(frame(activity('b', 1)))
    expect(emitted).toEqual([])
    vi.runAllTimers()
    expect(emitted).toEqual([frame(activity('a', 50), activity('b', 1))])
    vi.runAllTimers()
    expect(emitted).toHaveLength(1)
  })

  it('holds nothing else back', () => {
    const emitted: Frame[] = []
    const others: Frame[] = [
      { type: 'hello', position: 1 },
      { type: 'resync', position: 2 },
      { type: 'presence', listeners: 3 },
    ]
    const { take } = coalesceActivity((given) => emitted.push(given))
    for (const other of others) take(other)
    expect(emitted).toEqual(others)
  })

  it('is silent once stopped', () => {
    const emitted: Frame[] = []
    const { take, stop } = coalesceActivity((given) => emitted.push(given))
    take(frame(activity('a', 1)))
    stop()
    vi.runAllTimers()
    expect(emitted).toEqual([])
  })
})
