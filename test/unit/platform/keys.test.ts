import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { macKeys, madeWithUnknownKey, mintPublicKey, parseMacKeys, readPublicKey } from '../../../platform/keys.ts'

const secret = (letter: string) => Buffer.from(letter.repeat(32)).toString('base64')
const KEYS = { current: 1, keys: { 1: secret('a') } }

describe('public keys', () => {
  it('verify themselves, for their own project and number only', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }).map(String), fc.nat(0xffffffff), (project, number) => {
        const key = mintPublicKey(KEYS, project, number)
        expect(key).toMatch(/^[0-9a-f]{32}$/)
        expect(readPublicKey(KEYS, project, key)).toBe(number)
        expect(readPublicKey(KEYS, `${project}1`, key)).toBeNull()
      }),
    )
  })

  it('do not survive the change of a single digit', () => {
    const key = mintPublicKey(KEYS, '42', 1)
    for (let at = 0; at < key.length; at += 1) {
      const other = key[at] === '0' ? '1' : '0'
      expect(readPublicKey(KEYS, '42', key.slice(0, at) + other + key.slice(at + 1))).toBeNull()
    }
  })

  it('stay valid when a newer MAC key is added', () => {
    const old = mintPublicKey(KEYS, '42', 1)
    const both = { current: 2, keys: { ...KEYS.keys, 2: secret('b') } }
    expect(readPublicKey(both, '42', old)).toBe(1)
    const fresh = mintPublicKey(both, '42', 1)
    expect(fresh).not.toBe(old)
    expect(madeWithUnknownKey(KEYS, fresh)).toBe(true)
    expect(madeWithUnknownKey(KEYS, old)).toBe(false)
  })

  it.each(['', 'garbage', 'g'.repeat(32)])('%s is not one', (key) => expect(readPublicKey(KEYS, '42', key)).toBeNull())

  it('have a fixed form, since they live in shipped apps', () => {
    expect(mintPublicKey(KEYS, '42', 1)).toBe('01000000013d1f87bbd649dfbe297b18')
  })
})

describe('parseMacKeys', () => {
  it('reads one key as version 1', () => expect(parseMacKeys(secret('a'))).toEqual(KEYS))

  it('reads a list whose highest version is current', () => {
    expect(parseMacKeys(`2:${secret('b')}, 1:${secret('a')}`)).toEqual({
      current: 2,
      keys: { 1: secret('a'), 2: secret('b') },
    })
  })

  it.each(['', 'short', `256:${secret('a')}`, `1:${secret('a')},`, '1:not base64 at all, really'])(
    'refuses %s',
    (text) => {
      expect(() => parseMacKeys(text)).toThrow('DSN_MAC_KEY')
    },
  )
})

describe('macKeys', () => {
  const ring = { idFromName: () => '', get: () => ({ dsnKeys: async () => KEYS }) } as unknown as IngestEnv['KEY_RING']

  it('are those of the ring, unless the deployment has a secret', async () => {
    expect(await macKeys({ KEY_RING: ring })).toEqual(KEYS)
    expect(await macKeys({ KEY_RING: ring, DSN_MAC_KEY: secret('b') })).toEqual({
      current: 1,
      keys: { 1: secret('b') },
    })
  })
})
