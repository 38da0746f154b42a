import { describe, expect, it } from 'vitest'
import type { Role } from '../../../../contract/auth.ts'
import { type Action, allowed, SCOPES } from '../../../../domain/identity/access.ts'
import { decideChange, mayGive } from '../../../../domain/identity/membership.ts'
import type { Me } from '../../../../frontend/src/api/shapes.ts'
import { ROLES_FOR, rolesToGive, runsDeployment, whyFixed } from '../../../../frontend/src/organization/access.ts'
import { ALL_SCOPES } from '../../../../frontend/src/organization/scopes.ts'

const ROLES: readonly Role[] = ['owner', 'admin', 'member', 'viewer']

const meAs = (role: Role, platformRole: 'USER' | 'ADMIN' = 'USER', provider: string | null = null): Me => ({
  user: {
    id: 'u_me',
    email: 'me@example.com',
    emailVerified: true,
    username: null,
    firstName: null,
    lastName: null,
    language: null,
    platformRole,
    createdAt: '2027-01-01T00:00:00.000Z',
  },
  organization: { id: 'o_1', name: 'Shop', role },
  organizations: [{ id: 'o_1', name: 'Shop', role }],
  provider,
})

describe('what pages show by role', () => {
  it.each(Object.entries(ROLES_FOR))('is for %s what the API allows', (action, roles) => {
    expect(ROLES.filter((role) => allowed(role, action as Action))).toEqual(roles)
  })

  it('offers every scope that a key may have, and no other', () => {
    expect(ALL_SCOPES.toSorted()).toEqual(SCOPES.toSorted())
  })

  it.each(['owner', 'admin'] as const)('lets an %s give the roles that the API lets them give', (by) => {
    expect(rolesToGive(by)).toEqual(ROLES.filter((role) => mayGive(by, role)))
  })

  it('leaves a member changeable exactly where the API would change them', () => {
    for (const by of ['owner', 'admin'] as const)
      for (const role of ROLES)
        for (const provider of [null, 'p_1']) {
          const why = whyFixed({ me: meAs(by), member: { userId: 'u_2', role, provider }, lastOwner: false })
          const decided = decideChange(by, { role, managed: provider !== null }, null)
          expect(why === null, `${by} changes ${role}`).toBe(decided.ok)
        }
  })

  it('keeps the last owner, and tells members and viewers that their role decides', () => {
    const member = { userId: 'u_me', role: 'owner', provider: null } as const
    expect(whyFixed({ me: meAs('owner'), member, lastOwner: true })).toBe('lastOwner')
    expect(whyFixed({ me: meAs('member'), member, lastOwner: false })).toBe('yourRole')
    expect(whyFixed({ me: meAs('viewer'), member, lastOwner: false })).toBe('yourRole')
  })

  it('never lets someone whom a provider vouched for run the deployment', () => {
    expect(runsDeployment(meAs('viewer', 'ADMIN'))).toBe(true)
    expect(runsDeployment(meAs('owner', 'ADMIN', 'p_1'))).toBe(false)
    expect(runsDeployment(meAs('owner'))).toBe(false)
  })
})
