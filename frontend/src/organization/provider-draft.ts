import type { Role } from '../../../contract/auth.ts'
import type { OidcProvider } from '../../../contract/oidc.ts'
import type { ProviderForm } from '../api/providers.ts'
import type { Preset } from './provider-presets.ts'

/** What stands in the form; a row has an id of its own, so that removing one leaves the focus where it is. */
export interface ProviderDraft {
  name: string
  issuer: string
  clientId: string
  clientSecret: string
  forgetSecret: boolean
  scopes: string
  roleClaim: string
  rows: MappingRow[]
  audience: string
  enabled: boolean
  listed: boolean
}

export interface MappingRow {
  id: number
  value: string
  role: Role
}

export const emptyDraft: ProviderDraft = {
  name: '',
  issuer: '',
  clientId: '',
  clientSecret: '',
  forgetSecret: false,
  scopes: 'openid profile email offline_access',
  roleClaim: 'groups',
  rows: [{ id: 0, value: '', role: 'member' }],
  audience: '',
  enabled: true,
  listed: false,
}

export const draftOf = (provider: OidcProvider): ProviderDraft => ({
  ...emptyDraft,
  name: provider.name,
  issuer: provider.issuer,
  clientId: provider.clientId,
  scopes: provider.scopes,
  roleClaim: provider.roleClaim,
  rows: provider.roleMapping.map((row, id) => ({ id, ...row })),
  audience: provider.audience ?? '',
  enabled: provider.enabled,
  listed: provider.listed,
})

/** A preset fills what it knows; an issuer someone typed stays. */
export const withPreset = (draft: ProviderDraft, { name, issuer, roleClaim, scopes }: Preset): ProviderDraft => ({
  ...draft,
  roleClaim,
  scopes,
  issuer: draft.issuer === '' && name === 'google' ? issuer : draft.issuer,
})

export const withRow = (draft: ProviderDraft): ProviderDraft => ({
  ...draft,
  rows: [...draft.rows, { id: Math.max(-1, ...draft.rows.map(({ id }) => id)) + 1, value: '', role: 'member' }],
})

/** Rows that say something, in the order in which the API numbers them. */
export const filledRows = ({ rows }: ProviderDraft) => rows.filter(({ value }) => value.trim() !== '')

/** What is sent: an empty secret keeps the stored one, and only who runs the deployment says whether it is listed. */
export function formOf(draft: ProviderDraft, { mayList }: { mayList: boolean }): ProviderForm {
  const { name, issuer, clientId, clientSecret, forgetSecret, scopes, roleClaim, audience, enabled, listed } = draft
  return {
    name: name.trim(),
    issuer: issuer.trim(),
    clientId: clientId.trim(),
    scopes: scopes.trim().replace(/\s+/g, ' '),
    roleClaim: roleClaim.trim(),
    roleMapping: filledRows(draft).map(({ value, role }) => ({ value: value.trim(), role })),
    audience: audience.trim() === '' ? null : audience.trim(),
    enabled,
    ...(mayList && { listed }),
    ...(clientSecret !== '' && { clientSecret }),
    ...(clientSecret === '' && forgetSecret && { clientSecret: null }),
  }
}
