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

describe('tags and fingerprint', () => {
  it.each([
    ['object', { a: 'x', b: 2, c: true, d: null, e: '' }],
    ['pairs', [['a', 'x'], ['b', 2], ['c', true], ['d', null], null]],
    [
      'keyed objects',
      [
        { key: 'a', value: 'x' },
        { key: 'b', value: 2 },
        { key: 'c', value: true },
      ],
    ],
  ])('reads tags from %s', (_name, tags) => {
    expect(read({ tags }).tags).toEqual({ a: 'x', b: '2', c: 'true' })
  })

  it('caps tags with a note', () => {
    const tags = Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`k${index}`, 'v']))
    const event = read({ tags })
    expect(Object.keys(event.tags)).toHaveLength(50)
    expect(event.errors).toEqual([{ type: 'too_many', name: 'tags', value: 50 }])
  })

  it('cuts long values and drops long keys with notes', () => {
    const event = read({ tags: { a: 'x'.repeat(500), ['k'.repeat(500)]: 'v' } })
    expect(event.tags.a).toHaveLength(200)
    expect(Object.keys(event.tags)).toEqual(['a'])
    expect(event.errors?.map(({ type }) => type)).toEqual(['value_too_long', 'value_too_long'])
  })

  it('turns members of a fingerprint into text and leaves null out', () => {
    expect(read({ fingerprint: ['{{ default }}', 7, null, ['a'], true] }).fingerprint).toEqual([
      '{{ default }}',
      '7',
      '["a"]',
      'true',
    ])
    expect(read({ fingerprint: 'one' }).fingerprint).toEqual(['one'])
    expect(names({ fingerprint: {} })).toEqual(['invalid_data fingerprint'])
  })
})

describe('user', () => {
  it('turns a number into an id and keeps added fields under data', () => {
    expect(read({ user: { id: 7, email: 'a@b.c', plan: 'gold', data: { x: 1 } } }).user).toEqual({
      id: '7',
      email: 'a@b.c',
      data: { plan: 'gold', x: 1 },
    })
  })

  it('fills in {{auto}} from the sender, and nothing where the sender is unknown', () => {
    const raw = { user: { ip_address: '{{auto}}' } }
    expect(read(raw, { remoteAddress: '203.0.113.9' }).user).toEqual({ ip_address: '203.0.113.9' })
    expect(read(raw).user).toBeUndefined()
  })

  it('infers the address only if the SDK asks for it', () => {
    const remoteAddress = '2001:db8::1'
    expect(read({ sdk: { settings: { infer_ip: 'auto' } } }, { remoteAddress }).user).toEqual({
      ip_address: remoteAddress,
    })
    expect(read({ sdk: { settings: { infer_ip: 'never' } } }, { remoteAddress }).user).toBeUndefined()
    expect(read({ request: { env: { REMOTE_ADDR: '198.51.100.4' } } }).user).toEqual({ ip_address: '198.51.100.4' })
  })

  it('drops what is no address without repeating it', () => {
    expect(read({ user: { ip_address: 'my secret', id: 1 } })).toMatchObject({
      user: { id: '1' },
      errors: [{ type: 'invalid_data', name: 'user.ip_address' }],
    })
  })
})

