import type { Role } from '../../contract/auth.ts'
import type { ProviderClaims, RoleMapping } from '../../contract/oidc.ts'
import { isJsonObject } from '../json-object.ts'

/** From the one that may most to the one that may least. */
const BY_RANK: readonly Role[] = ['owner', 'admin', 'member', 'viewer']

/** How an organisation reads the claims of its provider. */
export interface RoleRule {
  /** Where roles stand, dots between the steps. A step may itself hold dots (`https://shop.example/roles`). */
  roleClaim: string
  roleMapping: RoleMapping
}

/**
 * Decides what someone may do from what their provider says of them; mapping is data, and there is no default.
 * @returns the highest role any of their values is mapped to, or null for no access
 */
export const roleFrom = (claims: Record<string, unknown>, { roleClaim, roleMapping }: RoleRule): Role | null => {
  const values = new Set(valuesAt(claims, roleClaim))
  const given = new Set(roleMapping.filter(({ value }) => values.has(value)).map(({ role }) => role))
  return BY_RANK.find((role) => given.has(role)) ?? null
}

/**
 * @returns the claims with what only later sources say added to them; what an earlier one says stands. That an address is
 * verified counts from a source that names that very address.
 */
export const mergedClaims = (first: ProviderClaims, ...others: (Record<string, unknown> | null)[]): ProviderClaims => {
  const sources = [...others.toReversed(), first]
  const { email }: ProviderClaims = Object.assign({}, ...sources)
  return Object.assign({}, ...sources.map((source) => (source?.email === email ? source : unverifying(source))))
}

const unverifying = (source: Record<string, unknown> | null): Record<string, unknown> => {
  const { email_verified: _, ...others } = source ?? {}
  return others
}

/** What we take of someone's claims for their account; names longer than fit are cut. */
export interface Profile {
  /** Lower case; null where the provider names none that could be an address. */
  email: string | null
  emailVerified: boolean
  firstName: string | null
  lastName: string | null
}

const LONGEST_NAME = 100
const LONGEST_EMAIL = 254

/** @returns the standard claims of OpenID Connect Core 1.0, section 5.1, that an account has room for. */
export const profileFrom = (claims: Record<string, unknown>): Profile => ({
  email: emailFrom(claims.email),
  // Some providers write booleans as text (Amazon Cognito); nothing else counts as yes.
  emailVerified: claims.email_verified === true || claims.email_verified === 'true',
  firstName: nameFrom(claims.given_name),
  lastName: nameFrom(claims.family_name),
})

const valuesAt = (claims: Record<string, unknown>, path: string): string[] => {
  const found = valueAt(claims, path)
  const values = Array.isArray(found) ? found : [found]
  return values.filter((value) => typeof value === 'string')
}

// The whole rest of the path may be one name; else each dot may be where a step ends.
const valueAt = (claims: Record<string, unknown>, path: string): unknown => {
  if (Object.hasOwn(claims, path)) return claims[path]
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const step = path.slice(0, dot)
    const inner = Object.hasOwn(claims, step) ? claims[step] : undefined
    const found = isJsonObject(inner) ? valueAt(inner, path.slice(dot + 1)) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

const emailFrom = (claim: unknown): string | null => {
  if (typeof claim !== 'string') return null
  const email = claim.trim().toLowerCase()
  return email.length <= LONGEST_EMAIL && /^[^\s@]+@[^\s@]+$/.test(email) ? email : null
}

const nameFrom = (claim: unknown): string | null => {
  const name = typeof claim === 'string' ? claim.trim().slice(0, LONGEST_NAME) : ''
  return name === '' ? null : name
}
