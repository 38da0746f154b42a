import { describe, expect, it } from 'vitest'
import { normalize } from '../../../../../domain/errors/normalize.ts'

const read = (request: unknown) => normalize({ request }, { eventId: 'a'.repeat(32), receivedAt: 0 })

describe('request', () => {
  it.each([
    ['an object', { 'content-type': 'a', 'x-many': 'b, c' }],
    [
      'pairs',
      [
        ['content-type', 'a'],
        ['X-Many', 'b, c'],
      ],
    ],
    ['an object of lists', { 'content-type': ['a'], 'x-many': ['b', 'c'] }],
  ])('reads headers from %s', (_name, headers) => {
    expect(read({ headers }).request).toEqual({
      headers: [
        ['Content-Type', 'a'],
        ['X-Many', 'b, c'],
      ],
    })
  })

  it.each([
    ['text', '?a=1&b=x+y%21'],
    ['an object', { a: 1, b: 'x y!' }],
    [
      'pairs',
      [
        ['a', '1'],
        ['b', 'x y!'],
      ],
    ],
  ])('reads a query from %s', (_name, query_string) => {
    expect(read({ query_string }).request).toEqual({
      query_string: [
        ['a', '1'],
        ['b', 'x y!'],
      ],
    })
  })

  it('repeats a name with several values in a query', () => {
    expect(read({ query_string: { a: ['1', '2'] } }).request?.query_string).toEqual([
      ['a', '1'],
      ['a', '2'],
    ])
  })

  it('leaves a query that is not percent-encoded as it is', () => {
    expect(read({ query_string: 'a=%zz' }).request?.query_string).toEqual([['a', '%zz']])
  })

  it.each([
    ['text', 'a=1; b=x=y'],
    ['an object', { a: '1', b: 'x=y' }],
  ])('reads cookies from %s', (_name, cookies) => {
    expect(read({ cookies }).request).toEqual({
      cookies: [
        ['a', '1'],
        ['b', 'x=y'],
      ],
    })
  })

  it('takes cookies from their header and query and fragment from the URL', () => {
    expect(read({ url: 'https://x.test/p?q=1#top', method: 'post', headers: { cookie: 'a=1' } }).request).toEqual({
      url: 'https://x.test/p',
      method: 'POST',
      query_string: [['q', '1']],
      fragment: 'top',
      cookies: [['a', '1']],
    })
  })

  it('opens a body that is JSON and keeps any other', () => {
    expect(read({ data: '{"a":[1]}' }).request?.data).toEqual({ a: [1] })
    expect(read({ data: '{"a":' }).request?.data).toBe('{"a":')
    expect(read({ data: '\0', method: 'GET' }).request).toEqual({ method: 'GET' })
    expect(read({ data: [1] }).request?.data).toEqual([1])
  })

  it.each([[[]], ['x'], [7], [{}], [null], [{ headers: 7, cookies: 1, query_string: false, env: [] }]])(
    'knows no request in %j',
    (request) => {
      expect(read(request).request).toBeUndefined()
    },
  )
})
