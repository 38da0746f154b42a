import { describe, expect, it } from 'vitest'
import type { NormalizedEvent } from '../../../../../contract/occurrences.ts'
import { groupV1 } from '../../../../../domain/errors/grouping/v1.ts'
import { event, failure, grouped, hashesOf, joins, md5 } from './event.ts'
import { tomcat } from './traces.ts'

const frame = (name: string, in_app = true) => ({ filename: `src/${name}.py`, function: name, lineno: 3, in_app })

describe('hashes that Sentry gives too', () => {
  const twice = ['foo', 'foo'].map((folder, index) => ({
    type: 'ValueError',
    value: 'hello world',
    stacktrace: { frames: [{ filename: `${folder}/baz.py`, lineno: 1, in_app: index === 0 }] },
  }))

  it('are of the in-app frames and of all frames of a Python chain', () => {
    const { hashes, variants } = groupV1(event({ exception: { values: twice } }), md5)
    expect(hashes[0]).toBe('beb01c07d991f36b9da1e90fc7169ad8')
    expect(hashes[0]).toBe(md5('ValueErrorbaz.pyValueErrorhello world'))
    expect(hashes[1]).toMatch(/^8c527d09/)
    expect(variants.map((variant) => variant.name)).toEqual(['app', 'system'])
  })

  it('are of type and parameterized value where there is no stack trace', () => {
    const value =
      'Tue Jan 06 03:04:05 2026: jane@shop.example.com logged in (error 7) time spent 0.25 --- correlation id ' +
      '00000000-1111-4222-8333-444444444444, checksum 0000000000000000000000000000000000000001 ' +
      '(md5 00000000000000000000000000000001); payload timestamp 2026-01-06T03:04:05Z ' +
      '(submitted from 192.0.2.1 via 2001:db8:0:0:0:0:0:1 via ::2) at offset 0x1'
    expect(hashesOf(failure('javascript', { type: 'Error', value }))).toEqual(['b8e2a347e75266ca7bb565e2b3c0722e'])
  })
})

describe('a Java stack trace', () => {
  it('has the system hash that Sentry gives: 49 of its 55 frames are neither thread base, reflection nor the SDK', () => {
    const { hashes } = grouped(failure('java', { type: 'ArithmeticException', value: '/ by zero' }, tomcat()))
    expect(tomcat()).toHaveLength(55)
    expect(hashes).toHaveLength(1)
    expect(hashes[0]).toMatch(/^6c278317/)
  })
})

describe('which part of the event decides', () => {
  const exception = { values: [{ type: 'E', stacktrace: { frames: [frame('main')] } }] }
  const threads = { values: [{ id: 1, crashed: true, stacktrace: { frames: [frame('thread')] } }] }
  const stacktrace = { frames: [frame('bare')] }
  const template = { filename: 'index.html', context_line: '{{ x }}' }
  const csp = { effective_directive: 'img-src', blocked_uri: 'https://evil.example/x.png' }
  const logentry = { message: 'hello' }

  const ORDER: [what: string, fields: Partial<NormalizedEvent>, hashed: string][] = [
    ['the exception', { exception, threads, stacktrace, template, csp, logentry }, 'Emain.pymain'],
    ['the thread', { threads, stacktrace, template, csp, logentry }, 'thread.pythread'],
    ['the stack trace', { stacktrace, template, csp, logentry }, 'bare.pybare'],
    ['the template', { template, csp, logentry }, 'index.html{{ x }}'],
    ['the policy report', { csp, logentry }, 'img-srcevil.example'],
    ['the message', { logentry }, 'hello'],
    ['nothing', {}, ''],
  ]
  it.each(ORDER)('%s', (_what, fields, hashed) => {
    expect(hashesOf(event(fields))).toEqual([md5(hashed)])
  })

  it('is the next one where an exception says nothing', () => {
    expect(hashesOf(event({ exception: { values: [{ mechanism: { type: 'x' } }] }, logentry }))).toEqual([md5('hello')])
  })

  it('is the stack trace of a captured message that came as an exception without type', () => {
    const captured = (value: string) =>
      event({ platform: 'node', logentry, exception: { values: [{ value, stacktrace: { frames: [frame('say')] } }] } })
    expect(joins(captured('hello 1'), captured('hello 2'))).toBe(true)
    expect(hashesOf(captured('hello'))).toEqual([md5('say.pysay')])
  })

  it('prefers the template of a message to the finished text', () => {
    expect(hashesOf(event({ logentry: { message: 'Hi %s', formatted: 'Hi Bob' } }))).toEqual([md5('Hi %s')])
  })
})

