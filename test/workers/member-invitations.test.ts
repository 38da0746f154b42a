import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { z } from 'zod'
import type { Membership, me, Role, Session } from '../../contract/auth.ts'
import type { invitationOffer, MemberInvitation } from '../../contract/organisations.ts'
import type { Page } from '../../contract/page.ts'
import type { Problem } from '../../contract/problem.ts'
import { sha256Hex } from '../../platform/crypto.ts'
import { invite as sendInvitation } from '../../workers/core/api/new-member-invitation.ts'
import { call, freshAddress, ORIGIN, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

type Me = z.infer<typeof me>
type InvitationOffer = z.infer<typeof invitationOffer>

// Each person costs a fifth of a second of scrypt, more where other tests run beside.
vi.setConfig({ testTimeout: 30_000 })

let db: D1Database
let serial = 0

beforeAll(async () => {
  db = await migrated()
})

const freshEmail = () => {
  serial += 1
  return `guest${serial}@example.com`
}
const code = async (answer: Promise<Response>) => ((await (await answer).json()) as Problem).code
const statusOf = async (answer: Promise<Response>) => (await answer).status
const path = '/api/v1/members/invitations'
const ask = ({ accessToken: token }: Session, body: unknown, headers = {}) =>
  call('POST', path, { token, body, headers })
const invite = (by: Session, email: string, role: Role = 'member') =>
  read<MemberInvitation>(201, ask(by, { email, role }))
const tokenOf = ({ link }: MemberInvitation) => link?.split('#token=')[1] ?? ''
const look = (token: string, headers = {}) => call('POST', `${path}/look`, { body: { token }, headers })
const accept = ({ accessToken }: Session, token: string) =>
  call('POST', `${path}/accept`, { token: accessToken, body: { token } })
const decline = (token: string) => call('POST', `${path}/decline`, { body: { token } })
const revoke = ({ accessToken: token }: Session, id: string) => call('DELETE', `${path}/${id}`, { token })
const resend = ({ accessToken: token }: Session, id: string) => call('POST', `${path}/${id}/resend`, { token })
const listed = async ({ accessToken: token }: Session, query = '') =>
  read<Page<MemberInvitation>>(200, call('GET', `${path}${query}`, { token }))
const register = (email: string, invitation: string) =>
  call('POST', '/api/v1/auth/register', { body: { email, password: 'correct horse', invitation } })
const mailsWith = async ({ link }: MemberInvitation) => {
  const { results } = await db
    .prepare('SELECT status, reason, next_attempt_at FROM deliveries WHERE instr(body, ?) > 0')
    .bind(link)
    .all<{ status: string; reason: string; next_attempt_at: number | null }>()
  return results
}
const membersOf = async (organisation: string) => {
  const { results } = await db
    .prepare('SELECT user_id AS id, role FROM members WHERE organisation_id = ?')
    .bind(organisation)
    .all<{ id: string; role: Role }>()
  return results
}
const switched = async (session: Session, organization: string) =>
  read<Session>(
    200,
    call('POST', '/api/v1/auth/refresh', { body: { refreshToken: session.refreshToken, organization } }),
  )

describe('an invitation', () => {
  it('is answered with a link, mailed, kept as a digest alone, and told in the log without the address', async () => {
    const owner = await someone()
    const email = freshEmail()
    const made = await invite(owner, email)
    expect(made).toMatchObject({ email, role: 'member', status: 'pending', invitedBy: owner.user.email })
    expect(made.link).toMatch(new RegExp(`^${ORIGIN}/join#token=[\\w-]{43}$`))
    expect(Date.parse(made.expiresAt) - Date.parse(made.sentAt)).toBe(7 * 24 * 3_600_000)
    const mail = await db.prepare('SELECT * FROM deliveries WHERE target = ?').bind(email).first()
    expect(mail).toMatchObject({ organisation_id: owner.organization.id, template: 'organization.invitation' })
    expect(mail?.body).toContain(made.link)
    const row = await db.prepare('SELECT * FROM member_invitations WHERE id = ?').bind(made.id).first()
    expect(row?.token_hash).toBe(sha256Hex(tokenOf(made)))
    expect(JSON.stringify(row)).not.toContain(tokenOf(made))
    const fact = await db
      .prepare("SELECT data FROM domain_events WHERE type = 'member.invited' AND subject = ?")
      .bind(made.id)
      .first<string>('data')
    expect(JSON.parse(fact ?? '')).toEqual({ invitationId: made.id, role: 'member' })
  })

  it('is not mailed any more once its link is over, be it replaced, sent anew, answered or revoked', async () => {
    const owner = await someone()
    const ways: ((made: MemberInvitation) => Promise<unknown>)[] = [
      ({ email }) => invite(owner, email),
      ({ id }) => resend(owner, id),
      ({ id }) => revoke(owner, id),
      (made) => decline(tokenOf(made)),
      (made) => register(made.email, tokenOf(made)),
    ]
    for (const end of ways) {
      const made = await invite(owner, freshEmail())
      expect(await mailsWith(made)).toMatchObject([{ status: 'queued', reason: 'no mail provider is configured' }])
      await end(made)
      expect(await mailsWith(made)).toEqual([
        { status: 'cancelled', reason: 'its link does not work any more', next_attempt_at: null },
      ])
    }
  })

  it('is mailed all the same where another one is over, and stays sent where it was sent', async () => {
    const owner = await someone()
    const [gone, sent, other] = [
      await invite(owner, freshEmail(), 'owner'),
      await invite(owner, freshEmail()),
      await invite(owner, freshEmail()),
    ]
    await db.prepare("UPDATE deliveries SET status = 'accepted' WHERE target = ?").bind(sent.email).run()
    for (const { id } of [gone, sent]) expect(await statusOf(revoke(owner, id))).toBe(204)
    const states = await Promise.all([gone, sent, other].map(mailsWith))
    expect(states.flat().map(({ status }) => status)).toEqual(['cancelled', 'accepted', 'queued'])
  })

  it('answers the same whether the address has an account or not', async () => {
    const owner = await someone()
    const known = await someone()
    const shape = async (email: string) => Object.keys(await invite(owner, email)).sort()
    expect(await shape(known.user.email)).toEqual(await shape(freshEmail()))
  })

  it('shows its link to nobody afterwards, and the list to nobody of another organisation', async () => {
    const [owner, stranger] = [await someone(), await someone()]
    const made = await invite(owner, freshEmail())
    const { data } = await listed(owner)
    expect(data.map(({ id }) => id)).toEqual([made.id])
    expect(data[0]).not.toHaveProperty('link')
    expect((await listed(stranger)).data).toEqual([])
    for (const touch of [revoke, resend]) expect(await code(touch(stranger, made.id))).toBe('not_found')
    await read(200, look(tokenOf(made)))
  })

  it('comes in pages, newest first', async () => {
    const owner = await someone()
    const made = [
      await invite(owner, freshEmail()),
      await invite(owner, freshEmail()),
      await invite(owner, freshEmail()),
    ]
    const first = await listed(owner, '?limit=2')
    const second = await listed(owner, `?limit=2&cursor=${first.next}`)
    const seen = [...first.data, ...second.data]
    expect(seen.map(({ id }) => id).sort()).toEqual(made.map(({ id }) => id).sort())
    expect(seen.map(({ createdAt }) => createdAt)).toEqual(
      seen
        .map(({ createdAt }) => createdAt)
        .sort()
        .reverse(),
    )
    expect(second.next).toBeNull()
  })

  it('replaces one that waits for the same address, however it is written', async () => {
    const owner = await someone()
    const email = freshEmail()
    const first = await invite(owner, email)
    const second = await invite(owner, `  ${email.toUpperCase()} `, 'viewer')
    expect(await code(look(tokenOf(first)))).toBe('invalid_link')
    expect(await read<InvitationOffer>(200, look(tokenOf(second)))).toMatchObject({ email, role: 'viewer' })
    expect((await listed(owner)).data).toHaveLength(1)
  })

  it('leaves one link that works when the same address is invited twice at once', async () => {
    const owner = await someone()
    const email = freshEmail()
    const made = await Promise.all([invite(owner, email), invite(owner, email)])
    const worked = await Promise.all(made.map((one) => statusOf(look(tokenOf(one)))))
    expect(worked.sort()).toEqual([200, 410])
  })

  it('is refused for a member, and beyond as many as may wait', async () => {
    const owner = await someone()
    expect(await code(ask(owner, { email: owner.user.email, role: 'viewer' }))).toBe('already_member')
    await db
      .prepare(
        `INSERT INTO member_invitations (id, organisation_id, email, role, token_hash, invited_by, created_at, sent_at, expires_at)
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
         SELECT ?1 || i, ?1, i || '@full.example', 'viewer', ?1 || i, 'u', 0, 0, ?2 FROM n`,
      )
      .bind(owner.organization.id, Date.now() + 60_000)
      .run()
    expect(await code(ask(owner, { email: freshEmail(), role: 'viewer' }))).toBe('limit_reached')
    expect(await statusOf(ask(owner, { email: '7@full.example', role: 'viewer' }))).toBe(201)
  })

  it('points at what is wrong with it', async () => {
    const owner = await someone()
    for (const [body, pointers] of [
      [{}, ['/email', '/role']],
      [{ email: 'nobody', role: 'emperor' }, ['/email', '/role']],
      [{ email: 'ünïcode@exämple.com', role: 'viewer' }, ['/email']],
      [{ email: `${'x'.repeat(250)}@example.com`, role: 'viewer' }, ['/email']],
      [{ email: ['a@example.com'], role: 'viewer', language: 'xx' }, ['/email', '/language']],
    ] as const) {
      const refused = await read<Problem>(422, ask(owner, body))
      expect(refused.errors?.map(({ pointer }) => pointer).sort()).toEqual(pointers)
    }
    for (const token of ['', 'x'.repeat(10_000)]) {
      const refused = await read<Problem>(422, look(token))
      expect(refused.errors?.map(({ pointer }) => pointer)).toEqual(['/token'])
    }
  })

  it('fills no letterbox: a few for one address, whoever sends them', async () => {
    const [one, other] = [await someone(), await someone()]
    const email = freshEmail()
    const answers: number[] = []
    for (let n = 0; n < 12; n += 1)
      answers.push(await statusOf(ask(n % 2 === 0 ? one : other, { email, role: 'viewer' })))
    expect(answers.filter((status) => status === 201)).toHaveLength(10)
    expect(answers.slice(10)).toEqual([429, 429])
  })

  it('is made once for each Idempotency-Key, and its link not kept for a repeat', async () => {
    const owner = await someone()
    const email = freshEmail()
    const headers = { 'idempotency-key': 'one-invitation' }
    const made = await read<MemberInvitation>(201, ask(owner, { email, role: 'viewer' }, headers))
    expect(await code(ask(owner, { email, role: 'viewer' }, headers))).toBe('answer_not_kept')
    await read(200, look(tokenOf(made)))
  })
})

describe('an admin', () => {
  const adminOf = async (owner: Session) => {
    const guest = await someone()
    await read(200, accept(guest, tokenOf(await invite(owner, guest.user.email, 'admin'))))
    return switched(guest, owner.organization.id)
  }

  it('invites admins and below, and never gets hold of a link that makes an owner', async () => {
    const owner = await someone()
    const admin = await adminOf(owner)
    await invite(admin, freshEmail(), 'admin')
    const refused = await read<Problem>(403, ask(admin, { email: freshEmail(), role: 'owner' }))
    expect(refused).toMatchObject({ code: 'forbidden', errors: [{ pointer: '/role' }] })
    const heir = await invite(owner, freshEmail(), 'owner')
    expect(await code(resend(admin, heir.id))).toBe('forbidden')
    expect(await code(revoke(admin, heir.id))).toBe('forbidden')
    await read(200, look(tokenOf(heir)))
  })

  it('does not read the link that makes an owner among what the organisation sends', async () => {
    const owner = await someone()
    const admin = await adminOf(owner)
    const heir = await invite(owner, freshEmail(), 'owner')
    const mail = await db.prepare('SELECT id FROM deliveries WHERE target = ?').bind(heir.email).first<string>('id')
    const read = (id: string | null) => call('GET', `/api/v1/deliveries/${id}`, { token: admin.accessToken })
    expect(await code(read(mail))).toBe('not_found')
  })

  it('who is taken out takes along the link they got by sending an invitation of somebody else again', async () => {
    const owner = await someone()
    const admin = await adminOf(owner)
    const made = await invite(owner, freshEmail())
    const again = await read<MemberInvitation>(200, resend(admin, made.id))
    expect(again.invitedBy).toBe(admin.user.email)
    const members = `/api/v1/members/${admin.user.id}`
    expect(await statusOf(call('DELETE', members, { token: owner.accessToken }))).toBe(204)
    expect(await code(look(tokenOf(again)))).toBe('invalid_link')
    expect(await code(register(made.email, tokenOf(again)))).toBe('invalid_link')
  })

  it('who is taken out, or down, while they invite gets hold of no link', async () => {
    const owner = await someone()
    const admin = await adminOf(owner)
    const key = [owner.organization.id, admin.user.id]
    const made = await invite(owner, freshEmail())
    const { DB } = env as Env
    const write = DB.batch.bind(DB)
    const overtaken = async (ask: () => Promise<Response>, change: string) => {
      vi.spyOn(DB, 'batch').mockImplementationOnce(async (statements) => {
        await db
          .prepare(change)
          .bind(...key)
          .run()
        return write(statements)
      })
      const refused = await code(ask())
      vi.restoreAllMocks()
      await db
        .prepare("UPDATE members SET role = 'admin' WHERE organisation_id = ? AND user_id = ?")
        .bind(...key)
        .run()
      return refused
    }
    const ways = [() => ask(admin, { email: freshEmail(), role: 'viewer' }), () => resend(admin, made.id)]
    const demoted = "UPDATE members SET role = 'member' WHERE organisation_id = ? AND user_id = ?"
    for (const way of ways) expect(await overtaken(way, demoted)).toBe('forbidden')
    expect(
      await overtaken(() => resend(admin, made.id), 'DELETE FROM members WHERE organisation_id = ? AND user_id = ?'),
    ).toBe('forbidden')
    expect((await listed(owner)).data.map(({ id }) => id)).toEqual([made.id, expect.any(String)])
    await read(200, look(tokenOf(made)))
  })

  it('does not replace what an owner sent to a future owner', async () => {
    const owner = await someone()
    const admin = await adminOf(owner)
    const email = freshEmail()
    const heir = await invite(owner, email, 'owner')
    expect(await code(ask(admin, { email, role: 'viewer' }))).toBe('forbidden')
    await read(200, look(tokenOf(heir)))
  })
})

it('somebody whom only the claims of a token know invites nobody: their invitations could not go with them', async () => {
  const { organization } = await someone()
  const caller = {
    userId: 'x_1',
    organisationId: organization.id,
    role: 'owner',
    platformRole: 'USER',
    credential: { kind: 'issuer', providerId: 'p_1' },
  } as const
  const sender = { caller, language: null, browser: 'en', linkOf: (token: string) => token } as const
  const wish = { email: freshEmail(), role: 'member' } as const
  const invited = await sendInvitation(env as Env, { ...sender, wish, factId: 'e_claims' }, Date.now())
  expect(invited).toEqual({ ok: false, error: 'forbidden' })
})

describe('sending again', () => {
  it('makes a new link for another week, and the one before stops working', async () => {
    const owner = await someone()
    const made = await invite(owner, freshEmail())
    await db.prepare('UPDATE member_invitations SET expires_at = 1 WHERE id = ?').bind(made.id).run()
    expect((await listed(owner)).data[0]?.status).toBe('expired')
    const again = await read<MemberInvitation>(200, resend(owner, made.id))
    expect(again).toMatchObject({ id: made.id, status: 'pending' })
    expect(await code(look(tokenOf(made)))).toBe('invalid_link')
    await read(200, look(tokenOf(again)))
  })

  it('is not for one that was answered or revoked', async () => {
    const owner = await someone()
    const [declined, revoked] = [await invite(owner, freshEmail()), await invite(owner, freshEmail())]
    await decline(tokenOf(declined))
    await revoke(owner, revoked.id)
    for (const { id } of [declined, revoked]) expect(await code(resend(owner, id))).toBe('not_found')
  })
})

describe('whoever holds the link', () => {
  it('sees what it offers, without signing in', async () => {
    const owner = await someone()
    const made = await invite(owner, freshEmail(), 'viewer')
    expect(await read<InvitationOffer>(200, look(tokenOf(made)))).toEqual({
      organization: owner.organization.name,
      email: made.email,
      role: 'viewer',
      invitedBy: owner.user.email,
      expiresAt: made.expiresAt,
    })
  })

  it('joins with an account of that address, once, and acts there after a refresh', async () => {
    const [owner, guest] = [await someone(), await someone()]
    const token = tokenOf(await invite(owner, guest.user.email.toUpperCase(), 'viewer'))
    const joined = await read<Membership>(200, accept(guest, token))
    expect(joined).toEqual({ id: owner.organization.id, name: owner.organization.name, role: 'viewer' })
    expect(await code(accept(guest, token))).toBe('invalid_link')
    const there = await switched(guest, joined.id)
    const me = await read<Me>(200, call('GET', '/api/v1/auth/me', { token: there.accessToken }))
    expect(me.organization).toEqual(joined)
    expect(me.organizations).toHaveLength(2)
  })

  it('joins once of many at once', async () => {
    const [owner, guest] = [await someone(), await someone()]
    const token = tokenOf(await invite(owner, guest.user.email))
    const answers = await Promise.all([1, 2, 3, 4].map(() => statusOf(accept(guest, token))))
    expect(answers.sort()).toEqual([200, 410, 410, 410])
    expect(await membersOf(owner.organization.id)).toHaveLength(2)
    const joined = await db
      .prepare("SELECT count(*) AS n FROM domain_events WHERE type = 'member.joined' AND subject = ?")
      .bind(guest.user.id)
      .first<number>('n')
    expect(joined).toBe(1)
  })

  it('either joins or finds it revoked, never both', async () => {
    const [owner, guest] = [await someone(), await someone()]
    const made = await invite(owner, guest.user.email)
    const [joined, revoked] = await Promise.all([
      statusOf(accept(guest, tokenOf(made))),
      statusOf(revoke(owner, made.id)),
    ])
    expect([
      [200, 404],
      [410, 204],
    ]).toContainEqual([joined, revoked])
    expect(await membersOf(owner.organization.id)).toHaveLength(joined === 200 ? 2 : 1)
  })

  it('does not join as someone else, and is told no more than who they are', async () => {
    const [owner, other] = [await someone(), await someone()]
    const made = await invite(owner, freshEmail())
    const refused = await read<Problem>(403, accept(other, tokenOf(made)))
    expect(refused.code).toBe('wrong_account')
    expect(JSON.stringify(refused)).not.toContain(made.email)
    await read(200, look(tokenOf(made)))
  })

  it('does not join twice over', async () => {
    const [owner, guest] = [await someone(), await someone()]
    const token = tokenOf(await invite(owner, guest.user.email))
    await db
      .prepare("INSERT INTO members (organisation_id, user_id, role, joined_at) VALUES (?, ?, 'viewer', 0)")
      .bind(owner.organization.id, guest.user.id)
      .run()
    expect(await code(accept(guest, token))).toBe('already_member')
    expect((await membersOf(owner.organization.id)).find(({ id }) => id === guest.user.id)?.role).toBe('viewer')
  })

  it('finds nothing behind a link that was revoked, declined, has expired or was made up', async () => {
    const owner = await someone()
    const guests = [await someone(), await someone(), await someone()]
    const made = await Promise.all(guests.map(({ user }) => invite(owner, user.email)))
    const [revoked, declined, expired] = made
    await revoke(owner, revoked?.id ?? '')
    expect(await statusOf(decline(tokenOf(declined as MemberInvitation)))).toBe(204)
    await db.prepare('UPDATE member_invitations SET expires_at = ? WHERE id = ?').bind(Date.now(), expired?.id).run()
    for (const [n, guest] of guests.entries()) {
      const token = tokenOf(made[n] as MemberInvitation)
      expect(await code(accept(guest, token))).toBe('invalid_link')
      expect(await code(look(token))).toBe('invalid_link')
      expect(await code(decline(token))).toBe('invalid_link')
    }
    expect(await code(look('made-up'))).toBe('invalid_link')
    expect((await listed(owner)).data.map(({ status }) => status).sort()).toEqual(['declined', 'expired', 'revoked'])
    expect(await membersOf(owner.organization.id)).toHaveLength(1)
  })

  it('does not try tokens without end from one address', async () => {
    const headers = { 'cf-connecting-ip': freshAddress() }
    for (let n = 0; n < 10; n += 1) expect(await code(look(`guess-${n}`, headers))).toBe('invalid_link')
    expect(await code(look('guess-10', headers))).toBe('too_many_attempts')
  })
})

describe('registering with an invitation', () => {
  it('joins that organisation and makes none', async () => {
    const owner = await someone()
    const email = freshEmail()
    const token = tokenOf(await invite(owner, email, 'admin'))
    const made = await read<Session>(201, register(email, token))
    expect(made.organization).toEqual({ id: owner.organization.id, name: owner.organization.name, role: 'admin' })
    expect(made.user.emailVerified).toBe(false)
    const me = await read<Me>(200, call('GET', '/api/v1/auth/me', { token: made.accessToken }))
    expect(me.organizations).toEqual([made.organization])
    expect(await code(look(token))).toBe('invalid_link')
  })

  it('makes no account with another address, or a token that is used, revoked or made up', async () => {
    const owner = await someone()
    const [email, used] = [freshEmail(), freshEmail()]
    const token = tokenOf(await invite(owner, email))
    const spent = tokenOf(await invite(owner, used))
    await read(201, register(used, spent))
    expect(await code(register(freshEmail(), token))).toBe('wrong_account')
    for (const bad of [spent, 'made-up']) expect(await code(register(email, bad))).toBe('invalid_link')
    expect(await db.prepare('SELECT id FROM users WHERE email = ?').bind(email).first()).toBeNull()
    expect(await membersOf(owner.organization.id)).toHaveLength(2)
  })

  it('of an address that has an account says so, and the invitation still waits', async () => {
    const [owner, guest] = [await someone(), await someone()]
    const token = tokenOf(await invite(owner, guest.user.email))
    expect(await code(register(guest.user.email, token))).toBe('email_taken')
    await read(200, look(token))
  })
})
