import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseIssueSearch, type SearchTerm } from '../../../../domain/errors/search.ts'

const parsed = (text: string) => {
  const search = parseIssueSearch(text)
  if (!search.ok) throw new Error(search.error.reason)
  return search.value
}
const refused = (text: string) => {
  const search = parseIssueSearch(text)
  return search.ok ? null : search.error.reason
}
const one = (text: string): SearchTerm | undefined => parsed(text).terms[0]

describe('an issue search', () => {
  it('reads a whole sentence', () => {
    expect(parsed('is:resolved level:ERROR  browser:"Firefox 130" !release:app@1.0 lost socket')).toEqual({
      status: 'resolved',
      terms: [
        { field: 'level', value: 'error', negated: false },
        { field: 'tag', value: 'browser=Firefox 130', negated: false },
        { field: 'release', value: 'app@1.0', negated: true },
        { field: 'text', value: 'lost', negated: false },
        { field: 'text', value: 'socket', negated: false },
      ],
    })
  })

  it.each([
    ['"two words"', 'text', 'two words'],
    ['message:boom', 'text', 'boom'],
    ['TypeError:', 'text', 'TypeError:'],
    ['https://a.example/x', 'text', 'https://a.example/x'],
    ['user:42', 'user', '42'],
    ['user.email:a@b.example', 'user', 'email:a@b.example'],
    ['user.name:zoe', 'tag', 'user.name=zoe'],
    ['has:device', 'has', 'device'],
    ['platform:Node', 'platform', 'node'],
    ['environment:Prod', 'environment', 'Prod'],
    ['A1B2C3D4E5F6A1B2C3D4E5F6A1B2C3D4', 'event', 'a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4'],
    ['id:a1b2c3d4-e5f6-a1b2-c3d4-e5f6a1b2c3d4', 'event', 'a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4'],
  ])('reads %s', (text, field, value) => {
    expect(one(text)).toEqual({ field, value, negated: false })
  })

  it('says nothing about the status unless it is asked to', () => {
    expect(parsed('').status).toBeNull()
    expect(parsed('is:all').status).toBe('all')
  })

  it('refuses what it cannot mean', () => {
    expect(refused('is:open')).toBe('unknown_status')
    expect(refused('level:""')).toBe('empty_value')
    expect(refused('a '.repeat(16))).toBe('too_many_terms')
  })

  it('never throws, and keeps every bare word', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(() => parseIssueSearch(text)).not.toThrow()
      }),
    )
    const word = fc.stringMatching(/^[a-z]{1,12}$/)
    fc.assert(
      fc.property(fc.array(word, { maxLength: 15 }), (words) => {
        expect(parsed(words.join(' ')).terms.map(({ value }) => value)).toEqual(words)
      }),
    )
  })
})
