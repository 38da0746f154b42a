import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../contract/auth.ts'
import { totpCode } from '../../platform/totp.ts'
import { send, until } from './client.ts'
import { listenTo } from './feed.ts'
import { isSignedIn, mailTo, newAddress, newMember, newPerson, PASSWORD, signIn, tell, tokenIn } from './people.ts'
import { type Signalbox, startEmbedded } from './server.ts'

let signalbox: Signalbox
let origin: string
let admin: string

beforeAll(async () => {
  signalbox = await startEmbedded()
  origin = signalbox.origin
  // The first account of a deployment is its ADMIN.
  const first = await newPerson(origin)
  expect(first.user.platformRole).toBe('ADMIN')
  admin = first.accessToken
})
afterAll(() => signalbox?.stop())

const listen = (token: string) => listenTo({ origin, token })
const NEW_PASSWORD = 'another-long-password'

describe('an own account', () => {
  it('is verified by the link of the mail, once', async () => {
    const email = newAddress()
    const { accessToken: token } = await newPerson(origin, { email })
    const link = tokenIn(await mailTo(origin, admin, { email, template: 'account.verify_email' }))
    const verified = async () =>
      (await send<{ emailVerified: boolean }>(origin, 'users/profile', { token })).emailVerified
    expect(await verified()).toBe(false)
    expect((await tell(origin, 'POST auth/email/confirm', { body: { token: link } })).status).toBe(204)
    expect(await verified()).toBe(true)
    expect((await tell(origin, 'POST auth/email/confirm', { body: { token: link } })).code).toBe('invalid_link')
  })

  it('gets a new password by mail, which ends every sign-in, works once, and lets only the newest link in', async () => {
    const email = newAddress()
    const { accessToken } = await newPerson(origin, { email })
    const feed = await listen(accessToken)
    const forgot = () => tell(origin, 'POST auth/password/forgot', { body: { email } })
    const mailed = async () => tokenIn(await mailTo(origin, admin, { email, template: 'account.reset_password' }))
    expect((await forgot()).status).toBe(202)
    const earlier = await mailed()
    await forgot()
    const token = await until('another link', async () => ((await mailed()) === earlier ? null : mailed()))
    const reset = (with_: string) =>
      tell(origin, 'POST auth/password/reset', { body: { token: with_, password: NEW_PASSWORD } })
    expect((await reset(earlier)).code).toBe('invalid_link')
    expect((await reset(token)).status).toBe(204)
    expect((await reset(token)).code).toBe('invalid_link')
    expect(await isSignedIn(origin, accessToken)).toBe(false)
    await feed.ended()
    expect((await signIn(origin, { email })).code).toBe('invalid_credentials')
    expect((await signIn(origin, { email, password: NEW_PASSWORD })).status).toBe(200)
  })

  it('is told from no account neither by asking for a link nor by signing in', async () => {
    const { user } = await newPerson(origin)
    const forgot = await Promise.all(
      [user.email, newAddress()].map((email) => tell(origin, 'POST auth/password/forgot', { body: { email } })),
    )
    expect(forgot.map(({ status, body }) => [status, body])).toEqual([
      [202, undefined],
      [202, undefined],
    ])
    const signedIn = await Promise.all(
      [user.email, newAddress()].map((email) => signIn(origin, { email, password: 'wrong-password' })),
    )
    expect(signedIn.map(({ status, code }) => [status, code])).toEqual([
      [401, 'invalid_credentials'],
      [401, 'invalid_credentials'],
    ])
  })

  it('keeps its address until the link sent to the new one is followed', async () => {
    const [email, next] = [newAddress(), newAddress()]
    const { accessToken: token } = await newPerson(origin, { email })
    const wish = { email: next, password: PASSWORD }
    expect((await tell(origin, 'POST users/profile/email', { token, body: { ...wish, password: 'wrong' } })).code).toBe(
      'wrong_password',
    )
    await tell(origin, 'POST users/profile/email', { token, body: wish })
    expect((await signIn(origin, { email: next })).status).toBe(401)
    const link = tokenIn(await mailTo(origin, admin, { email: next, template: 'account.change_email' }))
    expect((await tell(origin, 'POST auth/email/confirm', { body: { token: link } })).status).toBe(204)
    expect((await signIn(origin, { email })).status).toBe(401)
    expect((await signIn(origin, { email: next })).status).toBe(200)
  })

  it('that is changed with the password ends the other sign-ins and keeps this one', async () => {
    const email = newAddress()
    const here = await newPerson(origin, { email })
    const there = (await signIn(origin, { email })).body
    const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }
    expect((await tell(origin, 'POST users/profile/password', { token: here.accessToken, body })).status).toBe(204)
    expect(await isSignedIn(origin, here.accessToken)).toBe(true)
    expect(await isSignedIn(origin, there.accessToken)).toBe(false)
  })
})

