import { describe, expect, it } from 'vitest'
import { ASKED_JUST_NOW_MS, decideAsking, UNASKED_SESSION_MS } from '../../../../domain/identity/oidc-session.ts'

const now = 1_800_000_000_000

describe('a refresh of a session a provider vouched for', () => {
  it('asks the provider, unless it was asked just now', () => {
    const session = { createdAt: now - UNASKED_SESSION_MS * 10, providerRefreshToken: 'sealed' }
    expect(decideAsking({ ...session, checkedAt: null }, now)).toBe('ask')
    expect(decideAsking({ ...session, checkedAt: now - ASKED_JUST_NOW_MS }, now)).toBe('ask')
    expect(decideAsking({ ...session, checkedAt: now - ASKED_JUST_NOW_MS + 1 }, now)).toBe('go on')
  })

  it('goes on for eight hours where there is nothing to ask with', () => {
    const session = { checkedAt: now, providerRefreshToken: null }
    expect(decideAsking({ ...session, createdAt: now - UNASKED_SESSION_MS + 1 }, now)).toBe('go on')
    expect(decideAsking({ ...session, createdAt: now - UNASKED_SESSION_MS }, now)).toBe('end')
  })
})
