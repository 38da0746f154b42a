import { describe, expect, it } from 'vitest'
import { type NormalizeContext, normalize } from '../../../../../domain/errors/normalize.ts'

const RECEIVED = Date.UTC(2026, 10, 21, 10, 0, 0)
const context: NormalizeContext = { eventId: 'a'.repeat(32), receivedAt: RECEIVED }

const read = (raw: unknown) => normalize(raw, context)

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
        unknown: 1,
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
