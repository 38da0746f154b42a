import { describe, expect, it } from 'vitest'
import { clientReportOutcomes } from '../../../../domain/errors/client-report.ts'
import { categoryOf, fateOf } from '../../../../domain/errors/items.ts'
import { closedLimit, notStoredLimit } from '../../../../domain/errors/rate-limits.ts'

describe('fateOf', () => {
  it.each(['event', 'feedback', 'user_report', 'attachment'])('keeps %s', (type) => {
    expect(fateOf(type, undefined)).toEqual({ fate: 'keep', kind: type })
  })

  it('adds up client reports', () => expect(fateOf('client_report', undefined)).toEqual({ fate: 'count' }))

  it.each([
    ['transaction', 'transaction'],
    ['sessions', 'session'],
    ['replay_recording', 'replay'],
    ['check_in', 'monitor'],
    ['otel_log', 'log_item'],
    ['never_heard_of', null],
  ])('passes %s over as %s', (type, category) => {
    expect(fateOf(type, undefined)).toEqual({ fate: 'skip', category, quantity: 1 })
  })

  it.each([
    [3, 3],
    [1e9, 10_000],
    [-1, 1],
    [1.5, 1],
    ['3', 1],
  ])('an item_count of %s counts %s', (count, quantity) => {
    expect(fateOf('log', count)).toMatchObject({ quantity })
  })

  it('counts what a person wrote as feedback', () => {
    expect((['event', 'feedback', 'user_report', 'attachment'] as const).map(categoryOf)).toEqual([
      'error',
      'feedback',
      'feedback',
      'attachment',
    ])
  })
})

describe('rate limits', () => {
  it('names each category that came in, once', () => {
    expect(notStoredLimit(['span', 'session', 'span'])).toBe('86400:span;session:organization:not_supported')
  })

  it('says nothing without reason, and never about what is kept', () => {
    expect(notStoredLimit([])).toBeNull()
    expect(notStoredLimit(['error', 'default', 'attachment', 'feedback'])).toBeNull()
  })

  it('speaks in whole seconds of at least one', () => {
    expect(closedLimit({ reason: 'quota', until: 61_500 }, 60_000)).toEqual({
      limits: '2:error;default;security;attachment;feedback:organization:quota',
      retryAfter: '2',
    })
    expect(closedLimit({ reason: 'spike', until: 0 }, 60_000).retryAfter).toBe('1')
  })
})

describe('clientReportOutcomes', () => {
  it('says what an SDK discarded', () => {
    const report = { timestamp: 1, discarded_events: [{ reason: 'sample_rate', category: 'error', quantity: 3 }] }
    expect(clientReportOutcomes(report)).toEqual([{ category: 'error', reason: 'client:sample_rate', quantity: 3 }])
  })

  it.each([
    null,
    7,
    [],
    {},
    { discarded_events: {} },
    {
      discarded_events: [
        null,
        7,
        {},
        { reason: 'a', category: 'b', quantity: 0 },
        { reason: 'A B', category: 'b', quantity: 1 },
      ],
    },
    { discarded_events: [{ reason: 'x'.repeat(41), category: 'error', quantity: 1 }] },
  ])('leaves out what has another shape: %j', (report) => {
    expect(clientReportOutcomes(report)).toEqual([])
  })

  it('is bounded in lines and quantity', () => {
    const line = { reason: 'a', category: 'error', quantity: 1e12 }
    const outcomes = clientReportOutcomes({ discarded_events: Array(500).fill(line) })
    expect(outcomes).toHaveLength(100)
    expect(outcomes[0]?.quantity).toBe(1_000_000)
  })
})
