import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parameterize } from '../../../../../domain/errors/grouping/parameterize-v1.ts'

const CASES: Record<string, [text: string, expected: string][]> = {
  email: [
    ['mail to jane.doe+x@example.co.uk failed', 'mail to <email> failed'],
    ['user=jane@example.com, <bob@example.org>', 'user=<email>, <<email>>'],
  ],
  url: [
    ['GET https://api.example.com/v1/users/42?x=1 failed', 'GET <url> failed'],
    ['socket wss://live.example.com/7 closed', 'socket <url> closed'],
  ],
  hostname: [
    ['getaddrinfo ENOTFOUND db-3.eu.example.com', 'getaddrinfo ENOTFOUND <hostname>'],
    ['this.props.id is undefined', 'this.props.id is undefined'],
  ],
  ip: [
    ['connect ECONNREFUSED 10.1.2.3:5432', 'connect ECONNREFUSED <ip>:<int>'],
    ['from ::1 and fe80::1%eth0 and 2001:db8::ff00:42:8329', 'from <ip> and <ip> and <ip>'],
    ['Foo::bar std::vec ab::method', 'Foo::bar std::vec ab::method'],
  ],
  traceparent: [
    ['at 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', 'at <traceparent>'],
    ['Root=1-67891233-abcdef012345678912345678', 'Root=<traceparent>'],
  ],
  uuid: [
    ['order 88ee7c66-29a9-4a4a-bc26-c72d76c5de14 is gone', 'order <uuid> is gone'],
    ['user_88EE7C66-29A9-4A4A-BC26-C72D76C5DE14', 'user_<uuid>'],
  ],
  digests: [
    ['da39a3ee5e6b4b0d3255bfef95601890afd80709', '<sha1>'],
    ['d41d8cd98f00b204e9800998ecf8427e', '<md5>'],
  ],
  date: [
    ['2026-01-31T10:00:00Z', '<date>'],
    ['2026-01-31 10:00:00.123456+00:00', '<date>'],
    ['due 2026-01-31, or 12/31/2026', 'due <date>, or <date>'],
    ['20260131T101010Z', '<date>'],
    ['Mon, 02 Jan 2006 15:04:05 MST', '<date>'],
    ['Monday, 02-Jan-06 15:04:05 MST', '<date>'],
    ['Wed Apr 17 22:31:45 2019', '<date>'],
    ['Wed Apr 17 2019 22:31:45 GMT+0200 (Central European Summer Time)', '<date>'],
    ['at 10:25 PM and 23:59:59.5', 'at <date> and <date>'],
    ['app.js:10:25', 'app.js:<int>:<int>'],
    ['datetime.datetime(2026, 1, 31, 0, 0)', '<date>'],
  ],
  duration: [
    ['took 12ms, then 3.5s, then 1h2m3s', 'took <duration>, then <duration>, then <duration>'],
    ['waited 5 seconds', 'waited <int> seconds'],
  ],
  hex: [
    ['at 0x7ffee4c0', 'at <hex>'],
    ['document 65f1a2b3c4d5e6f7a8b9c0d1', 'document <hex>'],
    ['req_65f1a2b3c4d5e6f7a8b9c0d1', 'req_<hex>'],
    ['the facade', 'the facade'],
    ['deadbeef', 'deadbeef'],
  ],
  git_sha: [['commit 1a2b3c4', 'commit <git_sha>']],
  mac: [['from 00:1A:2b:3c:4d:5e', 'from <mac>']],
  random_id: [
    ['key 01ARZ3NDEKTSV4RRFFQ69G5FAV', 'key <random_id>'],
    ['key V1StGXR8Z5jdHi6BmyT9x', 'key <random_id>'],
    ['OAuth2AuthenticationException', 'OAuth2AuthenticationException'],
  ],
  numbers: [
    ['user 42, -5, 1.5, -1.5, 1.5e-7', 'user <int>, <int>, <float>, <float>, <float>'],
    ['10MB of 12.5 MB and 3px', '<int>MB of <float> MB and <int>px'],
    ['utf8 and a1 and 5xx', 'utf8 and a1 and 5xx'],
    ['section a-1', 'section a-<int>'],
  ],
  'values behind =': [
    [`name='Jane Doe' mode="dark" on=True off=false`, 'name=<quoted_str> mode=<quoted_str> on=<bool> off=<bool>'],
    [`the 'user' is true`, `the 'user' is true`],
    ['flag=falsey', 'flag=falsey'],
  ],
}

describe.each(Object.entries(CASES))('%s', (_kind, cases) => {
  it.each(cases)('%s', (text, expected) => {
    expect(parameterize(text)).toBe(expected)
  })
})

describe('parameterize', () => {
  it('gives numbers one kind however long they grow', () => {
    for (const id of ['7', '1234567', '12345678', '12345678901']) expect(parameterize(`id ${id}`)).toBe('id <int>')
  })

  it('cuts text at 8192 characters', () => {
    expect(parameterize(`${'é '.repeat(4096)}tail 42`)).toHaveLength(8192)
  })

  it('replaces nothing in what it has replaced already', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const once = parameterize(text.replace(/[=<>]/g, ' '))
        expect(parameterize(once)).toBe(once)
      }),
    )
  })

  it('makes any two numbers in the same sentence equal', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (one, other) => {
        expect(parameterize(`row ${one} of table`)).toBe(parameterize(`row ${other} of table`))
      }),
    )
  })

  it.each([
    'a@',
    'a.',
    'a:',
    ':',
    '-1',
    "='",
    '="a',
    'datetime.datetime(',
    '0a-',
    '1.',
    '1:1:',
    '1/1/',
    'aB1',
    '1h1m',
    '1 Jan ',
  ])('reads 8 KB of %j to its end', (piece) => {
    const text = piece.repeat(Math.floor(8192 / piece.length))
    expect(parameterize(text).length).toBeGreaterThan(0)
  })
})
