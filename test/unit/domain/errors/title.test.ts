import { describe, expect, it } from 'vitest'
import { normalize } from '../../../../domain/errors/normalize.ts'
import { titleOf } from '../../../../domain/errors/title.ts'

const title = (raw: unknown, kind: 'event' | 'feedback' = 'event') =>
  titleOf(normalize(raw, { eventId: 'a'.repeat(32), receivedAt: 0, kind }))

describe('title', () => {
  it('is type and first line of the last exception', () => {
    const values = [
      { type: 'KeyError', value: "'a'" },
      { type: 'ValueError', value: '\n  bad input \nmore' },
    ]
    expect(title({ message: 'm', exception: { values } })).toMatchObject({
      title: 'ValueError: bad input',
      type: 'ValueError',
      value: 'bad input',
    })
  })

  it('is the type alone, or the value alone', () => {
    expect(title({ exception: [{ type: 'E' }] }).title).toBe('E')
    expect(title({ exception: [{ value: 'just text' }] })).toMatchObject({ title: 'just text', type: '' })
  })

  it('is the message when the exception has no type, as JS 11 sends captured messages', () => {
    const raw = { message: 'Hello', exception: { values: [{ value: 'Hello', stacktrace: { frames: [{}] } }] } }
    expect(title(raw)).toMatchObject({ title: 'Hello', type: '', value: 'Hello' })
  })

  it('is the finished message, first line that is not blank', () => {
    expect(title({ logentry: { message: 'Hi %s', params: ['Bob'] } }).title).toBe('Hi Bob')
    expect(title({ message: '\n\nfirst\nsecond' }).title).toBe('first')
  })

  it('is cut at 256 characters, never inside a character', () => {
    const cut = title({ exception: [{ type: 'E', value: '😀'.repeat(200) }] }).title
    expect(cut.length).toBeLessThanOrEqual(256)
    expect(cut.isWellFormed()).toBe(true)
  })

  it('says what a policy blocked', () => {
    const csp = { effective_directive: 'script-src-elem', blocked_uri: 'https://evil.test/x.js' }
    expect(title({ csp }).title).toBe("Blocked 'script-src-elem' from 'evil.test'")
    expect(title({ csp: { violated_directive: 'style-src self', blocked_uri: 'inline' } }).title).toBe(
      "Blocked inline 'style-src'",
    )
  })

  it('says what a person wrote', () => {
    expect(title({ contexts: { feedback: { message: 'It broke\nbadly' } } }, 'feedback').title).toBe(
      'User feedback: It broke',
    )
  })

  it('is the function that crashed, or nothing known', () => {
    expect(title({ stacktrace: [{ function: 'main' }] }).title).toBe('main')
    expect(title({}).title).toBe('<unlabeled event>')
  })

  it('looks through the wrappers of React and RxJava', () => {
    const react = [
      { type: 'TypeError', value: 'x is undefined', mechanism: { source: 'cause' } },
      { type: 'Error', value: 'There was an error while hydrating but React was able to recover by rendering again.' },
    ]
    expect(title({ exception: react }).title).toBe('TypeError: x is undefined')
    const rx = [
      { type: 'IOException', value: 'gone', mechanism: { exception_id: 1, parent_id: 0 } },
      { type: 'CompositeException', module: 'io.reactivex.exceptions', mechanism: { exception_id: 0 } },
    ]
    expect(title({ exception: rx }).title).toBe('IOException: gone')
  })

  it('is that of the group where its members differ, and of a member where all are alike', () => {
    const member = (value: string, id: number) => ({
      type: 'ValueError',
      value,
      mechanism: { exception_id: id, parent_id: 0 },
    })
    const group = {
      type: 'ExceptionGroup',
      value: 'two failed',
      mechanism: { exception_id: 0, is_exception_group: true },
    }
    expect(title({ exception: [member('b', 2), member('a', 1), group] }).title).toBe('ExceptionGroup: two failed')
    expect(title({ exception: [member('a', 2), member('a', 1), group] }).title).toBe('ValueError: a')
  })
})

describe('culprit', () => {
  const frames = [
    { module: 'app.main', function: 'main', filename: 'main.py', in_app: true },
    { filename: 'app/views.py', function: 'home', in_app: true },
    { module: 'lib.http', function: 'get', in_app: false },
  ]
  const exception = [{ type: 'E', stacktrace: { frames } }]

  it('is the transaction where there is one', () => {
    expect(title({ transaction: '/home', exception }).culprit).toBe('/home')
  })

  it('is the last frame of the app', () => {
    expect(title({ platform: 'python', exception }).culprit).toBe('app/views.py in home')
  })

  it('puts the function first in JavaScript and alone in native code', () => {
    expect(title({ platform: 'javascript', exception }).culprit).toBe('home(app/views.py)')
    expect(title({ platform: 'native', exception }).culprit).toBe('home')
  })

  it('is the last frame at all, the URL, or nothing', () => {
    expect(title({ stacktrace: [{ module: 'm', function: 'f' }] }).culprit).toBe('m in f')
    expect(title({ request: { url: 'https://x.test/' } }).culprit).toBe('https://x.test/')
    expect(title({}).culprit).toBe('')
  })
})
