import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTIONS, SCOPES } from '../../../../domain/identity/access.ts'
import {
  isApiKey,
  keyExpiry,
  keyIsActive,
  knownScopes,
  mintApiKey,
  ROTATION_OVERLAP_MS,
  refusedScopes,
  rotatedLives,
} from '../../../../domain/identity/api-key.ts'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const NOW = 1_800_000_000_000
const DAY_MS = 86_400_000
const session = { kind: 'session', id: 'f', providerId: null } as const

describe('an API key', () => {
  it('is prefix, 30 random digits and the CRC-32 of both, as zlib counts it', () => {
    const key = mintApiKey(randomBytes)
    expect(key).toMatch(/^sbx_[0-9A-Za-z]{36}$/)
    let checksum = 0
    for (const digit of key.slice(-6)) checksum = checksum * 62 + DIGITS.indexOf(digit)
    expect(checksum).toBe(crc32(key.slice(0, -6)))
    expect(isApiKey(key)).toBe(true)
  })

  it('uses every digit equally often', () => {
    let byte = 0
    const oneAfterAnother = () => Uint8Array.of(byte++ % 256)
    // 124 keys take 3,720 digits: each of the 248 bytes that are fair 15 times, each digit 60 times.
    const digits = Array.from({ length: 124 }, () => mintApiKey(oneAfterAnother).slice(4, 34)).join('')
    const counts = new Map<string, number>()
    for (const digit of digits) counts.set(digit, (counts.get(digit) ?? 0) + 1)
    expect(counts.size).toBe(62)
    expect(new Set(counts.values())).toEqual(new Set([60]))
  })

  it('is told from a mistyped one, whichever character is wrong', () => {
    const any = fc.tuple(fc.uint8Array({ minLength: 64, maxLength: 64 }), fc.nat(39), fc.constantFrom(...DIGITS))
    fc.assert(
      fc.property(any, ([seed, place, digit]) => {
        const key = mintApiKey((bytes) => Uint8Array.from({ length: bytes }, (_, index) => (seed[index] ?? 0) % 248))
        const wrong = key.slice(0, place) + digit + key.slice(place + 1)
        expect(isApiKey(wrong)).toBe(wrong === key)
      }),
    )
  })

  it.each(['', 'sbx_', 'sbx_x', 'sby_', ' '])('is not %j, nor a key with something around it', (text) => {
    const key = mintApiKey(randomBytes)
    expect(isApiKey(text)).toBe(false)
    for (const around of [`${key} `, ` ${key}`, `${key}\n`, key.toUpperCase(), key.slice(1)])
      expect(isApiKey(around)).toBe(false)
  })
})

describe('scopes', () => {
  it('are refused by place where they are unknown, stay with people, or go beyond the role', () => {
    const wish = ['issue.read', 'apikey.manage', 'issue.fly', 'project.manage', 'self']
    expect(refusedScopes(wish, { role: 'member', credential: session })).toEqual([
      { index: 1, reason: 'people_only' },
      { index: 2, reason: 'unknown' },
      { index: 3, reason: 'beyond_role' },
      { index: 4, reason: 'unknown' },
    ])
  })

  it('let an owner give all that keys may have, and a viewer no more than reading', () => {
    expect(refusedScopes(SCOPES, { role: 'owner', credential: session })).toEqual([])
    const read = SCOPES.filter(
      (scope) =>
        !refusedScopes(SCOPES, { role: 'viewer', credential: session }).some(({ index }) => SCOPES[index] === scope),
    )
    expect(read.every((scope) => scope.endsWith('.read'))).toBe(true)
  })

  it('that were stored are read back once each, without those nobody knows any more', () => {
    expect(knownScopes(['issue.read', 'issue.read', 'gone.away', 7, ...ACTIONS])).toEqual([...SCOPES])
  })
})

describe('lives', () => {
  it('end at the moment, not after it', () => {
    const key = { createdAt: NOW, expiresAt: keyExpiry(90, NOW), revokedAt: null }
    expect(keyIsActive(key, NOW + 90 * DAY_MS - 1)).toBe(true)
    expect(keyIsActive(key, NOW + 90 * DAY_MS)).toBe(false)
    expect(keyIsActive({ ...key, revokedAt: NOW }, NOW)).toBe(false)
    expect(keyIsActive({ ...key, expiresAt: keyExpiry(null, NOW) }, NOW + 9000 * DAY_MS)).toBe(true)
  })

  it('of a rotated key are cut to the overlap and never made longer', () => {
    const old = { createdAt: NOW - 80 * DAY_MS, expiresAt: NOW + 10 * DAY_MS, revokedAt: null }
    expect(rotatedLives(old, NOW)).toEqual({ successor: NOW + 90 * DAY_MS, rotated: NOW + ROTATION_OVERLAP_MS })
    expect(rotatedLives({ ...old, expiresAt: NOW + 5 }, NOW).rotated).toBe(NOW + 5)
    expect(rotatedLives({ ...old, expiresAt: null }, NOW)).toEqual({
      successor: null,
      rotated: NOW + ROTATION_OVERLAP_MS,
    })
  })
})
