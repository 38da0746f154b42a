import { describe, expect, it } from 'vitest'
import type { CloudEvent } from '../../../../contract/domain-events.ts'
import { matches, matchesType } from '../../../../frontend/src/activity/matches.ts'

const event: CloudEvent = {
  specversion: '1.0',
  id: 'e_1',
  source: '/organizations/o_1',
  type: 'issue.created',
  subject: 'i_1',
  time: '2026-11-21T12:00:00.000Z',
  datacontenttype: 'application/json',
  partitionkey: 'i_1',
  actor: 'u_1',
  correlationid: 'c_1',
  data: { title: 'Basket 9 has no seats' },
}

describe('matchesType', () => {
  it.each([
    ['issue.created', true],
    ['issue.*', true],
    ['*.created', true],
    ['*', true],
    ['i*.*d', true],
    ['issue', false],
    ['issue.', false],
    ['*.resolved', false],
    ['issue.created*.created', false],
  ])('%s', (pattern, expected) => {
    expect(matchesType('issue.created', pattern)).toBe(expected)
  })

  it('takes a dot for a dot', () => {
    expect(matchesType('issues', 'issue.*')).toBe(false)
  })
})

describe('matches', () => {
  it.each([
    [{}, true],
    [{ type: 'issue.*', subject: 'i_1', actor: 'u_1', source: '/organizations/o_1', correlation: 'c_1' }, true],
    [{ actor: 'u_2' }, false],
    [{ correlation: 'c_2' }, false],
    [{ type: 'user.*, issue.*', source: '/organizations/*' }, true],
    [{ source: '/manual/*' }, false],
    [{ q: 'BASKET 9' }, true],
    [{ q: 'basket 8' }, false],
    [{ range: '1h' as const }, true],
    [{ range: 'custom' as const, from: '2026-11-21T11:00:00.000Z' }, true],
    [{ range: 'custom' as const, from: '2026-11-21T13:00:00.000Z' }, false],
    [{ range: 'custom' as const, to: '2026-11-21T13:00:00.000Z' }, false],
  ])('%j', (search, expected) => {
    expect(matches(event, search)).toBe(expected)
  })
})
