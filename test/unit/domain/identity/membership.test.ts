import { describe, expect, it } from 'vitest'
import { role } from '../../../../contract/auth.ts'
import { decideChange, invitationStatus, mayGive } from '../../../../domain/identity/membership.ts'

const roles = role.options

describe('a change of a membership', () => {
  it('makes or unmakes an owner only at the word of an owner', () => {
    for (const by of roles)
      for (const from of roles)
        for (const to of [...roles, null]) {
          const concernsOwner = from === 'owner' || to === 'owner'
          const decided = decideChange(by, { role: from, managed: false }, to)
          expect(decided.ok).toBe(by === 'owner' || !concernsOwner)
          if (!decided.ok) expect(decided.error).toBe('forbidden')
        }
  })

  it('is the provider’s where a provider says the role, and says so only to whom it would have been allowed', () => {
    const managed = { role: 'owner', managed: true } as const
    expect(decideChange('owner', managed, 'viewer')).toEqual({ ok: false, error: 'managed_by_provider' })
    expect(decideChange('owner', managed, null)).toEqual({ ok: false, error: 'managed_by_provider' })
    expect(decideChange('admin', managed, 'viewer')).toEqual({ ok: false, error: 'forbidden' })
  })

  it('lets an admin hand out every role but that of an owner', () => {
    expect(roles.filter((given) => mayGive('admin', given))).toEqual(['admin', 'member', 'viewer'])
    expect(roles.filter((given) => mayGive('owner', given))).toEqual(roles)
  })
})

describe('an invitation', () => {
  const open = { expiresAt: 100, acceptedAt: null, declinedAt: null, revokedAt: null }

  it('is pending until the moment it expires', () => {
    expect(invitationStatus(open, 99)).toBe('pending')
    expect(invitationStatus(open, 100)).toBe('expired')
  })

  it('stays what it became, also after it would have expired', () => {
    for (const now of [50, 500]) {
      expect(invitationStatus({ ...open, acceptedAt: 10 }, now)).toBe('accepted')
      expect(invitationStatus({ ...open, declinedAt: 10 }, now)).toBe('declined')
      expect(invitationStatus({ ...open, revokedAt: 10 }, now)).toBe('revoked')
    }
  })
})
