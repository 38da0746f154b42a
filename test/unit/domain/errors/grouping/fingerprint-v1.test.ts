import { describe, expect, it } from 'vitest'
import type { NormalizedEvent } from '../../../../../contract/occurrences.ts'
import { event, failure, grouped, hashesOf, md5 } from './event.ts'

const frames = [
  { function: 'lib', filename: 'lib.py', in_app: false },
  {
    function: 'save',
    filename: 'shop/cart.py',
    abs_path: '/srv/shop/cart.py',
    module: 'shop.cart',
    package: '/opt/shop.so',
    in_app: true,
  },
]
const full: Partial<NormalizedEvent> = {
  transaction: '/cart',
  logger: 'shop',
  tags: { tenant: 'acme' },
  exception: { values: [{ type: 'ValueError', value: 'row 7', stacktrace: { frames } }] },
}
const bare: Partial<NormalizedEvent> = {}

describe('variables', () => {
  const CASES: [variable: string, value: string, missing: string][] = [
    ['transaction', '/cart', '<no-transaction>'],
    ['message', 'row <int>', '<no-message>'],
    ['type', 'ValueError', '<no-type>'],
    ['error.type', 'ValueError', '<no-type>'],
    ['value', 'row <int>', '<no-value>'],
    ['error.value', 'row <int>', '<no-value>'],
    ['function', 'save', '<no-function>'],
    ['stack.function', 'save', '<no-function>'],
    ['path', '/srv/shop/cart.py', '<no-abs-path>'],
    ['stack.abs_path', '/srv/shop/cart.py', '<no-abs-path>'],
    ['stack.filename', 'shop/cart.py', '<no-filename>'],
    ['module', 'shop.cart', '<no-module>'],
    ['stack.module', 'shop.cart', '<no-module>'],
    ['package', 'shop.so', '<no-package>'],
    ['stack.package', 'shop.so', '<no-package>'],
    ['level', 'error', 'error'],
    ['logger', 'shop', '<no-logger>'],
    ['tags.tenant', 'acme', '<no-value-for-tag-tenant>'],
    ['tags.constructor', '<no-value-for-tag-constructor>', '<no-value-for-tag-constructor>'],
    ['weather', '<unrecognized-variable-weather>', '<unrecognized-variable-weather>'],
  ]
  it.each(CASES)('%s is %s, or %s', (variable, value, missing) => {
    const shown = (fields: Partial<NormalizedEvent>) =>
      grouped(event({ ...fields, fingerprint: [`{{ ${variable} }}`] })).variants[0]?.fingerprint
    expect(shown(full)).toEqual([value])
    expect(shown(bare)).toEqual([missing])
  })
})

describe('a fingerprint', () => {
  const DEFAULT = md5('ValueErrorshop.cartsave')

  it.each([[undefined], [[]], [['{{ default }}']], [['{{default}}']]])('%j is the default grouping', (fingerprint) => {
    const [hash] = hashesOf(event(fingerprint === undefined ? full : { ...full, fingerprint }))
    expect(hash).toBe(DEFAULT)
  })

  it('without default replaces the default grouping', () => {
    const { hashes, variants } = grouped(event({ ...full, fingerprint: ['db', '{{ type }}'] }))
    expect(hashes).toEqual([md5('dbValueError')])
    expect(variants).toEqual([
      { name: 'custom-fingerprint', contributes: true, hash: md5('dbValueError'), fingerprint: ['db', 'ValueError'] },
    ])
  })

  it('with default is spliced into each variant', () => {
    const { hashes, variants } = grouped(event({ ...full, fingerprint: ['{{ default }}', 'eu'] }))
    expect(hashes).toEqual([md5('ValueErrorshop.cartsaveeu'), md5('ValueErrorlib.pylibshop.cartsaveeu')])
    expect(variants[0]?.fingerprint).toEqual(['{{ default }}', 'eu'])
  })

  it('with default on an event that says nothing else', () => {
    expect(hashesOf(event({ fingerprint: ['{{ default }}', 'eu'] }))).toEqual([md5('eu')])
  })

  it('that repeats the error text is parameterized', () => {
    expect(hashesOf(event({ ...full, fingerprint: ['row 7'] }))).toEqual([md5('row <int>')])
    expect(hashesOf(event({ ...full, fingerprint: ['row 8'] }))).toEqual([md5('row 8')])
  })
})

describe('built-in fingerprints', () => {
  const react = 'Hydration failed because the initial UI does not match what was rendered on the server.'

  it('group vanished chunks, whatever loaded them', () => {
    const lost = (value: string) =>
      failure('javascript', { type: 'ChunkLoadError', value }, [{ function: value, in_app: true }])
    expect(hashesOf(lost('a'))).toEqual([md5('chunkloaderror')])
    expect(grouped(lost('b')).variants[0]?.name).toBe('built-in-fingerprint')
  })

  it('group hydration errors by page', () => {
    const given = { ...failure('javascript', { type: 'Error', value: react }), transaction: '/cart' }
    expect(hashesOf(given)).toEqual([md5('hydrationerror/cart')])
  })

  it('yield to the fingerprint of the program, and to other platforms', () => {
    const given = failure('javascript', { type: 'ChunkLoadError' })
    expect(hashesOf({ ...given, fingerprint: ['mine'] })).toEqual([md5('mine')])
    expect(hashesOf({ ...given, fingerprint: ['{{ default }}', 'eu'] })).toEqual([md5('ChunkLoadErroreu')])
    expect(hashesOf({ ...given, platform: 'python' })).toEqual([md5('ChunkLoadError')])
  })
})
