import { describe, expect, it } from 'vitest'
import { eventSearch, spanOf } from '../../../../frontend/src/activity/search.ts'

const NOW = Date.parse('2026-11-21T12:00:00.000Z')

describe('eventSearch', () => {
  it('leaves out what makes no sense and what filters nothing', () => {
    expect(eventSearch({ type: ' ', actor: 3, range: 'ages', from: 'soon', more: 'x' })).toEqual({})
    expect(eventSearch({ type: ' issue.* ', q: 'cart', range: '24h' })).toEqual({
      type: 'issue.*',
      q: 'cart',
      range: '24h',
    })
  })

  it('keeps a beginning and an end only where the range is one of its own', () => {
    const ends = { from: '2026-11-20T10:00:00.000Z', to: '2026-11-20T11:00:00.000Z' }
    expect(eventSearch({ range: 'custom', ...ends })).toEqual({ range: 'custom', ...ends })
    expect(eventSearch({ range: '1h', ...ends })).toEqual({ range: '1h' })
  })
})

describe('spanOf', () => {
  it('counts back from now, and has no end', () => {
    expect(spanOf({ range: '24h' }, NOW)).toEqual({ from: '2026-11-20T12:00:00.000Z' })
    expect(spanOf({}, NOW)).toEqual({})
  })

  it('takes the ends of a range of its own as they are', () => {
    expect(spanOf({ range: 'custom', to: '2026-11-20T11:00:00.000Z' }, NOW)).toEqual({ to: '2026-11-20T11:00:00.000Z' })
  })
})
