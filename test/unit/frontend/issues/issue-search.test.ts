import { describe, expect, it } from 'vitest'
import { issuePageSearch } from '../../../../frontend/src/issues/issue-search.ts'

describe('issuePageSearch', () => {
  it('keeps an event id and a period that is not the default', () => {
    const event = 'a'.repeat(32)
    expect(issuePageSearch({ event, period: '14d' })).toEqual({ event, period: '14d' })
  })

  it('forgets what would only be the default, and what could be a path', () => {
    expect(issuePageSearch({ event: 'latest', period: '24h' })).toEqual({})
    expect(issuePageSearch({ event: '../../projects' })).toEqual({})
  })
})