describe('a second factor', () => {
  const withSecondFactor = async () => {
    const email = newAddress()
    const { accessToken: token } = await newPerson(origin, { email })
    const { secret } = await send<{ secret: string }>(origin, 'users/profile/second-factor', {
      token,
      body: { password: PASSWORD },
    })
    const code = totpCode(secret, Date.now())
    const { recoveryCodes } = await send<{ recoveryCodes: string[] }>(origin, 'users/profile/second-factor/confirm', {
      token,
      body: { code },
    })
    return { email, token, secret, code, recoveryCodes }
  }

  it('is asked for at each sign-in, and a code is good once, also the one that switched it on', async () => {
    const { email, secret, code } = await withSecondFactor()
    expect((await signIn(origin, { email })).code).toBe('second_factor_required')
    expect((await signIn(origin, { email, code })).code).toBe('invalid_code')
    expect((await signIn(origin, { email, code: '000000' })).code).toBe('invalid_code')
    const next = totpCode(secret, Date.now() + 30_000)
    const both = await Promise.all([signIn(origin, { email, code: next }), signIn(origin, { email, code: next })])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401])
  })

  it('is not asked whether the code is right where the password is wrong', async () => {
    const { email, secret } = await withSecondFactor()
    const code = totpCode(secret, Date.now() + 30_000)
    expect((await signIn(origin, { email, code, password: 'wrong-password' })).code).toBe('invalid_credentials')
    expect((await signIn(origin, { email, code })).status).toBe(200)
  })

  it('gives way to each recovery code once, also when it is typed twice at once', async () => {
    const { email, recoveryCodes } = await withSecondFactor()
    const [one, other, third] = recoveryCodes
    expect((await signIn(origin, { email, code: one })).status).toBe(200)
    expect((await signIn(origin, { email, code: one })).code).toBe('invalid_code')
    const both = await Promise.all([signIn(origin, { email, code: other }), signIn(origin, { email, code: other })])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401])
    const { email: stranger } = await withSecondFactor()
    expect((await signIn(origin, { email: stranger, code: third })).code).toBe('invalid_code')
  })

  it('is switched off by password and code, and by neither alone', async () => {
    const { email, token, recoveryCodes } = await withSecondFactor()
    const off = (password: string, code = recoveryCodes[0]) =>
      tell(origin, 'DELETE users/profile/second-factor', { token, body: { password, code } })
    expect((await off('wrong-password')).code).toBe('wrong_password')
    expect((await off(PASSWORD, '000000')).code).toBe('invalid_code')
    expect((await off(PASSWORD)).status).toBe(204)
    expect((await signIn(origin, { email })).status).toBe(200)
  })

  it('stays when the password is reset by someone who reads the mail of a verified address', async () => {
    const email = newAddress()
    const { accessToken: token } = await newPerson(origin, { email })
    const verify = tokenIn(await mailTo(origin, admin, { email, template: 'account.verify_email' }))
    await tell(origin, 'POST auth/email/confirm', { body: { token: verify } })
    const { secret } = await send<{ secret: string }>(origin, 'users/profile/second-factor', {
      token,
      body: { password: PASSWORD },
    })
    await send(origin, 'users/profile/second-factor/confirm', { token, body: { code: totpCode(secret, Date.now()) } })
    await tell(origin, 'POST auth/password/forgot', { body: { email } })
    const link = tokenIn(await mailTo(origin, admin, { email, template: 'account.reset_password' }))
    await tell(origin, 'POST auth/password/reset', { body: { token: link, password: NEW_PASSWORD } })
    expect((await signIn(origin, { email, password: NEW_PASSWORD })).code).toBe('second_factor_required')
  })
})

