import { Secret } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { newTotpSecret, totpCode, totpStep, totpUri } from '../../../platform/totp.ts'

describe('codes of the authenticator app', () => {
  // RFC 6238, appendix B, SHA-1: the last six of its eight digits.
  const secret = Secret.fromUTF8('12345678901234567890').base32
  const vectors: [seconds: number, code: string][] = [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ]

  it('are those of RFC 6238', () => {
    for (const [seconds, code] of vectors) {
      expect(totpCode(secret, seconds * 1000)).toBe(code)
      expect(totpStep(secret, code, seconds * 1000)).toBe(Math.floor(seconds / 30))
    }
  })

  it('are taken a step before and after, as the step they belong to, and no further', () => {
    const now = 1_800_000_000_000
    const step = now / 30_000
    const at = (steps: number) => totpStep(secret, totpCode(secret, now + steps * 30_000), now)
    expect([-2, -1, 0, 1, 2].map(at)).toEqual([null, step - 1, step, step + 1, null])
  })

  it('come from secrets of 160 bits that an app can read', () => {
    const made = newTotpSecret()
    expect(made).toMatch(/^[A-Z2-7]{32}$/)
    expect(newTotpSecret()).not.toBe(made)
    const uri = new URL(totpUri(made, 'ada+x@example.com'))
    expect(decodeURIComponent(uri.pathname)).toContain('Signalbox:ada+x@example.com')
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({
      issuer: 'Signalbox',
      secret: made,
      digits: '6',
      period: '30',
    })
  })
})
