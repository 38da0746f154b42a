import { beforeAll, describe, expect, it, vi } from 'vitest'
import { ACTIONS } from '../../domain/identity/access.ts'
import { api } from '../../workers/core/api/app.ts'
import { migrated } from './migrated.ts'
import {
  foreignNamed,
  foreignReached,
  ownMissed,
  rolesMistaken,
  scopesMistaken,
  strangersLetIn,
  unguarded,
  unprepared,
  vouchedMistaken,
} from './walk.ts'
import { apiKeyWith, newcomer, type Organisation, organisationWithAll, personIn, tokenFor } from './walk-fixtures.ts'

// Thousands of questions take their time on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let db: D1Database
let own: Organisation
let foreign: Organisation
let admin: string
let guest: string
let serial = 1000

const fresh = async () => {
  serial += 2
  return organisationWithAll(serial)
}

beforeAll(async () => {
  db = await migrated()
  own = await fresh()
  foreign = await organisationWithAll(serial + 1)
  const memberships = [{ organisationId: own.id, role: 'viewer' as const }]
  const elsewhere = [
    { organisationId: own.id, role: 'owner' as const },
    { organisationId: foreign.id, role: 'viewer' as const },
  ]
  guest = (await personIn(elsewhere, { id: 'u-guest' })).token
  admin = (await personIn(memberships, { id: 'u-admin', platformRole: 'ADMIN' })).token
})

const HOUR_MS = 3_600_000

async function strangers() {
  const role = 'owner'
  const inOwn = [{ organisationId: own.id, role } as const]
  const { owner } = own.people
  const of = (userId: string, organisationId: string, session: string, at?: number) =>
    tokenFor({ userId, organisationId, session }, at)
  const gone = await fresh()
  await db.prepare('UPDATE organisations SET deleted_at = 1 WHERE id = ?').bind(gone.id).run()
  const ended = await personIn(inOwn, { id: 'u-ended', session: { revoked_at: 1 } })
  const over = await personIn(inOwn, { id: 'u-over', session: { expires_at: 1 } })
  const off = await personIn(inOwn, { id: 'u-off', user: { disabled_at: 1 } })
  const vouched = await personIn([...inOwn, { organisationId: foreign.id, role }], {
    id: 'u-vouched-abroad',
    session: { provider_id: own.ids['identity-providers'] ?? '', organisation_id: own.id },
  })
  return {
    nobody: {},
    'a garbage bearer': { token: 'garbage' },
    'a made-up API key': { token: `sbx_${'a'.repeat(36)}` },
    'a revoked API key': { token: await apiKeyWith(own.id, ACTIONS, { revoked_at: 1 }) },
    'an API key that is over': { token: await apiKeyWith(own.id, ACTIONS, { expires_at: 1 }) },
    'an API key of an organisation that is gone': { token: await apiKeyWith(gone.id, ACTIONS) },
    'an owner of an organisation that is gone': { token: gone.people.owner.token },
    'a made-up X-API-Key': { headers: { 'x-api-key': `sbx_${'a'.repeat(36)}` } },
    'an ended session': { token: ended.token },
    'a session that is over': { token: over.token },
    'an account that is off': { token: off.token },
    'a token of an hour ago': { token: await of(owner.id, own.id, owner.session, Date.now() - HOUR_MS) },
    'a session of somebody else': { token: await of(own.people.viewer.id, own.id, owner.session) },
    'a session no member of that organisation has': { token: await of(owner.id, foreign.id, owner.session) },
    'a session that a provider elsewhere vouched for': { token: await of(vouched.id, foreign.id, vouched.session) },
  }
}

describe('every route', () => {
  it('has a guard, or a reason to have none', () => {
    expect(unguarded(api)).toEqual([])
  })

  it('has a fixture for each parameter, body and id', () => {
    expect(unprepared(api, own)).toEqual([])
  })

  it('is shut to whoever has no session, or one that does not hold', async () => {
    expect(await strangersLetIn(api, await strangers())).toEqual([])
  })

  it('is open to the roles that may, and to no other', async () => {
    expect(await rolesMistaken(api, own, admin)).toEqual([])
  })

  it('is open to API keys with its scope alone, and to no others', async () => {
    expect(await scopesMistaken(api, own)).toEqual([])
  })

  it('gives whom a provider vouched for what their role has there, and nothing of the account or the platform', async () => {
    const session = { provider_id: own.ids['identity-providers'] ?? '', organisation_id: own.id }
    const vouched = () => newcomer(own.id, 'owner', { session, user: { platform_role: 'ADMIN' } })
    expect(await vouchedMistaken(api, vouched)).toEqual([])
  })

  it('finds what its own organisation has', async () => {
    expect(await ownMissed(api, fresh)).toEqual([])
  })

  it('finds nothing of another organisation, and cannot tell it from what nobody has', async () => {
    const before = await rowsOf(foreign)
    expect(await foreignReached(api, { own, foreign, token: own.people.owner.token })).toEqual([])
    expect(await foreignNamed(api, own, foreign)).toEqual([])
    expect(await rowsOf(foreign)).toEqual(before)
  })
})

it('a sign-in of somebody else is not found in the same organisation either', async () => {
  const colleague = { ...foreign, ids: { ...foreign.ids, sessions: own.people.viewer.session } }
  expect(await foreignReached(api, { own, foreign: colleague, token: own.people.owner.token })).toEqual([])
})

describe('a person of two organisations', () => {
  it('does in one of them nothing to the other', async () => {
    const before = await rowsOf(foreign)
    expect(await foreignReached(api, { own, foreign, token: guest })).toEqual([])
    expect(await foreignNamed(api, own, foreign)).toEqual([])
    expect(await rowsOf(foreign)).toEqual(before)
  })
})

/** Everything the database holds that bears the mark of an organisation. */
async function rowsOf({ mark }: Organisation): Promise<string[]> {
  const { results: tables } = await db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_*' AND name NOT GLOB 'sqlite_*'")
    .all<{ name: string }>()
  const rows = await Promise.all(tables.map(({ name }) => db.prepare(`SELECT * FROM ${name}`).all()))
  return rows.flatMap(({ results }) => results.map((row) => JSON.stringify(row))).filter((row) => row.includes(mark))
}