describe('sign-ins', () => {
  it('are listed, and one that is ended is refused at once, its live feed closed', async () => {
    const email = newAddress()
    const here = await newPerson(origin, { email })
    const there = (await signIn(origin, { email }, { 'user-agent': 'Elsewhere/1.0' })).body
    const feed = await listen(there.accessToken)
    const { data } = await send<{ data: { id: string; current: boolean; userAgent: string | null }[] }>(
      origin,
      'auth/sessions',
      { token: here.accessToken },
    )
    expect(data).toHaveLength(2)
    const elsewhere = data.find(({ current }) => !current)
    expect(elsewhere?.userAgent).toBe('Elsewhere/1.0')
    expect((await tell(origin, `DELETE auth/sessions/${elsewhere?.id}`, { token: here.accessToken })).status).toBe(204)
    expect(await isSignedIn(origin, there.accessToken)).toBe(false)
    expect((await tell(origin, 'POST auth/refresh', { body: { refreshToken: there.refreshToken } })).code).toBe(
      'invalid_token',
    )
    await feed.ended()
    expect(await isSignedIn(origin, here.accessToken)).toBe(true)
  })

  it('that are signed out are refused at once, in whichever organisations they listened', async () => {
    const owner = await newPerson(origin)
    const guest = await newMember(origin, owner, 'viewer')
    const { id } = await send<{ id: string }>(origin, 'organizations', {
      token: guest.accessToken,
      body: { name: 'Own' },
    })
    const feed = await listen(guest.accessToken)
    const switched = await send<Session>(origin, 'auth/refresh', {
      body: { refreshToken: guest.refreshToken, organization: id },
    })
    const second = await listen(switched.accessToken)
    await tell(origin, 'POST auth/logout', { body: { refreshToken: switched.refreshToken } })
    for (const token of [guest.accessToken, switched.accessToken]) expect(await isSignedIn(origin, token)).toBe(false)
    await Promise.all([feed.ended(), second.ended()])
  })

  it('of an account that is switched off end at once', async () => {
    const { accessToken: token, user } = await newPerson(origin)
    const feed = await listen(token)
    await tell(origin, `PATCH users/${user.id}`, { token: admin, body: { disabled: true } })
    expect(await isSignedIn(origin, token)).toBe(false)
    await feed.ended()
    expect((await signIn(origin, { email: user.email })).code).toBe('account_disabled')
    expect((await signIn(origin, { email: user.email, password: 'wrong-password' })).code).toBe('invalid_credentials')
  })
})

