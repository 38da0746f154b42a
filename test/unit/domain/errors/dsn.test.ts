import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isProject, parseDsn, parsePublicKey, writeDsn, writePublicKey } from '../../../../domain/errors/dsn.ts'

const KEY = '0100000001aabbccddeeff0011223344'

describe('parseDsn', () => {
  it('reads what writeDsn writes', () => {
    const dsn = writeDsn({ origin: 'http://localhost:8787', publicKey: KEY, project: '42' })
    expect(dsn).toBe(`http://${KEY}@localhost:8787/42`)
    expect(parseDsn(dsn)).toEqual({ publicKey: KEY, host: 'localhost:8787', path: '', project: '42' })
  })

  it.each([
    [`https://${KEY}:secret@errors.example/7`, ''],
    [`https://${KEY}:@errors.example/7`, ''],
    [`https://${KEY}@errors.example/7/`, ''],
    [`https://${KEY.toUpperCase()}@errors.example/prefix/deeper/7`, '/prefix/deeper'],
  ])('accepts %s', (dsn, path) => {
    expect(parseDsn(dsn)).toEqual({ publicKey: KEY, host: 'errors.example', path, project: '7' })
  })

  it.each([
    null,
    7,
    '',
    'nonsense',
    'https://errors.example/7',
    `https://${KEY}@errors.example/`,
    `https://${KEY}@errors.example/abc`,
  ])('refuses %s', (dsn) => {
    expect(parseDsn(dsn)).toBeNull()
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.anything()), (text) => parseDsn(text) !== undefined))
  })
})

describe('public key', () => {
  it('is 32 hex digits from which version, number and MAC come back', () => {
    const mac = fc.uint8Array({ minLength: 11, maxLength: 11 }).map((bytes) => Buffer.from(bytes).toString('hex'))
    fc.assert(
      fc.property(fc.record({ version: fc.nat(255), number: fc.nat(0xffffffff), mac }), (key) => {
        const text = writePublicKey(key)
        expect(text).toMatch(/^[0-9a-f]{32}$/)
        expect(parsePublicKey(text)).toEqual(key)
      }),
    )
  })

  it.each(['', 'x'.repeat(32), KEY.slice(1), `${KEY}0`, KEY.toUpperCase()])('refuses %s', (text) => {
    expect(parsePublicKey(text)).toBeNull()
  })
})

describe('isProject', () => {
  it.each(['1', '42', '999999999999999'])('takes %s', (text) => expect(isProject(text)).toBe(true))
  // 0 is the web API that sentry-cli talks to.
  it.each(['0', '01', '-1', '1.5', 'v1', '', '9999999999999999'])('refuses %s', (text) =>
    expect(isProject(text)).toBe(false),
  )
})
