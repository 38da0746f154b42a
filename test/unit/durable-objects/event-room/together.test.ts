import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { togetherIn } from '../../../../durable-objects/event-room/together.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('who comes alone', () => {
  it('is answered at once', () => {
    const together = togetherIn()
    expect(together(() => 'yes')).toBe('yes')
    vi.advanceTimersByTime(10)
    expect(together(() => 'again')).toBe('again')
  })
})

describe('a crowd', () => {
  it('is decided in one turn, in the order in which it came', async () => {
    const together = togetherIn()
    const order: number[] = []
    const answers = [0, 1, 2, 3].map((n) => together(() => order.push(n)))
    expect(order).toEqual([0])
    vi.advanceTimersToNextTimer()
    expect(order).toEqual([0, 1, 2, 3])
    expect(await Promise.all(answers)).toEqual([1, 2, 3, 4])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('lets nobody pass who waits already', async () => {
    const together = togetherIn()
    const order: string[] = []
    together(() => order.push('first'))
    const second = together(() => order.push('second'))
    // The clock may be set while somebody waits.
    vi.setSystemTime(2_000_000)
    const third = together(() => order.push('third'))
    vi.runAllTimers()
    await Promise.all([second, third])
    expect(order).toEqual(['first', 'second', 'third'])
  })

  it('goes on where one of them fails', async () => {
    const together = togetherIn()
    together(() => null)
    const broken = together(() => {
      throw new Error('a bug')
    })
    const after = together(() => 'fine')
    vi.runAllTimers()
    await expect(broken).rejects.toThrow('a bug')
    expect(await after).toBe('fine')
  })
})