describe('exceptions and traces', () => {
  const value = { type: 'E', value: 'v' }

  it.each([
    ['values', { exception: { values: [null, value] } }],
    ['a list', { exception: [value] }],
    ['one object', { exception: value }],
    ['the interface', { 'sentry.interfaces.Exception': { values: [value] } }],
  ])('reads exceptions as %s', (_name, raw) => {
    expect(read(raw)).toMatchObject({ type: 'error', exception: { values: [value] } })
  })

  it.each([[null], [[]], [{}], [{ values: null }], [{ values: [] }], [{ values: [null] }]])(
    'knows no exception in %j',
    (exception) => {
      expect(read({ exception })).toMatchObject({ type: 'default' })
      expect(read({ exception }).errors).toBeUndefined()
    },
  )

  it('writes an object as the text of a value', () => {
    expect(read({ exception: [{ type: 'E', value: { code: 5 } }] }).exception?.values[0]?.value).toBe('{"code":5}')
  })

  it('reads frames with what is wrong in them left out', () => {
    const frames = [
      null,
      {
        filename: 'a.py',
        lineno: '7',
        colno: -1,
        context_line: 7,
        pre_context: ['x', null, 5],
        vars: ['self', 1],
        in_app: 'true',
        instruction_addr: 255,
        unknown: 1,
        function: '',
      },
    ]
    const event = read({ exception: [{ type: 'E', stacktrace: { frames } }] })
    expect(event.exception?.values[0]?.stacktrace?.frames).toEqual([
      {
        filename: 'a.py',
        lineno: 7,
        pre_context: ['x', '', ''],
        vars: { 0: 'self', 1: 1 },
        in_app: true,
        instruction_addr: '0xff',
      },
    ])
    expect(event.errors).toEqual([
      { type: 'invalid_data', name: 'exception.values.0.stacktrace.frames.0.colno', value: -1 },
      { type: 'invalid_data', name: 'exception.values.0.stacktrace.frames.0.context_line', value: 7 },
      { type: 'invalid_data', name: 'exception.values.0.stacktrace.frames.0.pre_context.2', value: 5 },
    ])
  })

  it('keeps both ends of a very long trace', () => {
    const frames = Array.from({ length: 1000 }, (_, index) => ({ lineno: index }))
    const kept = read({ exception: [{ type: 'E', stacktrace: { frames } }] }).exception?.values[0]?.stacktrace
    expect(kept?.frames).toHaveLength(250)
    expect(kept?.frames_omitted).toEqual([125, 875])
    expect([kept?.frames[124]?.lineno, kept?.frames[125]?.lineno]).toEqual([124, 875])
  })

  it('keeps the newest exceptions of a very long chain', () => {
    const chain = Array.from({ length: 80 }, (_, index) => ({ type: `E${index}` }))
    const kept = read({ exception: { values: chain } }).exception?.values
    expect([kept?.length, kept?.[0]?.type, kept?.at(-1)?.type]).toEqual([50, 'E30', 'E79'])
  })

  it('keeps the crashed thread of very many', () => {
    const threads = Array.from({ length: 400 }, (_, id) => ({ id, crashed: id === 399 }))
    const kept = read({ threads: { values: threads } }).threads?.values
    expect([kept?.length, kept?.at(-1)?.id]).toEqual([256, 399])
  })

  it('puts a trace beside one exception into it', () => {
    const event = read({ exception: value, stacktrace: [{ filename: 'a' }] })
    expect(event.exception?.values).toEqual([{ ...value, stacktrace: { frames: [{ filename: 'a' }] } }])
    expect(event.stacktrace).toBeUndefined()
  })

  it('reads the name alone as a mechanism', () => {
    expect(read({ exception: { ...value, mechanism: 'generic' } }).exception?.values[0]?.mechanism).toEqual({
      type: 'generic',
    })
  })
})

describe('breadcrumbs', () => {
  it('keeps the latest hundred', () => {
    const crumbs = Array.from({ length: 300 }, (_, index) => ({ message: `m${index}`, timestamp: 1795255200 + index }))
    const kept = read({ breadcrumbs: crumbs }).breadcrumbs?.values
    expect([kept?.length, kept?.[0]?.message, kept?.at(-1)?.message]).toEqual([100, 'm200', 'm299'])
  })

  it('reads times, levels and data of any kind', () => {
    const values = [{ timestamp: '2026-11-21T09:00:00.123456Z', level: 'Warning', data: 'text', message: { a: 1 } }, 5]
    expect(read({ breadcrumbs: { values } })).toMatchObject({
      breadcrumbs: {
        values: [
          { timestamp: '2026-11-21T09:00:00.123Z', level: 'warning', data: { value: 'text' }, message: '{"a":1}' },
        ],
      },
      errors: [{ type: 'invalid_data', name: 'breadcrumbs.values.1', value: 5 }],
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
