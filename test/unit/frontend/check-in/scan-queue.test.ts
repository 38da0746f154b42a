import { describe, expect, it } from 'vitest'
import type { NewScan, Scan } from '../../../../frontend/src/api/check-ins.ts'
import { answered, type Door, MOST_SHOWN, scanned, waiting } from '../../../../frontend/src/check-in/scan-queue.ts'

const scan = (n: number): NewScan => ({
  listId: 'l_1',
  secret: `s${n}`,
  nonce: `nonce-${n}`,
  at: new Date(n * 1000).toISOString(),
  direction: 'entry',
  force: false,
})
const answerTo = (n: number, result: Scan['result'] = 'VALID'): Scan => ({
  nonce: `nonce-${n}`,
  listId: 'l_1',
  listName: null,
  result,
  direction: 'entry',
  at: new Date(n * 1000).toISOString(),
  forced: false,
  usedAt: null,
  repeated: false,
  ticket: null,
})
const doorWith = (count: number): Door =>
  Array.from({ length: count }, (_, n) => n).reduce<Door>((door, n) => scanned(door, scan(n)), { scans: [] })

describe('a door', () => {
  it('sends what waits in the order in which it happened', () => {
    expect(waiting(doorWith(3)).map(({ nonce }) => nonce)).toEqual(['nonce-0', 'nonce-1', 'nonce-2'])
  })

  it('shows the newest first, and what each came to', () => {
    const door = answered(doorWith(3), [answerTo(0), answerTo(2, 'USED')])
    expect(door.scans.map(({ sent, answer }) => `${sent.nonce} ${answer?.result}`)).toEqual([
      'nonce-2 USED',
      'nonce-1 undefined',
      'nonce-0 VALID',
    ])
    expect(waiting(door).map(({ nonce }) => nonce)).toEqual(['nonce-1'])
  })

  it('forgets old ones, but never one that waits', () => {
    const many = doorWith(MOST_SHOWN + 10)
    expect(many.scans).toHaveLength(MOST_SHOWN + 10)
    const told = answered(many, Array.from({ length: MOST_SHOWN + 10 }, (_, n) => answerTo(n)).slice(1))
    const next = scanned(told, scan(999))
    expect(next.scans).toHaveLength(MOST_SHOWN + 1)
    expect(waiting(next).map(({ nonce }) => nonce)).toEqual(['nonce-0', 'nonce-999'])
  })
})
