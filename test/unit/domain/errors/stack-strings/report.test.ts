import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalize } from '../../../../../domain/errors/normalize.ts'
import { occurrenceFromReport } from '../../../../../domain/errors/stack-strings.ts'
import { titleOf } from '../../../../../domain/errors/title.ts'

describe('a plain report', () => {
  const read = (report: unknown) =>
    normalize(occurrenceFromReport(report), { eventId: 'a'.repeat(32), receivedAt: Date.UTC(2026, 10, 21) })

  it('becomes an event with exception, level and tags', () => {
    const event = read({
      message: 'Payment failed',
      stackTrace: 'java.lang.NullPointerException: x is null\n\tat com.acme.Pay.run(Pay.java:7)',
      level: 'ERROR',
      timestamp: '2026-11-20T10:00:00Z',
      tags: { environment: 'production', service: 'pay' },
    })
    expect(event).toMatchObject({
      type: 'error',
      platform: 'java',
      level: 'error',
      timestamp: '2026-11-20T10:00:00.000Z',
      environment: 'production',
      tags: { service: 'pay' },
      logentry: { formatted: 'Payment failed' },
      exception: { values: [{ type: 'NullPointerException', value: 'x is null' }] },
    })
    expect(titleOf(event).title).toBe('NullPointerException: x is null')
    expect(event.extra).toBeUndefined()
  })

  it('keeps a stack nobody can read, and members nobody knows', () => {
    expect(read({ message: 'm', stackTrace: 'somewhere', extra: { a: 1 }, region: 'eu' })).toMatchObject({
      type: 'default',
      extra: { a: 1, region: 'eu', stack: 'somewhere' },
    })
  })

  it('gives a trace without header the type and message of the report', () => {
    expect(read({ message: 'm', type: 'MyError', stack: 'f@https://x.test/a.js:1:2' }).exception?.values).toMatchObject(
      [{ type: 'MyError', value: 'm', stacktrace: { frames: [{ function: 'f' }] } }],
    )
    expect(read({ message: 'm', type: 'MyError' }).exception?.values).toEqual([{ type: 'MyError', value: 'm' }])
  })

  it('reads a stack from lines and from elements of Java', () => {
    const lines = ['Error: no', '    at f (/a.js:1:2)']
    expect(read({ stack: lines }).exception?.values).toMatchObject([{ type: 'Error', value: 'no' }])
    const elements = [{ declaringClass: 'com.acme.Pay', methodName: 'run', fileName: 'Pay.java', lineNumber: 7 }]
    expect(read({ message: 'm', stackTrace: elements }).exception?.values[0]?.stacktrace?.frames).toEqual([
      { module: 'com.acme.Pay', function: 'run', filename: 'Pay.java', lineno: 7 },
    ])
  })

  it('carries user, url, service and server', () => {
    expect(read({ message: 'm', user: 7, url: 'https://x.test/p?q=1', service: 's', serverName: 'h' })).toMatchObject({
      user: { id: '7' },
      request: { url: 'https://x.test/p', query_string: [['q', '1']] },
      tags: { service: 's' },
      server_name: 'h',
    })
  })

  it('does not keep the key it came with', () => {
    expect(JSON.stringify(occurrenceFromReport({ message: 'm', dsn: 'https://k@h/1', project: 1 }))).toBe(
      '{"message":"m"}',
    )
  })

  it('never throws, and answers what can be written, for any JSON', () => {
    const names = fc.constantFrom(
      'message',
      'stackTrace',
      'stack',
      'level',
      'tags',
      'user',
      'extra',
      'type',
      'url',
      'x',
      'exception',
    )
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(names, fc.jsonValue()), fc.jsonValue()), (report) => {
        const event = occurrenceFromReport(report)
        expect(typeof JSON.stringify(event)).toBe('string')
        expect(read(report).event_id).toBe('a'.repeat(32))
      }),
      { numRuns: 500 },
    )
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)
    for (const name of ['message', 'stackTrace', 'user', 'tags', 'extra', 'unknown', 'type', 'error', 'exception']) {
      expect(JSON.stringify(occurrenceFromReport({ [name]: deep })).length).toBeLessThan(1000)
    }
  })
})