describe('a member', () => {
  it('joins by the link, gets another role, is taken out, each of it at once', async () => {
    const owner = await newPerson(origin)
    const joined = await newMember(origin, owner, 'member')
    expect(joined.organization).toMatchObject({ id: owner.organization.id, role: 'member' })
    const token = joined.accessToken
    const make = () => tell(origin, 'POST projects', { token, body: { name: 'Theirs' } })
    expect((await make()).status).toBe(201)
    await tell(origin, `PATCH members/${joined.user.id}`, { token: owner.accessToken, body: { role: 'viewer' } })
    expect((await make()).code).toBe('forbidden')
    const feed = await listen(token)
    expect((await tell(origin, `DELETE members/${joined.user.id}`, { token: owner.accessToken })).status).toBe(204)
    expect((await tell(origin, 'GET projects', { token })).status).toBe(401)
    await feed.ended()
    const renewed = await tell<Session>(origin, 'POST auth/refresh', {
      body: { refreshToken: joined.refreshToken, organization: owner.organization.id },
    })
    expect([renewed.status, renewed.code]).toEqual([403, 'forbidden'])
  })

  it('is invited under one address: the link is good once, for that address, and not after it was sent again', async () => {
    const owner = await newPerson(origin)
    const token = owner.accessToken
    const email = newAddress()
    const invitation = await send<{ id: string; link: string }>(origin, 'members/invitations', {
      token,
      body: { email, role: 'member' },
    })
    const again = await send<{ link: string }>(origin, `members/invitations/${invitation.id}/resend`, {
      token,
      body: {},
    })
    const stranger = await newPerson(origin)
    const accept = (link: string, as: Session) =>
      tell(origin, 'POST members/invitations/accept', { token: as.accessToken, body: { token: tokenIn(link) } })
    const guest = await newPerson(origin, { email })
    expect((await accept(invitation.link, guest)).code).toBe('invalid_link')
    expect((await accept(again.link, stranger)).code).toBe('wrong_account')
    const both = await Promise.all([accept(again.link, guest), accept(again.link, guest)])
    expect(both.map(({ status }) => status).toSorted()[0]).toBe(200)
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await accept(again.link, guest)).code).toBe('invalid_link')
  })

  it('learns from inviting nothing of whether an address has an account', async () => {
    const { accessToken: token } = await newPerson(origin)
    const { user } = await newPerson(origin)
    const [known, unknown] = await Promise.all(
      [user.email, newAddress()].map((email) =>
        tell<Record<string, unknown>>(origin, 'POST members/invitations', { token, body: { email, role: 'viewer' } }),
      ),
    )
    expect(known?.status).toBe(201)
    expect(unknown?.status).toBe(201)
    expect(Object.keys(known?.body ?? {})).toEqual(Object.keys(unknown?.body ?? {}))
  })

  it('who is admin does not get hold of the link that makes an owner', async () => {
    const owner = await newPerson(origin)
    const { accessToken: token } = await newMember(origin, owner, 'admin')
    const email = newAddress()
    const wish = { email, role: 'owner' }
    expect((await tell(origin, 'POST members/invitations', { token, body: wish })).code).toBe('forbidden')
    const { link, id } = await send<{ link: string; id: string }>(origin, 'members/invitations', {
      token: owner.accessToken,
      body: wish,
    })
    expect((await tell(origin, `POST members/invitations/${id}/resend`, { token, body: {} })).code).toBe('forbidden')
    const { data } = await send<{ data: { id: string }[] }>(origin, 'deliveries', { token })
    const bodies = await Promise.all(data.map((one) => tell(origin, `GET deliveries/${one.id}`, { token })))
    expect(data.length).toBeGreaterThan(0)
    expect(JSON.stringify(bodies)).not.toContain(tokenIn(link))
  })

  it('who is the last owner stays, also of two who leave at once', async () => {
    const one = await newPerson(origin)
    const leave = ({ accessToken }: Session) => tell(origin, 'DELETE members/me', { token: accessToken })
    expect((await leave(one)).code).toBe('last_owner')
    const demoted = await tell(origin, `PATCH members/${one.user.id}`, {
      token: one.accessToken,
      body: { role: 'admin' },
    })
    expect(demoted.code).toBe('last_owner')
    const other = await newMember(origin, one, 'owner')
    const both = await Promise.all([leave(one), leave(other)])
    expect(both.map(({ status }) => status).toSorted()).toEqual([204, 409])
  })
})

describe('an API key', () => {
  it('is shown once, does what its scopes say, and is refused at once when it is revoked', async () => {
    const { accessToken: token } = await newPerson(origin)
    const made = await send<{ id: string; key: string }>(origin, 'api-keys', {
      token,
      body: { name: 'CI', scopes: ['project.read', 'live.read'] },
    })
    const { key } = made
    const { data } = await send<{ data: unknown[] }>(origin, 'api-keys', { token })
    expect(JSON.stringify(data)).toContain(made.id)
    expect(JSON.stringify(data)).not.toContain(key)
    expect((await tell(origin, 'GET projects', { token: key })).status).toBe(200)
    expect((await tell(origin, 'POST projects', { token: key, body: { name: 'No' } })).code).toBe('forbidden')
    expect((await tell(origin, 'GET auth/me', { token: key })).code).toBe('forbidden')
    const feed = await listen(key)
    expect((await tell(origin, `DELETE api-keys/${made.id}`, { token })).status).toBe(200)
    expect((await tell(origin, 'GET projects', { token: key })).status).toBe(401)
    await feed.ended()
  })

  it('cannot be given what its maker may not do', async () => {
    const owner = await newPerson(origin)
    const admin = await newMember(origin, owner, 'admin')
    const wish = (scopes: string[]) =>
      tell(origin, 'POST api-keys', { token: admin.accessToken, body: { name: 'CI', scopes } })
    for (const scope of ['provider.manage', 'organization.delete', 'member.manage', 'platform.admin', 'self'])
      expect((await wish([scope])).code).toBe('invalid')
  })
})
