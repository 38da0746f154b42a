import { beforeAll, describe, expect, it } from 'vitest'
import type { Session, User } from '../../contract/auth.ts'
import { sha256Hex } from '../../platform/crypto.ts'
import { limit, login, mailsTo, PASSWORD, post, refusal, signedIn, spend, tokenSentTo } from './accounts.ts'
import { call, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

let db: D1Database

beforeAll(async () => {
  db = await migrated()
})

const confirm = (token: string) => post('/auth/email/confirm', { token })
const profileOf = (token: string) => read<User>(200, call('GET', '/api/v1/users/profile', { token }))
let serial = 0
const fresh = () => {
  serial += 1
  return `moved${serial}@example.com`
}

describe('verifying an address', () => {
  it('takes the link that registration sent, once', async () => {
    const one = await someone()
    expect(one.user.emailVerified).toBe(false)
    const [mail] = await mailsTo(one.user.email)
    expect(mail).toMatchObject({ template: 'account.verify_email', language: 'en' })
    expect(mail?.body).toContain('https://signalbox.example/verify-email#token=')
    const token = await tokenSentTo(one.user.email)
    const both = await Promise.all([confirm(token), confirm(token)])
    expect(both.map(({ status }) => status).sort()).toEqual([204, 410])
    expect((await profileOf(one.accessToken)).emailVerified).toBe(true)
  })

  it('is possible for a day, and the link can be sent again, which ends the one before', async () => {
    const { accessToken, user } = await someone()
    const first = await tokenSentTo(user.email)
    const again = () => post('/users/profile/email/verify', {}, accessToken)
    expect((await again()).status).toBe(202)
    expect(await refusal(confirm(first))).toBe('invalid_link')
    const second = await tokenSentTo(user.email)
    await db
      .prepare('UPDATE account_tokens SET expires_at = ? WHERE hash = ?')
      .bind(Date.now(), sha256Hex(second))
      .run()
    expect(await refusal(confirm(second))).toBe('invalid_link')
    await spend(`mails-to:${user.email}`, limit - 1)
    expect(await refusal(again())).toBe('too_many_attempts')
  })

  it('sends nothing to an address that is verified', async () => {
    const { accessToken, user } = await someone()
    await confirm(await tokenSentTo(user.email))
    const before = (await mailsTo(user.email)).length
    expect((await post('/users/profile/email/verify', {}, accessToken)).status).toBe(202)
    expect(await mailsTo(user.email)).toHaveLength(before)
  })
})

describe('changing an address', () => {
  const ask = (token: string, email: string, password = PASSWORD) =>
    post('/users/profile/email', { email, password }, token)

  it('takes the password, and counts once the link sent to the new one is followed; the old one is told', async () => {
    const { accessToken, user } = await someone()
    const email = fresh()
    expect(await refusal(ask(accessToken, email, 'wrong horse'))).toBe('wrong_password')
    expect((await ask(accessToken, email)).status).toBe(202)
    expect((await profileOf(accessToken)).email).toBe(user.email)
    expect((await confirm(await tokenSentTo(email))).status).toBe(204)
    expect(await profileOf(accessToken)).toMatchObject({ email, emailVerified: true })
    expect((await mailsTo(user.email)).map(({ template }) => template)).toContain('account.email_changed')
    await signedIn(email)
    expect(await refusal(login(user.email))).toBe('invalid_credentials')
  })

  it('ends every other link, so that none sent to the old address changes anything', async () => {
    const { accessToken, user } = await someone()
    await post('/auth/password/forgot', { email: user.email })
    const reset = await tokenSentTo(user.email)
    const email = fresh()
    await ask(accessToken, email)
    await confirm(await tokenSentTo(email))
    expect(await refusal(post('/auth/password/reset', { token: reset, password: 'battery staple' }))).toBe(
      'invalid_link',
    )
  })

  it('answers alike for an address that has an account, and tells that address alone', async () => {
    const [one, owner] = [await someone(), await someone()]
    const answers = [await ask(one.accessToken, owner.user.email), await ask(one.accessToken, fresh())]
    expect(await Promise.all(answers.map(async (answer) => [answer.status, await answer.text()]))).toEqual([
      [202, ''],
      [202, ''],
    ])
    expect((await mailsTo(owner.user.email))[0]?.template).toBe('account.address_taken')
    const { n } = (await db
      .prepare("SELECT count(*) n FROM deliveries WHERE target = ? AND template = 'account.change_email'")
      .bind(owner.user.email)
      .first<{ n: number }>()) ?? { n: -1 }
    expect(n).toBe(0)
  })

  it('is refused where somebody took the address before the link was followed', async () => {
    const { accessToken } = await someone()
    const email = fresh()
    await ask(accessToken, email)
    const token = await tokenSentTo(email)
    await someone(email)
    expect(await refusal(confirm(token))).toBe('email_taken')
  })
})

describe('a profile', () => {
  it('changes what is given, leaves what is not, and forgets what is null', async () => {
    const { accessToken: token, user } = await someone()
    const put = (body: unknown) => call('PUT', '/api/v1/users/profile', { token, body })
    await read(200, put({ username: `u${user.id}`, firstName: 'Ada', language: 'fr' }))
    expect(await read(200, put({ lastName: 'Lovelace', username: null }))).toMatchObject({
      firstName: 'Ada',
      lastName: 'Lovelace',
      username: null,
      language: 'fr',
    })
    await read(200, put({}))
    const { results } = await db
      .prepare("SELECT data FROM domain_events WHERE subject = ? AND type = 'user.action_performed' ORDER BY position")
      .bind(user.id)
      .all<{ data: string }>()
    expect(results.map(({ data }) => JSON.parse(data))).toEqual([
      {
        userId: user.id,
        actionType: 'UPDATE_PROFILE',
        actionDetails: { fields: ['username', 'firstName', 'language'] },
      },
      { userId: user.id, actionType: 'UPDATE_PROFILE', actionDetails: { fields: ['username', 'lastName'] } },
    ])
  })

  it('does not take a username that somebody has, and points at it', async () => {
    const [one, other] = [await someone(), await someone()]
    const put = (token: string, body: unknown) => call('PUT', '/api/v1/users/profile', { token, body })
    await read(200, put(one.accessToken, { username: 'mine' }))
    const refused = await read<{ code: string; errors: { pointer: string }[] }>(
      409,
      put(other.accessToken, { username: 'mine' }),
    )
    expect([refused.code, refused.errors[0]?.pointer]).toEqual(['username_taken', '/username'])
    const odd = await read<{ errors: { pointer: string }[] }>(422, put(other.accessToken, { username: 'a@b.example' }))
    expect(odd.errors[0]?.pointer).toBe('/username')
  })

  it('reads off no list of usernames: those that somebody has are asked for a few times only', async () => {
    const [one, other] = [await someone(), await someone()]
    const put = (token: string, username: string, headers = {}) =>
      call('PUT', '/api/v1/users/profile', { token, body: { username }, headers })
    await read(200, put(one.accessToken, 'sought'))
    await spend(`usernames:${other.user.id}`, limit - 2)
    for (const name of ['free-one', 'free-two', 'free-three']) await read(200, put(other.accessToken, name))
    for (let n = 0; n < 2; n += 1) expect(await refusal(put(other.accessToken, 'sought'))).toBe('username_taken')
    expect(await refusal(put(other.accessToken, 'sought'))).toBe('too_many_attempts')
    const body = { username: 'sought' }
    expect(await refusal(call('PUT', '/api/users/profile', { token: other.accessToken, body }))).toBe(
      'too_many_attempts',
    )
    await read(200, call('PUT', '/api/v1/users/profile', { token: other.accessToken, body: { firstName: 'A' } }))
  })

  it('has one username for all ways to write it, and none that nobody sees', async () => {
    const [one, other] = [await someone(), await someone()]
    const put = (token: string, username: string) => call('PUT', '/api/v1/users/profile', { token, body: { username } })
    await read(200, put(one.accessToken, 'Ame\u0301lie'))
    for (const same of ['Am\u00e9lie', '\uff21me\u0301lie'])
      expect(await refusal(put(other.accessToken, same))).toBe('username_taken')
    for (const username of ['Am\u00e9lie', ' Ame\u0301lie'])
      expect((await read<Session>(200, post('/auth/login', { username, password: PASSWORD }))).user.id).toBe(
        one.user.id,
      )
    for (const odd of ['ad\u200bmin', 'ad\u202emin', '\u3164\u3164', 'ad\u0007min', 'ad\uff20min'])
      expect([odd, await refusal(put(other.accessToken, odd))]).toEqual([odd, 'invalid'])
  })

  it('shows nobody as an ADMIN whom an identity provider vouches for', async () => {
    const one = await someone()
    await db.prepare("UPDATE users SET platform_role = 'ADMIN' WHERE id = ?").bind(one.user.id).run()
    const roleOf = async (path: string) =>
      (await read<User>(200, call('GET', path, { token: one.accessToken }))).platformRole
    const paths = ['/api/v1/users/profile', '/api/users/profile']
    expect(await Promise.all(paths.map(roleOf))).toEqual(['ADMIN', 'ADMIN'])
    await db.prepare("UPDATE sessions SET provider_id = 'p_1' WHERE user_id = ?").bind(one.user.id).run()
    expect(await Promise.all(paths.map(roleOf))).toEqual(['USER', 'USER'])
  })

  it('changes nothing that it does not name', async () => {
    const { accessToken: token, user } = await someone()
    const body = {
      platformRole: 'ADMIN',
      email: 'x@example.com',
      emailVerified: true,
      id: 'u_1',
      password: 'x',
      firstName: 'A',
    }
    const changed = await read<User>(200, call('PUT', '/api/v1/users/profile', { token, body }))
    expect(changed).toEqual({ ...user, firstName: 'A' })
  })
})