describe('threads', () => {
  const thread = (name: string, flags: object) => ({ id: name, ...flags, stacktrace: { frames: [frame(name)] } })
  const CASES: [what: string, threads: object[], hashed: string][] = [
    [
      'the one that crashed',
      [thread('a', {}), thread('b', { crashed: true }), thread('c', { current: true })],
      'b.pyb',
    ],
    ['else the current one', [thread('a', {}), thread('c', { current: true })], 'c.pyc'],
    ['else the only one', [thread('a', {})], 'a.pya'],
    [
      'none of two that crashed, but the current one',
      [thread('a', { crashed: true }), thread('b', { crashed: true }), thread('c', { current: true })],
      'c.pyc',
    ],
    ['no one of many', [thread('a', {}), thread('b', {})], 'said'],
    ['none without a stack trace', [{ id: 1, crashed: true }], 'said'],
  ]
  it.each(CASES)('%s', (_what, values, hashed) => {
    expect(hashesOf(event({ threads: { values }, logentry: { message: 'said' } }))).toEqual([md5(hashed)])
  })
})

describe('messages', () => {
  it.each([
    ['one\ntwo', 'one\ntwo'],
    ['one\ntwo\nthree', 'one\ntwo...'],
    ['\n\none\r\n\r\ntwo\r\nthree', 'one\ntwo...'],
    ['user 42 gone', 'user <int> gone'],
  ])('%j is hashed as %j', (message, hashed) => {
    expect(hashesOf(event({ logentry: { message } }))).toEqual([md5(hashed)])
  })
})

describe('variants', () => {
  it('drop the app variant where no frame is in-app', () => {
    const { hashes, variants } = grouped(failure('python', { type: 'E', value: 'v' }, [frame('lib', false)]))
    expect(hashes).toEqual([md5('Elib.pylib')])
    expect(variants[0]).toMatchObject({ name: 'app', contributes: false })
    expect(variants[0]?.hint).toContain('no contributing stack trace')
  })

  it('drop the system variant where it is the same', () => {
    const { hashes, variants } = grouped(failure('python', { type: 'E' }, [frame('a')]))
    expect(hashes).toHaveLength(1)
    expect(variants[1]).toMatchObject({ name: 'system', contributes: false })
  })

  it('keep both otherwise, in-app frames first', () => {
    const { hashes } = grouped(failure('python', { type: 'E' }, [frame('lib', false), frame('a')]))
    expect(hashes).toEqual([md5('Ea.pya'), md5('Elib.pyliba.pya')])
  })

  it('tell which value was hashed and why another was not', () => {
    const { variants } = grouped(failure('python', { type: 'E', value: 'boom' }, [{ ...frame('a'), module: 'shop.a' }]))
    expect(variants[0]?.component).toEqual({
      id: 'exception',
      contributes: true,
      values: [
        { id: 'type', contributes: true, values: ['E'] },
        { id: 'value', contributes: false, hint: 'ignored because the stack trace says more', values: ['boom'] },
        {
          id: 'stacktrace',
          contributes: true,
          values: [
            {
              id: 'frame',
              contributes: true,
              values: [
                { id: 'module', contributes: true, values: ['shop.a'] },
                { id: 'filename', contributes: false, hint: 'ignored because the module says more', values: ['a.py'] },
                { id: 'function', contributes: true, values: ['a'] },
              ],
            },
          ],
        },
      ],
    })
  })
})

describe('feedback', () => {
  it('is always an issue of its own', () => {
    const said = (event_id: string) => event({ type: 'feedback', event_id, logentry: { message: 'it is broken' } })
    expect(joins(said('a'.repeat(32)), said('b'.repeat(32)))).toBe(false)
    expect(hashesOf(said('a'.repeat(32)))).toEqual([md5(`feedback${'a'.repeat(32)}`)])
  })
})

describe('policy reports', () => {
  const csp = (report: Record<string, string>) => event({ type: 'csp', platform: 'javascript', csp: report })
  const CASES: [what: string, report: Record<string, string>, hashed: string][] = [
    ['host', { effective_directive: 'img-src', blocked_uri: 'https://Evil.example/a.png' }, 'img-srcevil.example'],
    [
      'own host',
      { effective_directive: 'img-src', blocked_uri: 'https://me.example/a', document_uri: 'https://me.example/b' },
      'img-srcself',
    ],
    ['scheme', { effective_directive: 'img-src', blocked_uri: 'data:text/plain,x' }, 'img-srcdata:'],
    [
      'inline script',
      { effective_directive: 'script-src-elem', blocked_uri: 'inline' },
      "script-src-elem'unsafe-inline'",
    ],
    ['eval', { violated_directive: "script-src 'unsafe-eval'", blocked_uri: 'self' }, "script-src'unsafe-eval'"],
  ]
  it.each(CASES)('%s', (_what, report, hashed) => {
    expect(hashesOf(csp(report))).toEqual([md5(hashed)])
  })
})
