import { describe, expect, it } from 'vitest'
import type { Lease, LeaseReport } from '../../contract/ingest.ts'
import { currentLease, note } from '../../workers/ingest/leases.ts'

const NOW = 1_800_000_000_000
let projects = 9000

/** An isolate before a gate that answers what the test says, with a clock of its own. */
function isolate(answer: (report: LeaseReport) => Lease | Promise<Lease>) {
  const project = String(++projects)
  const reports: LeaseReport[] = []
  const behind: Promise<unknown>[] = []
  const lease = async (report: LeaseReport) => {
    reports.push(report)
    return answer(report)
  }
  const env = { PROJECT_GATE: { idFromName: () => '', get: () => ({ lease }) } } as unknown as IngestEnv
  const context = { waitUntil: (promise: Promise<unknown>) => behind.push(promise) } as unknown as ExecutionContext
  const asker = (at: number) => ({ env, context, now: NOW + at })
  return {
    reports,
    leaseAt: (at: number) => currentLease(asker(at), project),
    noteAt: (at: number, used: number, reasons: string[] = []) =>
      note(asker(at), project, {
        used,
        outcomes: reasons.map((reason) => ({ category: 'error', reason, quantity: 1 })),
      }),
    settled: () => Promise.all(behind.splice(0)),
  }
}

const leaseOf = (events: number, until = NOW + 10_000, change: Partial<Lease> = {}): Lease => ({
  events,
  until,
  revoked: [],
  ...change,
})

describe('leases of an isolate', () => {
  it('a lease that holds is not asked for again', async () => {
    const one = isolate(() => leaseOf(100))
    for (const at of [0, 1000, 6000]) await one.leaseAt(at)
    expect(one.reports).toHaveLength(1)
  })

  it('near its end, by time or by number, a new one is fetched behind the answer', async () => {
    const byTime = isolate(() => leaseOf(100))
    await byTime.leaseAt(0)
    await byTime.leaseAt(8000)
    await byTime.settled()
    const byNumber = isolate(() => leaseOf(100))
    await byNumber.leaseAt(0)
    byNumber.noteAt(0, 60)
    await byNumber.leaseAt(1)
    await byNumber.settled()
    expect([byTime.reports.length, byNumber.reports]).toEqual([
      2,
      [
        { used: 0, outcomes: [] },
        { used: 60, outcomes: [] },
      ],
    ])
  })

  it('after its end nothing is decided without asking, so a revoked key lives as long as a lease', async () => {
    let revoked: number[] = []
    const one = isolate(({ used }) => leaseOf(100, NOW + (used > 0 ? 20_000 : 10_000), { revoked }))
    await one.leaseAt(0)
    revoked = [1]
    expect((await one.leaseAt(5000)).revoked).toEqual([])
    expect((await one.leaseAt(10_000)).revoked).toEqual([1])
  })

  it('when its number is used up, the next event asks first', async () => {
    let left = 3
    const one = isolate(({ used }) => {
      left -= used
      return leaseOf(
        Math.min(1, left),
        NOW + 10_000,
        left > 0 ? {} : { closed: { reason: 'quota', until: NOW + 60_000 } },
      )
    })
    const open: boolean[] = []
    for (let event = 0; event < 5; event += 1) {
      const { closed } = await one.leaseAt(event)
      open.push(!closed)
      if (!closed) one.noteAt(event, 1)
      await one.settled()
    }
    expect(open).toEqual([true, true, true, false, false])
  })

  it('a gate that fails or hangs lets events in, keeps what was revoked, and hears later what it missed', async () => {
    let how: 'answers' | 'fails' | 'hangs' = 'answers'
    const one = isolate(() => {
      if (how === 'fails') throw new Error('away')
      return how === 'hangs' ? new Promise<Lease>(() => undefined) : leaseOf(100, NOW + 10_000, { revoked: [2] })
    })
    await one.leaseAt(0)
    one.noteAt(0, 7)
    how = 'fails'
    expect(await one.leaseAt(20_000)).toMatchObject({ revoked: [2], until: NOW + 22_000 })
    how = 'answers'
    await one.leaseAt(30_000)
    expect(one.reports.map(({ used }) => used)).toEqual([0, 7, 7])
    how = 'hangs'
    expect((await one.leaseAt(40_000)).closed).toBeUndefined()
  })

  it('a gate that is away leaves allowed origins as they were', async () => {
    let away = false
    const origins = { 1: ['https://shop.example'] }
    const one = isolate(() => {
      if (away) throw new Error('away')
      return leaseOf(100, NOW + 10_000, { origins })
    })
    await one.leaseAt(0)
    away = true
    expect(await one.leaseAt(20_000)).toMatchObject({ origins, until: NOW + 22_000 })
  })

  it('what was not kept is told soon and once, even if no request follows', async () => {
    const one = isolate(() => leaseOf(100))
    await one.leaseAt(0)
    one.noteAt(0, 0, ['not_stored', 'too_large'])
    one.noteAt(1, 0, ['not_stored'])
    await one.settled()
    expect(one.reports.slice(1)).toEqual([
      {
        used: 0,
        outcomes: [
          { category: 'error', reason: 'not_stored', quantity: 2 },
          { category: 'error', reason: 'too_large', quantity: 1 },
        ],
      },
    ])
  })

  it('what is noted while a report is on its way is told as well, even if no request follows', async () => {
    let answer = (_: Lease): void => undefined
    const one = isolate(({ outcomes }) =>
      outcomes.length === 0 ? leaseOf(100) : new Promise<Lease>((resolve) => (answer = resolve)),
    )
    await one.leaseAt(0)
    one.noteAt(0, 0, ['too_large'])
    await expect.poll(() => one.reports.length, { timeout: 5000 }).toBe(2)
    one.noteAt(0, 0, ['malformed'])
    answer(leaseOf(100))
    await expect.poll(() => one.reports.length, { timeout: 5000 }).toBe(3)
    answer(leaseOf(100))
    expect(one.reports.slice(1).map(({ outcomes }) => outcomes.map(({ reason }) => reason))).toEqual([
      ['too_large'],
      ['malformed'],
    ])
  })

  it('a closed gate is asked when it may be open again, and not by each request', async () => {
    let closed = true
    const one = isolate(() =>
      leaseOf(closed ? 0 : 100, NOW + 10_000, closed ? { closed: { reason: 'spike', until: NOW + 4000 } } : {}),
    )
    for (const at of [0, 1, 2, 3000]) expect((await one.leaseAt(at)).closed).toBeDefined()
    expect(one.reports).toHaveLength(1)
    closed = false
    expect((await one.leaseAt(4000)).closed).toBeUndefined()
  })
})
