import { deflateSync, inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeJson, decodeStoreBody } from '../../../../domain/errors/decode.ts'
import { failed, ok, type Result } from '../../../../domain/result.ts'

const utf8 = new TextEncoder()
const decode = (text: string) => decodeJson(utf8.encode(text))

describe('JSON of a body', () => {
  it('reads what is JSON', () => {
    expect(decode(' {"a":[1,"é",null]} \n')).toEqual(ok({ a: [1, 'é', null] }))
  })

  it('tolerates a byte order mark and bytes that are not UTF-8', () => {
    expect(decode('\ufeff{"a":1}')).toEqual(ok({ a: 1 }))
    expect(decodeJson(new Uint8Array([0x22, 0xff, 0x22]))).toEqual(ok('\ufffd'))
  })

  it('reads NaN and Infinity of Python as null, but not inside text', () => {
    expect(decode('{"a":NaN,"b":[-Infinity,Infinity],"c":"NaN \\" Infinity","NaN":"\\\\"}')).toEqual(
      ok({ a: null, b: [null, null], c: 'NaN " Infinity', NaN: '\\' }),
    )
  })

  it('keeps a lone surrogate for normalization to replace', () => {
    expect(decode('"\\ud800"')).toEqual(ok('\ud800'))
  })

  it.each([
    ['', 'the text ends too early at position 0 (line 1, column 1)'],
    ['{"a":1', 'the text ends too early at position 6 (line 1, column 7)'],
    ['{"a":"secret', 'the text ends too early at position 12 (line 1, column 13)'],
    ['{"a":secret}', 'unexpected character at position 5 (line 1, column 6)'],
    ['{\n"a":1,}', 'unexpected character at position 8 (line 2, column 7)'],
    ['[1 2]', 'unexpected character at position 3 (line 1, column 4)'],
    ['[01]', 'unexpected character at position 1 (line 1, column 2)'],
    ['{"a" 1}', 'unexpected character at position 5 (line 1, column 6)'],
    ['{a:1}', 'unexpected character at position 1 (line 1, column 2)'],
    ['"a\tb"', 'unexpected character at position 2 (line 1, column 3)'],
    ['"a\\x"', 'unexpected character at position 2 (line 1, column 3)'],
    ['{} {}', 'unexpected character at position 3 (line 1, column 4)'],
    ['[NaN,x]', 'unexpected character at position 6 (line 1, column 7)'],
    ['nulll', 'unexpected character at position 0 (line 1, column 1)'],
  ])('says where %j goes wrong and repeats none of it', (text, detail) => {
    expect(decode(text)).toEqual(failed({ reason: 'not_json', detail }))
  })

  it('reads all JSON and never throws on any bytes', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(decode(json)).toEqual(ok(JSON.parse(json)))
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(typeof decodeJson(bytes).ok).toBe('boolean')
      }),
    )
  })

  it('finds the fault of any damaged JSON inside the text', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', '"', '}', ']', ',', ':', 'x', '\\'),
        (json, place, wrong) => {
          const at = place % (json.length + 1)
          const result = decode(json.slice(0, at) + wrong + json.slice(at + 1))
          if (result.ok) return
          const position = Number(/position (\d+)/.exec(result.error.detail)?.[1])
          expect(position).toBeLessThanOrEqual(json.length + 1)
        },
      ),
    )
  })

  it('survives a million brackets', () => {
    expect(decode('['.repeat(1_000_000)).ok).toBe(false)
    expect(decode(`${'['.repeat(100_000)}${']'.repeat(100_000)}`).ok).toBe(true)
  })
})

describe('body of the legacy store endpoint', () => {
  const event = { message: 'hé' }
  const json = utf8.encode(JSON.stringify(event))
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  const inflate = (bytes: Uint8Array): Result<Uint8Array, { reason: 'too_large' } | { reason: 'not_zlib' }> => {
    try {
      return ok(inflateSync(bytes, { maxOutputLength: 1000 }))
    } catch (error) {
      const reason = error instanceof RangeError ? 'too_large' : 'not_zlib'
      return failed({ reason })
    }
  }

  it.each([
    ['JSON', json],
    ['base64 of JSON', utf8.encode(base64(json))],
    ['base64 of zlib', utf8.encode(base64(deflateSync(json)))],
    [
      'base64 in lines without padding',
      utf8.encode(
        base64(deflateSync(json))
          .replaceAll('=', '')
          .replace(/(.{9})/g, '$1\r\n'),
      ),
    ],
    ['base64 of the URL alphabet', utf8.encode(Buffer.from(deflateSync(json)).toString('base64url'))],
    ['bare zlib', new Uint8Array(deflateSync(json))],
  ])('reads %s', (_name, body) => {
    expect(decodeStoreBody(body, inflate)).toEqual(ok(event))
  })

  it('passes on that the inflated body would be too large', () => {
    const bomb = utf8.encode(base64(deflateSync(new Uint8Array(100_000))))
    expect(decodeStoreBody(bomb, inflate)).toEqual(failed({ reason: 'too_large' }))
  })

  it.each([['plain words'], [''], ['AAAA'], ['QUJDREVGRw=='], ['null!']])('refuses %j', (body) => {
    expect(decodeStoreBody(utf8.encode(body), inflate)).toMatchObject({ ok: false, error: { reason: 'not_json' } })
  })

  it('never throws on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(typeof decodeStoreBody(bytes, inflate).ok).toBe('boolean')
      }),
    )
    fc.assert(
      fc.property(fc.base64String(), (text) => {
        expect(typeof decodeStoreBody(utf8.encode(text), inflate).ok).toBe('boolean')
      }),
    )
  })
})
