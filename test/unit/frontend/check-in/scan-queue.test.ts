import { describe, expect, it } from 'vitest'
import type { ListedTicket, NewScan, Scan } from '../../../../frontend/src/api/check-ins.ts'
import {
  answered,
  type Door,
  judged,
  MOST_SHOWN,
  nextBatch,
  opened,
  passagesBefore,
  scanned,
  waiting,
  without,
} from '../../../../frontend/src/check-in/scan-queue.ts'

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
const answeredTicket = { id: '', bookingId: 'b_1', ticketTypeId: 'tt_1', seat: null, area: null, fullName: null }
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

  it('sends what was left from before, each list by itself', () => {
    const other = { ...scan(1), listId: 'l_2' }
    const door = scanned(opened([scan(0), other]), scan(2))
    expect(waiting(door).map(({ nonce }) => nonce)).toEqual(['nonce-0', 'nonce-1', 'nonce-2'])
    expect(nextBatch(door).map(({ nonce }) => nonce)).toEqual(['nonce-0', 'nonce-2'])
    const rest = answered(door, [answerTo(0), answerTo(2)])
    expect(nextBatch(rest)).toEqual([other])
    expect(waiting(without(rest, [other]))).toEqual([])
  })

  it('knows who went through here and the list has not heard of', () => {
    const verdict = { result: 'VALID', ticket: { id: 't_1' } as ListedTicket, usedAt: null, readAt: 0 } as const
    let door = doorWith(3)
    for (const n of [0, 1, 2]) door = judged(door, `nonce-${n}`, n === 1 ? { ...verdict, result: 'USED' } : verdict)
    const about = { ticketId: 't_1', sent: scan(2), roster: { readAt: 500 } }
    expect(passagesBefore(door, about)).toEqual([{ direction: 'entry', at: scan(0).at }])
    const told = answered(door, [{ ...answerTo(0), ticket: { ...answeredTicket, id: 't_1' } }])
    // It was answered before the list was read, so the list knows.
    expect(passagesBefore(told, about)).toEqual([])
    expect(passagesBefore(told, { ...about, roster: { readAt: 0 } })).toHaveLength(1)
    expect(passagesBefore(door, { ...about, ticketId: 't_2' })).toEqual([])
  })
})
