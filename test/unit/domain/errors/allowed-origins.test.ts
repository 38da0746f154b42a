import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAllowedOrigin, readAllowedOrigin } from '../../../../domain/errors/allowed-origins.ts'

describe('entries of a list of allowed origins', () => {
  it.each([
    ['https://shop.example', 'https://shop.example'],
    ['https://Shop.Example/', 'https://shop.example'],
    ['https://shop.example:443', 'https://shop.example'],
    ['http://shop.example:80', 'http://shop.example'],
    ['https://shop.example:8443', 'https://shop.example:8443'],
    ['http://localhost:05173', 'http://localhost:5173'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['capacitor://localhost', 'capacitor://localhost'],
    ['chrome-extension://abcdefghijklmnop', 'chrome-extension://abcdefghijklmnop'],
    ['*.shop.example', '*.shop.example'],
    ['*.Bücher.example', '*.xn--bcher-kva.example'],
  ])('%j is kept as %j', (entry, kept) => {
    expect(readAllowedOrigin(entry)).toBe(kept)
  })

  it.each([
    '',
    '*',
    '*.',
    'null',
    'shop.example',
    'https://',
    'https://*.shop.example',
    'https://shop.example/path',
    'https://shop.example?x',
    'https://me@shop.example',
    'https://shop.example:99999',
    'https://shop.example.',
    'https://a b',
    'https://shop.example, https://other.example',
    '*.shop.example/path',
    '*.*.example',
    'https://shop.example\n',
  ])('%j is none', (entry) => {
    expect(readAllowedOrigin(entry)).toBeNull()
  })

  it('stay what they are when they are read again', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['http', 'https'] }), (url) => {
        const { origin } = new URL(url)
        const read = readAllowedOrigin(origin)
        expect(read === null || readAllowedOrigin(read) === read).toBe(true)
        if (read !== null) expect(isAllowedOrigin(origin, [read])).toBe(true)
      }),
    )
  })
})

describe('an origin', () => {
  const allowed = ['https://shop.example', 'http://localhost:3000', '*.books.example']

  it.each([
    'https://shop.example',
    'http://localhost:3000',
    'https://books.example',
    'https://a.b.books.example:8443',
    'http://x.books.example',
  ])('%j is on the list', (origin) => {
    expect(isAllowedOrigin(origin, allowed)).toBe(true)
  })

  it.each([
    'null',
    '',
    '*.books.example',
    'http://shop.example',
    'https://shop.example:8443',
    'https://www.shop.example',
    'https://shop.example.evil.example',
    'https://evil-books.example',
    'https://books.example.evil',
    'https://evil.example/books.example',
    'https://evil.example#.books.example',
    'https://x.books.example@evil.example',
  ])('%j is not', (origin) => {
    expect(isAllowedOrigin(origin, allowed)).toBe(false)
  })
})
