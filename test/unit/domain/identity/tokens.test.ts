import { describe, expect, it } from 'vitest'
import {
  decideRefresh,
  REFRESH_GRACE_MS,
  SIGNING_KEY_MS,
  signingKeyDue,
  type TokenCarrier,
} from '../../../../domain/identity/tokens.ts'

const NOW = 1_000_000
const token = { expiresAt: NOW + 1, usedAt: null, revokedAt: null }
const outcome = (state: Parameters<typeof decideRefresh>[0], carrier: TokenCarrier) => {
  const decided = decideRefresh(state, { carrier, now: NOW })
  return decided.ok ? decided.value : decided.error
}

describe('a refresh token', () => {
  it.each([
    ['is fresh', token, 'rotate'],
    ['is unknown', null, 'invalid_token'],
    ['ends this very moment', { ...token, expiresAt: NOW }, 'invalid_token'],
    ['was revoked', { ...token, revokedAt: NOW - 1 }, 'invalid_token'],
    ['was used just now, by another tab', { ...token, usedAt: NOW - REFRESH_GRACE_MS }, 'rotate'],
    ['was used before that', { ...token, usedAt: NOW - REFRESH_GRACE_MS - 1 }, 'token_reused'],
    ['was used and revoked', { ...token, usedAt: 0, revokedAt: 1 }, 'invalid_token'],
    ['was used and is over', { ...token, usedAt: 0, expiresAt: 1 }, 'invalid_token'],
  ])('that %s', (_, state, expected) => {
    expect(outcome(state, 'cookie')).toBe(expected)
  })

  it('that came as text is used once, however soon it comes back', () => {
    expect(outcome(token, 'body')).toBe('rotate')
    for (const usedAt of [NOW, NOW - 1, 0]) expect(outcome({ ...token, usedAt }, 'body')).toBe('token_reused')
  })
})

describe('a signing key', () => {
  it('is due when there is none, and after thirty days', () => {
    expect(signingKeyDue(null, NOW)).toBe(true)
    expect(signingKeyDue(NOW, NOW + SIGNING_KEY_MS - 1)).toBe(false)
    expect(signingKeyDue(NOW, NOW + SIGNING_KEY_MS)).toBe(true)
  })
})
