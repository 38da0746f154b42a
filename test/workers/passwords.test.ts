import { beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../contract/auth.ts'
import type { Problem } from '../../contract/problem.ts'
import { sha256Hex } from '../../platform/crypto.ts'
import {
  limit,
  login,
  mailsTo,
  PASSWORD,
  post,
  refusal,
  signedIn,
  spend,
  tokenSentTo,
  withSecondFactor,
} from './accounts.ts'
import { call, freshAddress, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

let db: D1Database

beforeAll(async () => {
  db = await migrated()
})

const NEW = 'battery staple'
const me = (token: string) => call('GET', '/api/v1/auth/me', { token })

describe('changing a password', () => {
  const change = (token: string, currentPassword: string, newPassword = NEW) =>
    post('/users/profile/password', { currentPassword, newPassword }, token)

  it('takes the present one, ends every other sign-in, tells the owner and keeps the fact', async () => {
    const one = await someone()
    const other = await signedIn(one.user.email)
    expect((await change(one.accessToken, PASSWORD)).status).toBe(204)
    expect((await me(one.accessToken)).status).toBe(200)
    expect((await me(other.accessToken)).status).toBe(401)
    expect(await refusal(post('/auth/refresh', { refreshToken: other.refreshToken }))).toBe('invalid_token')
    expect(await refusal(login(one.user.email))).toBe('invalid_credentials')
    await signedIn(one.user.email, NEW)
    expect((await mailsTo(one.user.email)).map(({ template }) => template)).toContain('account.password_changed')
    const { results } = await db
      .prepare("SELECT data FROM domain_events WHERE subject = ? AND type = 'user.action_performed' ORDER BY position")
      .bind(one.user.id)
      .all<{ data: string }>()
    expect(results.map(({ data }) => JSON.parse(data).actionType)).toEqual(['LOGIN', 'CHANGE_PASSWORD', 'LOGIN'])
    expect(JSON.stringify(results)).not.toContain(one.user.email)
  })

  it('points at the present password where it is wrong, and counts such attempts for the account', async () => {
    const one = await someone()
    const refused = await read<Problem>(403, change(one.accessToken, 'wrong horse'))
    expect(refused.errors?.[0]?.pointer).toBe('/currentPassword')
    await spend(`proofs:${one.user.id}`, limit - 3)
    const rest = await Promise.all([1, 2, 3].map(() => change(one.accessToken, 'wrong horse')))
    expect(rest.map(({ status }) => status).sort()).toEqual([403, 403, 429])
    expect(await refusal(change(one.accessToken, PASSWORD))).toBe('too_many_attempts')
  })

  it('lets one of two succeed who change it at once', async () => {
    const one = await someone()
    const both = await Promise.all([
      change(one.accessToken, PASSWORD, 'first staple'),
      change(one.accessToken, PASSWORD, 'other staple'),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([204, 403])
  })
})

describe('a forgotten password', () => {
  const forgot = (email: string, headers = {}) =>
    call('POST', '/api/v1/auth/password/forgot', { body: { email }, headers })
  const reset = (token: string, password = NEW) => post('/auth/password/reset', { token, password })

  it('is answered alike whether the address has an account, in so many words', async () => {
    const { user } = await someone()
    const answers = await Promise.all([forgot(user.email), forgot('nobody-there@example.com')])
    const shown = answers.map((answer) => [
      answer.status,
      answer.headers.get('ratelimit'),
      answer.headers.get('content-type'),
    ])
    expect(shown[0]).toEqual(shown[1])
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(['', ''])
    expect(await mailsTo('nobody-there@example.com')).toEqual([])
  })

  it('is replaced by a link that works once, and ends every sign-in', async () => {
    const one = await someone()
    await forgot(one.user.email)
    const token = await tokenSentTo(one.user.email)
    expect((await mailsTo(one.user.email))[0]?.body).toContain('/reset-password#token=')
    expect(await db.prepare('SELECT 1 FROM account_tokens WHERE hash = ?').bind(token).first()).toBeNull()
    const all = await Promise.all([reset(token, 'first staple'), reset(token, 'other staple')])
    expect(all.map(({ status }) => status).sort()).toEqual([204, 410])
    const password = all[0]?.status === 204 ? 'first staple' : 'other staple'
    expect((await me(one.accessToken)).status).toBe(401)
    expect(await refusal(login(one.user.email))).toBe('invalid_credentials')
    expect((await signedIn(one.user.email, password)).user.emailVerified).toBe(true)
    expect(await refusal(reset(token))).toBe('invalid_link')
  })

  it('has one link at a time, for an hour', async () => {
    const { user } = await someone()
    await forgot(user.email)
    const first = await tokenSentTo(user.email)
    await forgot(user.email)
    const second = await tokenSentTo(user.email)
    expect(await refusal(reset(first))).toBe('invalid_link')
    await db
      .prepare('UPDATE account_tokens SET expires_at = ? WHERE hash = ?')
      .bind(Date.now(), sha256Hex(second))
      .run()
    expect(await refusal(reset(second))).toBe('invalid_link')
    expect(await refusal(reset('made-up'))).toBe('invalid_link')
  })

  it('takes no link that was sent for something else', async () => {
    const { user } = await someone()
    const verification = await tokenSentTo(user.email)
    expect(await refusal(reset(verification))).toBe('invalid_link')
    await forgot(user.email)
    expect(await refusal(post('/auth/email/confirm', { token: await tokenSentTo(user.email) }))).toBe('invalid_link')
  })

  it('leaves the second factor where the address was verified before', async () => {
    const one = await someone()
    expect((await post('/auth/email/confirm', { token: await tokenSentTo(one.user.email) })).status).toBe(204)
    await withSecondFactor(one)
    await forgot(one.user.email)
    expect((await reset(await tokenSentTo(one.user.email))).status).toBe(204)
    expect(await refusal(login(one.user.email, NEW))).toBe('second_factor_required')
  })

  it('gives the account to who reads the mail, where somebody else had made it in their name', async () => {
    const squatter = await someone()
    await withSecondFactor(squatter)
    await forgot(squatter.user.email)
    await reset(await tokenSentTo(squatter.user.email))
    await signedIn(squatter.user.email, NEW)
    expect((await me(squatter.accessToken)).status).toBe(401)
  })

  it('is limited for the address and for who asks, whether there is an account or not', async () => {
    const { user } = await someone()
    for (const email of [user.email, 'no-account@example.com']) {
      const all = await Promise.all(Array.from({ length: limit + 2 }, () => forgot(email)))
      expect(all.filter(({ status }) => status === 429)).toHaveLength(2)
    }
    const headers = { 'cf-connecting-ip': freshAddress() }
    const many = await Promise.all(Array.from({ length: limit + 2 }, (_, n) => forgot(`one${n}@example.com`, headers)))
    expect(many.filter(({ status }) => status === 429)).toHaveLength(2)
  })

  it('speaks the language of the account, or else of the browser', async () => {
    const one = await someone()
    await forgot(one.user.email, { 'accept-language': 'de, fr-CA;q=0.8, en;q=0.5' })
    expect((await mailsTo(one.user.email))[0]?.language).toBe('fr')
    await read(200, call('PUT', '/api/v1/users/profile', { token: one.accessToken, body: { language: 'en' } }))
    await forgot(one.user.email, { 'accept-language': 'fr' })
    expect((await mailsTo(one.user.email))[0]?.language).toBe('en')
  })

  it('lets someone choose one whom only an identity provider signed in', async () => {
    const one = await someone()
    await db.prepare('UPDATE users SET password = NULL WHERE id = ?').bind(one.user.id).run()
    await forgot(one.user.email)
    await reset(await tokenSentTo(one.user.email))
    const session: Session = await signedIn(one.user.email, NEW)
    expect(session.user.id).toBe(one.user.id)
  })
})
