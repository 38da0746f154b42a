import { describe, expect, it } from 'vitest'
import { type NormalizeContext, normalize } from '../../../../../domain/errors/normalize.ts'

const RECEIVED = Date.UTC(2026, 10, 21, 10, 0, 0)
const context: NormalizeContext = { eventId: 'a'.repeat(32), receivedAt: RECEIVED }

const read = (raw: unknown) => normalize(raw, context)
const names = (raw: unknown) => (read(raw).errors ?? []).map(({ type, name }) => `${type} ${name}`)

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
