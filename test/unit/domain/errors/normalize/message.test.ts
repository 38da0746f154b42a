import { describe, expect, it } from 'vitest'
import { type NormalizeContext, normalize } from '../../../../../domain/errors/normalize.ts'

const RECEIVED = Date.UTC(2026, 10, 21, 10, 0, 0)
const context: NormalizeContext = { eventId: 'a'.repeat(32), receivedAt: RECEIVED }

const read = (raw: unknown) => normalize(raw, context)

describe('message', () => {
  it.each([
    ['text', { message: 'Boom' }, { formatted: 'Boom' }],
    ['object of Java, native and Elixir', { message: { formatted: 'Boom' } }, { formatted: 'Boom' }],
    ['list', { message: ['a', 1] }, { formatted: '["a",1]' }],
    ['number', { message: 42 }, { formatted: '42' }],
    ['empty text beside logentry', { message: '', logentry: { message: 'x' } }, { formatted: 'x' }],
    [
      'interface of raven',
      { 'sentry.interfaces.Message': { message: 'Hi %s', params: ['Bob'] } },
      { message: 'Hi %s', params: ['Bob'], formatted: 'Hi Bob' },
    ],
    [
      'named parameters',
      { logentry: { message: 'Hi %(who)s, {who}', params: { who: 'Bob' } } },
      { message: 'Hi %(who)s, {who}', params: { who: 'Bob' }, formatted: 'Hi Bob, Bob' },
    ],
    [
      'finished text given',
      { logentry: { message: 'Hi %s', formatted: 'Hi Eve', params: ['Eve'] } },
      { message: 'Hi %s', params: ['Eve'], formatted: 'Hi Eve' },
    ],
  ])('reads a message as %s', (_name, raw, expected) => {
    expect(read(raw).logentry).toEqual(expected)
  })

  it('knows no message in an empty one', () => {
    expect(read({ message: '' }).logentry).toBeUndefined()
    expect(read({ message: null }).errors).toBeUndefined()
  })
})
