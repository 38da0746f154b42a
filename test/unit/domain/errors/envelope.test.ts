import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../../contract/limits.ts'
import { cutEnvelope } from '../../../../domain/errors/envelope.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

const cut = (text: string) => {
  const bytes = bytesOf(text)
  const { header, items, fault } = cutEnvelope(bytes)
  const payloads = items.map(({ type, start, end }) => [type, new TextDecoder().decode(bytes.subarray(start, end))])
  return { header, payloads, fault }
}

describe('cutEnvelope', () => {
  it.each([
    ['no trailing newline', '{}\n{"type":"event","length":2}\n{}', [['event', '{}']]],
    ['a trailing newline', '{}\n{"type":"event","length":2}\n{}\n', [['event', '{}']]],
    [
      'no length',
      '{}\n{"type":"event"}\n{"a":1}\n{"type":"session"}\n{"b":2}',
      [
        ['event', '{"a":1}'],
        ['session', '{"b":2}'],
      ],
    ],
    ['a null length', '{}\n{"type":"event","length":null}\n{}', [['event', '{}']]],
    [
      'a newline inside a counted payload',
      '{}\n{"type":"attachment","length":3}\na\nb\n{"type":"event"}\n{}',
      [
        ['attachment', 'a\nb'],
        ['event', '{}'],
      ],
    ],
    [
      'a \\r inside a counted payload',
      '{}\n{"type":"attachment","length":3}\nab\r\n{"type":"event"}\n{}',
      [
        ['attachment', 'ab\r'],
        ['event', '{}'],
      ],
    ],
    [
      'CRLF after every line, and empty lines of both kinds',
      '{}\r\n\r\n{"type":"attachment","length":2}\r\nab\r\n\n\r\n{"type":"attachment","length":0}\r\n\r\n{"type":"event"}\r\n{}\r\n\r\n',
      [
        ['attachment', 'ab'],
        ['attachment', ''],
        ['event', '{}\r'],
      ],
    ],
    ['CRLF after header lines', '{}\r\n{"type":"event","length":2}\r\n{}', [['event', '{}']]],
    [
      'an empty counted item',
      '{}\n{"type":"attachment","length":0}\n\n{"type":"event"}\n{}',
      [
        ['attachment', ''],
        ['event', '{}'],
      ],
    ],
    ['an empty counted item at the end', '{}\n{"type":"attachment","length":0}\n', [['attachment', '']]],
    [
      'an empty counted item at the end, without a newline',
      '{}\n{"type":"attachment","length":0}',
      [['attachment', '']],
    ],
    ['an empty item without length, then the end', '{}\n{"type":"event"}\n', [['event', '']]],
    ['an item header, then the end', '{}\n{"type":"event"}', [['event', '']]],
    [
      'an empty item without length, then another',
      '{}\n{"type":"x"}\n\n{"type":"event"}\n{}',
      [
        ['x', ''],
        ['event', '{}'],
      ],
    ],
    [
      'unknown types',
      '{}\n{"type":"new_thing"}\nwhatever\n{"type":"event"}\n{}',
      [
        ['new_thing', 'whatever'],
        ['event', '{}'],
      ],
    ],
    ['blank lines at the end', '{}\n{"type":"event"}\n{}\n\n\n', [['event', '{}']]],
    ['a header alone', '{}', []],
    ['a header alone with a newline', '{}\n', []],
  ])('reads %s', (_name, text, payloads) => {
    expect(cut(text)).toEqual({ header: {}, payloads, fault: undefined })
  })

  it('keeps what headers say', () => {
    const { header, items } = cutEnvelope(bytesOf('{"event_id":"a","x":1}\n{"type":"log","item_count":3}\n{}'))
    expect(header).toEqual({ event_id: 'a', x: 1 })
    expect(items[0]?.header).toEqual({ type: 'log', item_count: 3 })
  })

  it.each([
    ['nothing', '', 0],
    ['a header that is no JSON', 'garbage\n{"type":"event"}\n{}', 0],
    ['a header that is no object', '[]\n', 0],
  ])('refuses %s', (_name, text, offset) => {
    expect(cut(text)).toMatchObject({ payloads: [], fault: { reason: 'malformed', offset } })
  })

  const before = '{}\n{"type":"event"}\n{}\n'
  it.each([
    ['an item header that is no JSON', 'nonsense\n', 'malformed', 0],
    ['an item header without type', '{"length":1}\nx', 'malformed', 0],
    ['a length that is longer than the rest', '{"type":"attachment","length":5}\nab', 'malformed', 33],
    ['a length without payload', '{"type":"attachment","length":5}', 'malformed', 33],
    ['a payload longer than its length', '{"type":"attachment","length":1}\nab\n', 'malformed', 34],
    ['a payload longer than its length by a \\r', '{"type":"attachment","length":1}\na\rb\n', 'malformed', 34],
    ['a negative length', '{"type":"attachment","length":-1}\nab', 'malformed', 34],
    ['a length as text', '{"type":"attachment","length":"2"}\nab', 'malformed', 35],
    ['a fractional length', '{"type":"attachment","length":1.5}\nab', 'malformed', 35],
    ['a header line without end', `{"type":"${'x'.repeat(LIMITS.headerLineBytes)}`, 'too_large', 0],
  ])('keeps what came before %s, and says where it stopped', (_name, rest, reason, at) => {
    const { payloads, fault } = cut(before + rest)
    expect(payloads).toEqual([['event', '{}']])
    expect(fault).toMatchObject({ reason, item: 1, offset: before.length + at })
  })

  it('takes a header line of exactly the longest length', () => {
    const line = `{"a":"${'x'.repeat(LIMITS.headerLineBytes - 8)}"}`
    expect(line).toHaveLength(LIMITS.headerLineBytes)
    expect(cutEnvelope(bytesOf(`${line}\n`)).fault).toBeUndefined()
    expect(cutEnvelope(bytesOf(`${line} \n`)).fault).toMatchObject({ reason: 'too_large' })
  })

  it('stops after the most items', () => {
    const { items, fault } = cutEnvelope(bytesOf(`{}\n${'{"type":"session"}\n{}\n'.repeat(LIMITS.items + 1)}`))
    expect(items).toHaveLength(LIMITS.items)
    expect(fault).toMatchObject({ reason: 'too_many_items', item: LIMITS.items })
  })

  it('cuts out exactly the bytes that were put in', () => {
    const item = fc.record({
      type: fc.constantFrom('event', 'attachment', 'other'),
      bytes: fc.uint8Array({ maxLength: 60 }),
    })
    fc.assert(
      fc.property(fc.array(item, { maxLength: 6 }), fc.boolean(), (items, newline) => {
        const parts = [bytesOf('{}')]
        for (const { type, bytes } of items)
          parts.push(bytesOf(`\n{"type":"${type}","length":${bytes.length}}\n`), bytes)
        if (newline) parts.push(bytesOf('\n'))
        const whole = new Uint8Array(Buffer.concat(parts))
        const found = cutEnvelope(whole)
        expect(found.fault).toBeUndefined()
        expect(found.items.map(({ type, start, end }) => ({ type, bytes: whole.slice(start, end) }))).toEqual(items)
      }),
    )
  })

  it('never throws and never points outside, whatever the bytes', () => {
    const noise = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 20 }),
        fc.constantFrom('{}', '\n', '{"type":"event"}', '{"type":"x","length":3}').map(bytesOf),
      ),
    )
    fc.assert(
      fc.property(noise, (parts) => {
        const bytes = new Uint8Array(Buffer.concat(parts))
        for (const { start, end } of cutEnvelope(bytes).items) {
          expect(start).toBeLessThanOrEqual(end)
          expect(end).toBeLessThanOrEqual(bytes.length)
        }
      }),
    )
  })
})
