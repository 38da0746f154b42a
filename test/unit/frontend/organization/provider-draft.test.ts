import { describe, expect, it } from 'vitest'
import { newOidcProvider } from '../../../../contract/oidc.ts'
import { emptyDraft, formOf, withPreset, withRow } from '../../../../frontend/src/organization/provider-draft.ts'
import { PRESETS } from '../../../../frontend/src/organization/provider-presets.ts'

const draft = { ...emptyDraft, name: ' Company ', issuer: 'https://id.example ', clientId: 'signalbox' }

describe('formOf', () => {
  it('keeps a stored secret unless it is replaced or to be forgotten', () => {
    const secret = (change: object) => formOf({ ...draft, ...change }, { mayList: false }).clientSecret
    expect(secret({})).toBeUndefined()
    expect(secret({ clientSecret: 's' })).toBe('s')
    expect(secret({ forgetSecret: true })).toBeNull()
    expect(secret({ clientSecret: 's', forgetSecret: true })).toBe('s')
  })

  it('says whether it is listed only for who may decide that', () => {
    expect(formOf(draft, { mayList: false })).not.toHaveProperty('listed')
    expect(formOf({ ...draft, listed: true }, { mayList: true }).listed).toBe(true)
  })

  it('leaves out rows without a value and takes no audience for none', () => {
    const rows = [
      { id: 0, value: ' staff ', role: 'member' as const },
      { id: 1, value: '', role: 'owner' as const },
    ]
    expect(formOf({ ...draft, rows, audience: '  ' }, { mayList: false })).toMatchObject({
      name: 'Company',
      roleMapping: [{ value: 'staff', role: 'member' }],
      audience: null,
    })
  })

  it.each(PRESETS)('makes of the preset $name something that the API takes', (preset) => {
    const form = formOf(withPreset(draft, preset), { mayList: false })
    expect(newOidcProvider.safeParse(form).error).toBeUndefined()
    expect(form).toMatchObject({ roleClaim: preset.roleClaim, scopes: preset.scopes })
  })
})

describe('withRow', () => {
  it('gives each row an id of its own, also after one was removed', () => {
    const { rows } = withRow(withRow({ ...emptyDraft, rows: [{ id: 4, value: 'a', role: 'viewer' }] }))
    expect(new Set(rows.map(({ id }) => id)).size).toBe(3)
  })
})
