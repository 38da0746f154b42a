import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Membership, Role, Session } from '../../contract/auth.ts'
import type { Member, MemberInvitation } from '../../contract/organisations.ts'
import type { Page } from '../../contract/page.ts'
import type { Problem } from '../../contract/problem.ts'
import { sha256Hex } from '../../platform/crypto.ts'
import { hangUpVouched } from '../../workers/core/api/vouched.ts'
import { call, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

// Each person costs a fifth of a second of scrypt, more where other tests run beside.
vi.setConfig({ testTimeout: 30_000 })

let db: D1Database

beforeAll(async () => {
  db = await migrated()
})

const code = async (answer: Promise<Response>) => ((await (await answer).json()) as Problem).code
const statusOf = async (answer: Promise<Response>) => (await answer).status
const patch = (token: string, userId: string, body: unknown) =>
  call('PATCH', `/api/v1/members/${userId}`, { token, body })
const remove = (token: string, userId: string) => call('DELETE', `/api/v1/members/${userId}`, { token })
const list = (token: string, query = '') => read<Page<Member>>(200, call('GET', `/api/v1/members${query}`, { token }))

/** @returns a session, in that organisation, of somebody new who was invited there. */
const joinedBy = async (owner: Session, role: Role): Promise<Session> => {
  const guest = await someone()
  const body = { email: guest.user.email, role }
  const invited = await read<MemberInvitation>(
    201,
    call('POST', '/api/v1/members/invitations', { token: owner.accessToken, body }),
  )
  const token = invited.link?.split('#token=')[1]
  const joined = await read<Membership>(
    200,
    call('POST', '/api/v1/members/invitations/accept', { token: guest.accessToken, body: { token } }),
  )
  const wish = { refreshToken: guest.refreshToken, organization: joined.id }
  return read<Session>(200, call('POST', '/api/v1/auth/refresh', { body: wish }))
}

const owners = async (organisation: string) => {
  const { results } = await db
    .prepare("SELECT user_id FROM members WHERE organisation_id = ? AND role = 'owner'")
    .bind(organisation)
    .all()
  return results.length
}

const factsOf = async (organisation: string, subject: string) => {
  const { results } = await db
    .prepare('SELECT type FROM domain_events WHERE organisation_id = ? AND subject = ? ORDER BY position')
    .bind(organisation, subject)
    .all<{ type: string }>()
  return results.map(({ type }) => type)
}

describe('the list of members', () => {
  it('has the one who joined first in front, in pages, and nobody of another organisation', async () => {
    const owner = await someone()
    await someone()
    const guests = [await joinedBy(owner, 'admin'), await joinedBy(owner, 'viewer')]
    const expected = [owner, ...guests].map(({ user }) => user.id)
    const whole = await list(owner.accessToken)
    expect(whole.data.map(({ userId }) => userId)).toEqual(expected)
    expect(whole.data[0]).toMatchObject({ role: 'owner', provider: null, secondFactor: false })
    const first = await list(owner.accessToken, '?limit=2')
    const second = await list(owner.accessToken, `?limit=2&cursor=${first.next}`)
    expect([...first.data, ...second.data].map(({ userId }) => userId)).toEqual(expected)
    expect(second.next).toBeNull()
  })

  it('finds by part of a name or an email, and takes a search for text alone', async () => {
    const owner = await someone()
    const guest = await joinedBy(owner, 'member')
    await db.prepare("UPDATE users SET last_name = 'Lovelace' WHERE id = ?").bind(guest.user.id).run()
    const found = async (query: string) =>
      (await list(owner.accessToken, `?query=${encodeURIComponent(query)}`)).data.map(({ userId }) => userId)
    expect(await found('LOVE')).toEqual([guest.user.id])
    expect(await found(guest.user.email.toUpperCase())).toEqual([guest.user.id])
    for (const nothing of ['%', '_ovelace', "' OR 1 --"]) expect(await found(nothing)).toEqual([])
  })

  it('refuses a cursor of another list', async () => {
    const { accessToken } = await someone()
    for (const cursor of ['nonsense', btoa('["a"]')])
      expect(await code(call('GET', `/api/v1/members?cursor=${cursor}`, { token: accessToken }))).toBe('invalid_cursor')
  })
})

describe('a role', () => {
  it('changes at once, without a new token', async () => {
    const owner = await someone()
    const guest = await joinedBy(owner, 'viewer')
    const make = () => call('POST', '/api/v1/projects', { token: guest.accessToken, body: { name: 'Theirs' } })
    expect(await code(make())).toBe('forbidden')
    const changed = await read<Member>(200, patch(owner.accessToken, guest.user.id, { role: 'member' }))
    expect(changed).toMatchObject({ userId: guest.user.id, role: 'member' })
    expect(await statusOf(make())).toBe(201)
    expect(await factsOf(owner.organization.id, guest.user.id)).toEqual(['member.joined', 'member.role_changed'])
  })

  it('of an owner is neither given nor taken by an admin, to themselves either', async () => {
    const owner = await someone()
    const admin = await joinedBy(owner, 'admin')
    for (const [who, role] of [
      [admin.user.id, 'owner'],
      [owner.user.id, 'viewer'],
    ] as const)
      expect(await code(patch(admin.accessToken, who, { role }))).toBe('forbidden')
    expect(await code(remove(admin.accessToken, owner.user.id))).toBe('forbidden')
    expect(await owners(owner.organization.id)).toBe(1)
  })

  it('is refused to members and viewers, for everyone', async () => {
    const owner = await someone()
    const admin = await joinedBy(owner, 'admin')
    for (const role of ['member', 'viewer'] as const) {
      const guest = await joinedBy(owner, role)
      expect(await code(patch(guest.accessToken, guest.user.id, { role: 'admin' }))).toBe('forbidden')
      expect(await code(remove(guest.accessToken, admin.user.id))).toBe('forbidden')
    }
  })

  it('of somebody in another organisation, or of nobody, is not found', async () => {
    const [owner, stranger] = [await someone(), await someone()]
    for (const id of [stranger.user.id, 'u_nobody']) {
      expect(await code(patch(owner.accessToken, id, { role: 'viewer' }))).toBe('not_found')
      expect(await code(remove(owner.accessToken, id))).toBe('not_found')
    }
    expect(await owners(stranger.organization.id)).toBe(1)
  })

  it('that there is none is pointed at', async () => {
    const owner = await someone()
    const refused = await read<Problem>(422, patch(owner.accessToken, owner.user.id, { role: 'emperor' }))
    expect(refused.errors?.map(({ pointer }) => pointer)).toEqual(['/role'])
    const path = await read<Problem>(422, patch(owner.accessToken, `${'x'.repeat(65)}`, { role: 'viewer' }))
    expect(path.errors?.map(({ pointer }) => pointer)).toEqual(['/userId'])
  })

  it('is left to the identity provider that says it, as long as that one is in use', async () => {
    const owner = await someone()
    const guest = await joinedBy(owner, 'member')
    await db
      .prepare(
        `INSERT INTO oidc_providers (id, organisation_id, name, issuer, client_id, scopes, role_claim, role_mapping, created_at)
         VALUES ('p_members', ?, 'Corp', 'https://id.example', 'c', 'openid', 'roles', '[]', 0)`,
      )
      .bind(owner.organization.id)
      .run()
    await db.prepare("UPDATE members SET provider_id = 'p_members' WHERE user_id = ?").bind(guest.user.id).run()
    expect(await code(patch(owner.accessToken, guest.user.id, { role: 'viewer' }))).toBe('managed_by_provider')
    expect(await code(remove(owner.accessToken, guest.user.id))).toBe('managed_by_provider')
    await db.prepare("UPDATE oidc_providers SET enabled = 0 WHERE id = 'p_members'").run()
    await read(200, patch(owner.accessToken, guest.user.id, { role: 'viewer' }))
  })
})

describe('whoever leaves or is removed', () => {
  it('gets in nowhere in that organisation from that moment, and keeps their own', async () => {
    const owner = await someone()
    const [removed, left] = [await joinedBy(owner, 'member'), await joinedBy(owner, 'member')]
    expect(await statusOf(remove(owner.accessToken, removed.user.id))).toBe(204)
    expect(await statusOf(remove(left.accessToken, 'me'))).toBe(204)
    for (const gone of [removed, left]) {
      expect(await code(call('GET', '/api/v1/projects', { token: gone.accessToken }))).toBe('unauthenticated')
      const back = { refreshToken: gone.refreshToken, organization: owner.organization.id }
      expect(await code(call('POST', '/api/v1/auth/refresh', { body: back }))).toBe('forbidden')
      const home = { refreshToken: gone.refreshToken }
      const again = await read<Session>(200, call('POST', '/api/v1/auth/refresh', { body: home }))
      expect(again.organization.id).not.toBe(owner.organization.id)
    }
    const log = (gone: Session) => factsOf(owner.organization.id, gone.user.id)
    expect([await log(removed), await log(left)]).toEqual([
      ['member.joined', 'member.removed'],
      ['member.joined', 'member.left'],
    ])
  })

  it('takes the invitations they sent along, because they know those links', async () => {
    const owner = await someone()
    const admin = await joinedBy(owner, 'admin')
    const body = { email: 'backdoor@example.com', role: 'admin' }
    const invited = await read<MemberInvitation>(
      201,
      call('POST', '/api/v1/members/invitations', { token: admin.accessToken, body }),
    )
    await remove(owner.accessToken, admin.user.id)
    const token = invited.link?.split('#token=')[1]
    expect(await code(call('POST', '/api/v1/members/invitations/look', { body: { token } }))).toBe('invalid_link')
  })

  it('is an owner by then, whom an admin neither takes out nor down', async () => {
    const owner = await someone()
    const [admin, heir] = [await joinedBy(owner, 'admin'), await joinedBy(owner, 'member')]
    const promoted = () => db.prepare("UPDATE members SET role = 'owner' WHERE user_id = ?").bind(heir.user.id).run()
    const { DB } = env as Env
    const write = DB.batch.bind(DB)
    const ways = [
      () => remove(admin.accessToken, heir.user.id),
      () => patch(admin.accessToken, heir.user.id, { role: 'viewer' }),
    ]
    for (const way of ways) {
      const batch = vi.spyOn(DB, 'batch').mockImplementationOnce(async (statements) => {
        await promoted()
        return write(statements)
      })
      expect(await code(way())).toBe('stale_version')
      batch.mockRestore()
      expect(await owners(owner.organization.id)).toBe(2)
      await db
        .prepare("UPDATE members SET role = 'member' WHERE user_id = ? AND organisation_id = ?")
        .bind(heir.user.id, owner.organization.id)
        .run()
    }
  })

  it('is not the last owner', async () => {
    const owner = await someone()
    await joinedBy(owner, 'admin')
    expect(await code(remove(owner.accessToken, 'me'))).toBe('last_owner')
    expect(await code(remove(owner.accessToken, owner.user.id))).toBe('last_owner')
    expect(await code(patch(owner.accessToken, owner.user.id, { role: 'admin' }))).toBe('last_owner')
    expect(await owners(owner.organization.id)).toBe(1)
    expect(await factsOf(owner.organization.id, owner.user.id)).toEqual(['user.registered'])
  })

  it('is not the last owner who can sign in', async () => {
    const owner = await someone()
    const other = await joinedBy(owner, 'owner')
    await db.prepare('UPDATE users SET disabled_at = 1 WHERE id = ?').bind(other.user.id).run()
    expect(await code(remove(owner.accessToken, 'me'))).toBe('last_owner')
  })

  type Way = (one: Session, other: Session) => Promise<Response>
  const ways: [string, Way][] = [
    ['leave', (one) => remove(one.accessToken, 'me')],
    ['remove each other', (one, other) => remove(one.accessToken, other.user.id)],
    ['step down', (one) => patch(one.accessToken, one.user.id, { role: 'viewer' })],
    ['demote each other', (one, other) => patch(one.accessToken, other.user.id, { role: 'viewer' })],
  ]

  it.each(ways)('is one of two owners, not both, who %s at once', async (_, way) => {
    const one = await someone()
    const other = await joinedBy(one, 'owner')
    await Promise.all([way(one, other), way(other, one)])
    expect(await owners(one.organization.id)).toBe(1)
  })

  it('would be both if the database were not asked in the same breath', async () => {
    const one = await someone()
    const other = await joinedBy(one, 'owner')
    const left = async (who: Session) => {
      const others = await owners(one.organization.id)
      if (others > 1)
        await db
          .prepare('DELETE FROM members WHERE user_id = ? AND organisation_id = ?')
          .bind(who.user.id, one.organization.id)
          .run()
    }
    await Promise.all([left(one), left(other)])
    expect(await owners(one.organization.id)).toBe(0)
  })
})

describe('a live socket', () => {
  const listen = async ({ accessToken }: Session) => {
    const headers = { upgrade: 'websocket', authorization: `Bearer ${accessToken}` }
    const { webSocket } = await call('GET', '/api/v1/live', { headers })
    if (webSocket === null) throw new Error('no socket')
    const heard: unknown[] = []
    webSocket.addEventListener('message', ({ data }) => heard.push(data))
    const closed = new Promise<number>((resolve) => {
      webSocket.addEventListener('close', ({ code: why }) => resolve(why))
    })
    webSocket.accept()
    return { heard, closed, webSocket }
  }

  it('closes when its listener is removed, or gets another role, and nobody else’s does', async () => {
    const owner = await someone()
    const [removed, demoted] = [await joinedBy(owner, 'member'), await joinedBy(owner, 'admin')]
    const [ownSocket, one, two] = [await listen(owner), await listen(removed), await listen(demoted)]
    await remove(owner.accessToken, removed.user.id)
    expect(await one.closed).toBe(4401)
    await patch(owner.accessToken, demoted.user.id, { role: 'viewer' })
    expect(await two.closed).toBe(4401)
    const known = one.heard.length
    await read(201, call('POST', '/api/v1/projects', { token: owner.accessToken, body: { name: 'After' } }))
    await expect.poll(() => ownSocket.heard.some((text) => String(text).includes('project.created'))).toBe(true)
    expect(one.heard.length).toBe(known)
    ownSocket.webSocket.close()
  })

  it('closes when its sign-in ends, and the other sign-in of the same person listens on', async () => {
    const owner = await someone()
    const again = { email: owner.user.email, password: 'correct horse' }
    const elsewhere = await read<Session>(200, call('POST', '/api/v1/auth/login', { body: again }))
    const [here, there] = [await listen(owner), await listen(elsewhere)]
    await call('POST', '/api/v1/auth/logout', { body: { refreshToken: owner.refreshToken } })
    expect(await here.closed).toBe(4401)
    await read(201, call('POST', '/api/v1/projects', { token: elsewhere.accessToken, body: { name: 'On' } }))
    await expect.poll(() => there.heard.some((text) => String(text).includes('project.created'))).toBe(true)
    there.webSocket.close()
  })

  it('closes for any number of sign-ins that a provider vouched for with one call', async () => {
    const owner = await someone()
    const { closed } = await listen(owner)
    const { session } = JSON.parse(atob(owner.accessToken.split('.')[1] ?? '').replace('"sid"', '"session"'))
    const asked = vi.spyOn((env as Env).LIVE_HUB, 'get')
    const organisationId = owner.organization.id
    const ended = Array.from({ length: 2000 }, (_, n) => ({ id: `f_${n}`, organisationId }))
    await hangUpVouched(env as Env, [...ended, { id: session, organisationId }, { id: 'f_none', organisationId: null }])
    expect(asked).toHaveBeenCalledTimes(1)
    asked.mockRestore()
    expect(await closed).toBe(4401)
  })

  it('closes at the next check where a provider decides by now, and did not vouch', async () => {
    const owner = await someone()
    const { webSocket, closed } = await listen(owner)
    const organisation = owner.organization.id
    await db
      .prepare(
        `INSERT INTO oidc_providers (id, organisation_id, name, issuer, client_id, scopes, role_claim, role_mapping, created_at)
         VALUES ('p_decides', ?, 'Company', 'https://id.example', 'c', 'openid', 'groups', '[]', 1)`,
      )
      .bind(organisation)
      .run()
    await db.prepare("UPDATE members SET provider_id = 'p_decides' WHERE organisation_id = ?").bind(organisation).run()
    const { LIVE_HUB } = env as Env
    expect(await runDurableObjectAlarm(LIVE_HUB.get(LIVE_HUB.idFromName(organisation)))).toBe(true)
    expect(await closed).toBe(4401)
    webSocket.close()
  })

  it('closes at the next check where nobody told it', async () => {
    const owner = await someone()
    const body = { email: owner.user.email, password: 'correct horse' }
    const other = await read<Session>(200, call('POST', '/api/v1/auth/login', { body }))
    const [expired, standing] = [await listen(owner), await listen(other)]
    const { LIVE_HUB } = env as Env
    const hub = LIVE_HUB.get(LIVE_HUB.idFromName(owner.organization.id))
    await db
      .prepare('UPDATE sessions SET expires_at = 1 WHERE id = (SELECT family FROM refresh_tokens WHERE hash = ?)')
      .bind(sha256Hex(owner.refreshToken))
      .run()
    expect(await runDurableObjectAlarm(hub)).toBe(true)
    expect(await expired.closed).toBe(4401)
    await read(201, call('POST', '/api/v1/projects', { token: other.accessToken, body: { name: 'On' } }))
    await expect.poll(() => standing.heard.some((text) => String(text).includes('project.created'))).toBe(true)
    standing.webSocket.close()
  })
})
