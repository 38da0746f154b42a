import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type NormalizeContext, normalize } from '../../../../domain/errors/normalize.ts'

const RECEIVED = Date.UTC(2026, 10, 21, 10, 0, 0)
const context: NormalizeContext = { eventId: 'a'.repeat(32), receivedAt: RECEIVED }

const read = (raw: unknown, more: Partial<NormalizeContext> = {}) => normalize(raw, { ...context, ...more })
const names = (raw: unknown) => (read(raw).errors ?? []).map(({ type, name }) => `${type} ${name}`)

describe('what every event has', () => {
  it('fills in what an empty event does not say', () => {
    expect(read({})).toEqual({
      event_id: 'a'.repeat(32),
      type: 'default',
      timestamp: '2026-11-21T10:00:00.000Z',
      received: '2026-11-21T10:00:00.000Z',
      platform: 'other',
      level: 'error',
      tags: {},
    })
  })

  it.each([[[]], ['text'], [7], [null], [true]])('makes a minimal event with a note of %j', (raw) => {
    expect(read(raw)).toMatchObject({ type: 'default', errors: [{ type: 'invalid_data', name: 'event' }] })
  })

  it('takes the id of the envelope, whatever the body says', () => {
    expect(read({ event_id: '9'.repeat(32) }).event_id).toBe('a'.repeat(32))
  })
})

describe('level, platform, names', () => {
  it.each([
    ['warning', 'warning'],
    ['WARN', 'warning'],
    ['critical', 'fatal'],
    ['log', 'info'],
    ['trace', 'debug'],
    [50, 'fatal'],
    ['20', 'info'],
  ])('reads level %j as %s', (given, expected) => {
    expect(read({ level: given })).toMatchObject({ level: expected })
  })

  it.each([['loud'], [['error']], [7], [{}], ['constructor']])('reads level %j as error with a note', (given) => {
    expect(read({ level: given }).level).toBe('error')
    expect(names({ level: given })).toEqual(['invalid_data level'])
  })

  it('keeps any platform in lower case, and other for what is none', () => {
    expect(read({ platform: 'Crystal' }).platform).toBe('crystal')
    expect(read({ platform: 9 }).platform).toBe('other')
  })

  it('reads a number as release and puts names on one line', () => {
    expect(read({ release: 1.5, environment: 'pro\nd', dist: 7 })).toMatchObject({
      release: '1.5',
      environment: 'pro d',
      dist: '7',
    })
  })

  it('takes the transaction from culprit where there is none', () => {
    expect(read({ culprit: 'app.views in home' })).toMatchObject({
      culprit: 'app.views in home',
      transaction: 'app.views in home',
    })
  })

  it('takes the environment from its tag', () => {
    expect(read({ tags: { environment: 'staging', a: '1' } })).toMatchObject({
      environment: 'staging',
      tags: { a: '1' },
    })
  })
})

describe('contexts, data and packages', () => {
  it('leaves null contexts out and keeps the rest', () => {
    expect(read({ contexts: { os: null, runtime: { name: 'node' }, bad: 'x' } })).toMatchObject({
      contexts: { runtime: { name: 'node' } },
      errors: [{ type: 'invalid_data', name: 'contexts.bad' }],
    })
  })

  it('closes deep data, cuts long text, and says so', () => {
    let deep: unknown = 1
    for (let level = 0; level < 50_000; level++) deep = { x: [deep] }
    const event = read({ extra: { deep, long: 'x'.repeat(10_000) } })
    expect(JSON.stringify(event.extra).length).toBeLessThan(9000)
    expect(event.errors?.map(({ type }) => type)).toEqual(['too_deep', 'value_too_long'])
  })

  it('reads SDK packages by name, and the SDK from the credentials', () => {
    expect(read({ sdk: { name: 'x', packages: { a: '1' } } }).sdk).toEqual({
      name: 'x',
      packages: [{ name: 'a', version: '1' }],
    })
    expect(read({ sdk: null }, { client: 'sentry.go/0.50.0' }).sdk).toEqual({ name: 'sentry.go', version: '0.50.0' })
    expect(read({}, { client: 'sentry-cli' }).sdk).toEqual({ name: 'sentry-cli' })
  })

  it('reads versions of modules as text', () => {
    expect(read({ modules: { a: 1, b: '2', c: null } }).modules).toEqual({ a: '1', b: '2' })
    expect(read({ modules: [[], ['a', '1']] }).modules).toEqual({ a: '1' })
  })

  it('gives a CSP report the names of Relay', () => {
    expect(read({ csp: { 'blocked-uri': 'inline', effectiveDirective: 'script-src' } })).toMatchObject({
      type: 'csp',
      csp: { blocked_uri: 'inline', effective_directive: 'script-src' },
    })
  })

  it('strips NUL and replaces lone surrogates', () => {
    expect(read({ message: 'a\0b\ud800', extra: { k: '\udfff\0' } })).toMatchObject({
      logentry: { formatted: 'ab\ufffd' },
      extra: { k: '\ufffd' },
    })
  })
})

