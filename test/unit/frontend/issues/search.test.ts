import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filterOf, issueSearch } from '../../../../frontend/src/issues/search.ts'

describe('issueSearch', () => {
  it('leaves defaults, blanks and what is unknown out of the URL', () => {
    expect(issueSearch({ status: 'unresolved', sort: 'lastSeen', query: '  ', project: '', other: 1 })).toEqual({})
    expect(issueSearch({ status: 'nonsense', sort: 'nonsense' })).toEqual({})
  })

  it('keeps what was chosen', () => {
    const search = { status: 'all', sort: 'users', project: '12', query: 'release:1.0' } as const
    expect(issueSearch(search)).toEqual(search)
    expect(filterOf(search)).toEqual(search)
  })

  it('says the same of what it said, whatever the URL held', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('status', 'sort', 'project', 'query'), fc.anything()), (raw) => {
        const once = issueSearch(raw)
        expect(issueSearch({ ...once })).toEqual(once)
      }),
    )
  })
})
