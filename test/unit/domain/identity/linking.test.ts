import { describe, expect, it } from 'vitest'
import { decideLinking } from '../../../../domain/identity/linking.ts'

const mail = (emailVerified: boolean, email: string | null = 'ada@example.com') => ({ email, emailVerified })
const account = (verified: boolean) => ({ identity: null, account: { userId: 'u_ada', verified } })
const nobody = { identity: null, account: null }

describe('whose account a subject of a provider is', () => {
  it('is the one it was joined to, whatever address it has by now', () => {
    const known = { identity: { userId: 'u_1' }, account: { userId: 'u_2', verified: true } }
    for (const profile of [mail(true), mail(false), mail(false, null)])
      expect(decideLinking(known, profile)).toEqual({ ok: true, value: { kind: 'known', userId: 'u_1' } })
  })

  it('is the one with its address where both sides verified that', () => {
    expect(decideLinking(account(true), mail(true))).toEqual({ ok: true, value: { kind: 'link', userId: 'u_ada' } })
    for (const [here, there] of [
      [true, false],
      [false, true],
      [false, false],
    ] as const)
      expect(decideLinking(account(here), mail(there))).toEqual({ ok: false, error: 'address_not_verified' })
  })

  it('is a new one for a verified address nobody has', () => {
    expect(decideLinking(nobody, mail(true))).toEqual({ ok: true, value: { kind: 'create', email: 'ada@example.com' } })
    expect(decideLinking(nobody, mail(false)).ok).toBe(false)
    expect(decideLinking(nobody, mail(true, null)).ok).toBe(false)
  })
})
