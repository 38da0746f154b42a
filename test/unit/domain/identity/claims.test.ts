import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RoleMapping } from '../../../../contract/oidc.ts'
import { mergedClaims, profileFrom, roleFrom } from '../../../../domain/identity/claims.ts'

const roleMapping: RoleMapping = [
  { value: 'guests', role: 'viewer' },
  { value: 'chiefs', role: 'admin' },
  { value: 'staff', role: 'member' },
]

describe('the role that claims give', () => {
  it.each([
    ['groups', { groups: ['staff'] }],
    ['groups', { groups: 'staff' }],
    ['realm_access.roles', { realm_access: { roles: ['x', 'staff'] } }],
    ['resource_access.my.client.roles', { resource_access: { 'my.client': { roles: ['staff'] } } }],
    ['https://shop.example/roles', { 'https://shop.example/roles': ['staff'] }],
  ])('is found at %s', (roleClaim, claims) => {
    expect(roleFrom(claims, { roleClaim, roleMapping })).toBe('member')
  })

  it('is the highest of those mapped, whatever the order', () => {
    const values = fc.shuffledSubarray(['guests', 'staff', 'chiefs', 'others'], { minLength: 1 })
    fc.assert(
      fc.property(values, (groups) => {
        const expected = ['chiefs', 'staff', 'guests'].find((group) => groups.includes(group))
        const role = roleMapping.find(({ value }) => value === expected)?.role ?? null
        expect(roleFrom({ groups }, { roleClaim: 'groups', roleMapping })).toBe(role)
      }),
    )
  })

  it('is none for what is not mapped, not text, not there, or inherited', () => {
    const none: [string, Record<string, unknown>][] = [
      ['groups', { groups: ['Staff', 'staff '] }],
      ['groups', { groups: [{ staff: true }, 7, null] }],
      ['groups', { groups: { staff: true } }],
      ['groups', {}],
      ['groups.0', { groups: ['staff'] }],
      ['constructor.name', {}],
      ['__proto__.groups', {}],
      ['', {}],
    ]
    for (const [roleClaim, claims] of none) expect(roleFrom(claims, { roleClaim, roleMapping })).toBeNull()
    expect(roleFrom({ groups: ['staff'] }, { roleClaim: 'groups', roleMapping: [] })).toBeNull()
  })
})

describe('claims of several sources', () => {
  it('add what earlier ones leave out, and change nothing', () => {
    const merged = mergedClaims({ sub: 'a', groups: ['x'] }, { sub: 'b', groups: ['y'], email: 'a@b.c' }, null, {
      email: 'other@b.c',
      realm_access: {},
    })
    expect(merged).toEqual({ sub: 'a', groups: ['x'], email: 'a@b.c', realm_access: {} })
  })
})

describe('whether an address is verified', () => {
  const verified = (...sources: [Record<string, unknown>, ...Record<string, unknown>[]]) => {
    const [first, ...others] = sources
    return mergedClaims({ sub: 'a', ...first }, ...others).email_verified
  }

  it('is said by a source that names it, the first that does', () => {
    const ada = { email: 'ada@b.c' }
    expect(verified({}, { ...ada, email_verified: true })).toBe(true)
    expect(verified(ada, { ...ada, email_verified: true })).toBe(true)
    expect(verified({ ...ada, email_verified: false }, { ...ada, email_verified: true })).toBe(false)
  })

  it('is not said by a source that names another one, or none', () => {
    const victim = { email: 'victim@b.c' }
    expect(verified(victim, { email: 'own@b.c', email_verified: true })).toBeUndefined()
    expect(verified(victim, { email_verified: true })).toBeUndefined()
    expect(verified(victim)).toBeUndefined()
  })
})

describe('a profile', () => {
  it('takes the standard claims', () => {
    const claims = { email: ' Ada@Example.COM ', email_verified: true, given_name: ' Ada ', family_name: '' }
    expect(profileFrom(claims)).toEqual({
      email: 'ada@example.com',
      emailVerified: true,
      firstName: 'Ada',
      lastName: null,
    })
  })

  it('counts an address as verified for yes alone', () => {
    for (const yes of [true, 'true']) expect(profileFrom({ email_verified: yes }).emailVerified).toBe(true)
    for (const no of [false, 'false', 1, 'yes', null, undefined, {}])
      expect(profileFrom({ email_verified: no }).emailVerified).toBe(false)
  })

  it('takes no address that could be none', () => {
    for (const email of ['ada', 'a b@c', '@', 7, null, `${'a'.repeat(254)}@b.c`])
      expect(profileFrom({ email }).email).toBeNull()
  })
})