describe('feedback', () => {
  it('makes feedback of the older user report', () => {
    const report = { event_id: '1234'.repeat(8), name: 'Ann', email: 'ann@example.org', comments: 'It broke' }
    expect(read(report, { kind: 'user_report' })).toMatchObject({
      type: 'feedback',
      level: 'info',
      contexts: {
        feedback: {
          message: 'It broke',
          contact_email: 'ann@example.org',
          name: 'Ann',
          associated_event_id: '1234'.repeat(8),
        },
      },
      user: { email: 'ann@example.org', name: 'Ann' },
    })
  })

  it('keeps the feedback context of today', () => {
    const raw = { contexts: { feedback: { message: 'Hm' } }, level: 'error' }
    expect(read(raw, { kind: 'feedback' })).toMatchObject({ type: 'feedback', level: 'error', contexts: raw.contexts })
    expect(read(raw).type).toBe('default')
  })
})

describe('hostile and random input', () => {
  it('keeps keys that name prototypes from doing harm', () => {
    const keys = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"hasOwnProperty":1}'
    const raw = JSON.parse(
      `{"__proto__":{"level":"debug"},"extra":${keys},"tags":${keys},"contexts":{"a":${keys}},"user":${keys},"modules":${keys},"exception":[{"type":"E","stacktrace":{"frames":[{"vars":${keys}}]},"__proto__":{"value":"x"}}]}`,
    )
    const event = read(raw)
    expect(Object.hasOwn({}, 'polluted')).toBe(false)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(JSON.stringify(event)).not.toContain('__proto__')
    expect(event.level).toBe('error')
    expect(Object.getPrototypeOf(event.extra)).toBe(Object.prototype)
  })

  const written = (event: unknown) => JSON.stringify(event)

  it('never throws, and answers what can be written and read again, for any JSON', () => {
    const fields = fc.constantFrom(
      'exception',
      'threads',
      'stacktrace',
      'breadcrumbs',
      'tags',
      'extra',
      'user',
      'request',
      'contexts',
      'message',
      'logentry',
      'level',
      'timestamp',
      'platform',
      'fingerprint',
      'sdk',
      'debug_meta',
      'modules',
      'errors',
      'csp',
      'release',
      'template',
      '_meta',
      'transaction',
      'sentry.interfaces.Http',
    )
    const event = fc.dictionary(fields, fc.jsonValue({ maxDepth: 6 }))
    fc.assert(
      fc.property(fc.oneof(event, fc.jsonValue()), fc.constantFrom('event', 'feedback', 'user_report'), (raw, kind) => {
        const source = written(raw)
        const once = read(raw, { kind: kind as 'event' })
        expect(written(raw)).toBe(source)
        expect(written(JSON.parse(written(once)))).toBe(written(once))
        expect(typeof once.tags).toBe('object')
      }),
      { numRuns: 500 },
    )
  })

  it('keeps every other field when one field of a real event is of any wrong type', () => {
    const real = {
      timestamp: 1795255200.5,
      platform: 'python',
      message: 'm',
      tags: { a: 'b' },
      release: '1',
      user: { id: '1', email: 'e@x.y' },
      request: { url: 'http://x/', headers: { A: 'b' }, query_string: 'a=b', cookies: 'c=d', data: { z: 1 } },
      contexts: { os: { name: 'Linux' } },
      breadcrumbs: { values: [{ message: 'b', timestamp: 1795255200 }] },
      exception: { values: [{ type: 'E', value: 'v', stacktrace: { frames: [{ filename: 'f', lineno: 1 }] } }] },
      extra: { x: 1 },
      sdk: { name: 's', version: '1' },
      modules: { m: '1' },
      fingerprint: ['f'],
    }
    const complete = read(real)
    const wrong = fc.oneof(fc.jsonValue(), fc.constantFrom(null, [], {}, '', 0, -1, '\ud800', [null], { values: 7 }))
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(real)), wrong, (field, value) => {
        const event = read({ ...real, [field]: value })
        const kept = Object.keys(complete).filter((key) => !['logentry', 'type', 'errors', field].includes(key))
        expect(Object.keys(event)).toEqual(expect.arrayContaining(kept))
        expect(written(JSON.parse(written(event)))).toBe(written(event))
      }),
      { numRuns: 1000 },
    )
  })

  it('is settled: normalizing a canonical event again changes nothing', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('exception', 'tags', 'extra', 'user', 'contexts', 'breadcrumbs'), fc.jsonValue()),
        (raw) => {
          const { errors: _notes, ...once } = JSON.parse(written(read(raw)))
          const { errors: _again, ...twice } = read(once)
          expect(twice).toEqual(once)
        },
      ),
    )
  })
})
