import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LoggedEvent } from '../../../../contract/domain-events.ts'
import { globMatches, type LogFilter, matches } from '../../../../domain/events/log-filter.ts'

const event: LoggedEvent = {
  position: 1,
  id: 'e1',
  organisationId: 'o1',
  type: 'order.paid',
  aggregate: 'order',
  partitionKey: 'k',
  sequence: 1,
  source: null,
  subject: 's',
  actor: 'a',
  time: 1000,
  loggedAt: 1000,
  correlationId: 'c',
  causationId: null,
  traceparent: null,
  extensions: '{"tenant":"north"}',
  data: '{"email":"ada@example.com"}',
}
const NOTHING: LogFilter = {
  types: null,
  sources: null,
  subject: null,
  actor: null,
  aggregate: null,
  correlation: null,
  from: null,
  to: null,
  text: null,
}
const finds = (filter: Partial<LogFilter>, visible: unknown = {}) => matches(event, { ...NOTHING, ...filter }, visible)

describe('globs', () => {
  it.each([
    ['order.*', 'order.paid', true],
    ['*.paid', 'order.paid', true],
    ['o*r.p*d', 'order.paid', true],
    ['*', '', true],
    ['a*a', 'a', false],
    ['a*ba', 'aba', true],
    ['*ab*ab', 'ab', false],
    ['order', 'order.paid', false],
    ['order.?aid', 'order.paid', false],
    ['', '', true],
    ['', 'x', false],
  ])('%s on %s: %s', (glob, text, is) => expect(globMatches(glob, text)).toBe(is))

  it('match as a regular expression would, whatever signs they hold', () => {
    const sign = fc.constantFrom('a', 'b', '*', '.', '?', '[', '\\', '%', '_')
    const word = fc.array(sign, { maxLength: 8 }).map((signs) => signs.join(''))
    fc.assert(
      fc.property(word, word, (glob, text) => {
        const parts = glob.split('*').map((part) => part.replaceAll(/[.?[\\]/g, '\\$&'))
        expect(globMatches(glob, text)).toBe(new RegExp(`^${parts.join('.*')}$`, 's').test(text))
      }),
    )
  })

  it('stay quick on what makes expressions slow', () => {
    expect(globMatches('*a'.repeat(1000), `${'a'.repeat(100_000)}b`)).toBe(false)
  })
})

describe('a filter', () => {
  it('finds everything where nothing is asked for, and nothing where one thing does not hold', () => {
    expect(finds({})).toBe(true)
    const right = {
      types: ['x', 'order.*'],
      subject: 's',
      actor: 'a',
      aggregate: 'order',
      correlation: 'c',
      from: 1000,
      to: 1001,
    }
    expect(finds(right)).toBe(true)
    for (const wrong of [
      { types: ['x'] },
      { sources: ['/shop'] },
      { subject: 'x' },
      { actor: 'x' },
      { aggregate: 'x' },
      { correlation: 'x' },
      { from: 1001 },
      { to: 1000 },
      { text: 'x' },
    ])
      expect(finds({ ...right, ...wrong }), JSON.stringify(wrong)).toBe(false)
  })

  it('knows our own source by its name', () => {
    expect(finds({ sources: ['/organizations/o1'] })).toBe(true)
    expect(finds({ sources: ['/organizations/o2'] })).toBe(false)
  })

  it('looks for text in attributes, and in data as far as it is visible', () => {
    expect(finds({ text: 'ORDER.P' })).toBe(true)
    expect(finds({ text: 'north' })).toBe(true)
    expect(finds({ text: 'ada@' }, { email: '[personal]' })).toBe(false)
    expect(finds({ text: 'ada@' }, { email: 'ada@example.com' })).toBe(true)
    expect(finds({ text: 'say "x"' }, { note: 'say "x"' })).toBe(true)
    expect(finds({ text: '"note":"s' }, { note: 'say "x"' })).toBe(true)
  })
})
