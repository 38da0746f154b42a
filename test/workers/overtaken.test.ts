import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { totpCode } from '../../platform/totp.ts'
import { login, mailsTo, PASSWORD, post, refusal } from './accounts.ts'
import { read, someone } from './client.ts'
import { migrated } from './migrated.ts'

// Each person costs a fifth of a second of scrypt, more where other tests run beside.
vi.setConfig({ testTimeout: 30_000 })

let db: D1Database

beforeAll(async () => {
  db = await migrated()
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** Lets something happen in the database after a request has read what it decides by, and before it writes. */
const overtakenBy = (happens: () => Promise<unknown>) => {
  const { DB } = env as Env
  const write = DB.batch.bind(DB)
  vi.spyOn(DB, 'batch').mockImplementationOnce(async (statements) => {
    await happens()
    return write(statements)
  })
}

const passwordReplaced = (userId: string) => () =>
  db.prepare("UPDATE users SET password = 'another' WHERE id = ?").bind(userId).run()

describe('a request that is overtaken', () => {
  it('by a second factor opens no session with the password alone', async () => {
    const { user } = await someone()
    overtakenBy(() =>
      db.prepare("UPDATE users SET totp_secret = 's', totp_confirmed_at = 1 WHERE id = ?").bind(user.id).run(),
    )
    expect(await refusal(login(user.email))).toBe('invalid_credentials')
  })

  it('by a new password asks for no other address with the earlier one', async () => {
    const one = await someone()
    const elsewhere = 'thief@example.com'
    overtakenBy(passwordReplaced(one.user.id))
    const asked = post('/users/profile/email', { email: elsewhere, password: PASSWORD }, one.accessToken)
    expect(await refusal(asked)).toBe('wrong_password')
    expect(await mailsTo(elsewhere)).toEqual([])
  })

  it('by a new password leaves no secret of a second factor behind', async () => {
    const one = await someone()
    overtakenBy(passwordReplaced(one.user.id))
    const asked = post('/users/profile/second-factor', { password: PASSWORD }, one.accessToken)
    expect(await refusal(asked)).toBe('wrong_password')
    const { results } = await db.prepare('SELECT totp_secret FROM users WHERE id = ?').bind(one.user.id).all()
    expect(results).toEqual([{ totp_secret: null }])
  })

  it('by the end of its sign-in switches no second factor on', async () => {
    const one = await someone()
    const { secret } = await read<{ secret: string }>(
      200,
      post('/users/profile/second-factor', { password: PASSWORD }, one.accessToken),
    )
    overtakenBy(() => db.prepare('UPDATE sessions SET revoked_at = 1 WHERE user_id = ?').bind(one.user.id).run())
    const confirmed = post(
      '/users/profile/second-factor/confirm',
      { code: totpCode(secret, Date.now()) },
      one.accessToken,
    )
    expect(await refusal(confirmed)).toBe('invalid_code')
    const { results } = await db.prepare('SELECT totp_confirmed_at FROM users WHERE id = ?').bind(one.user.id).all()
    expect(results).toEqual([{ totp_confirmed_at: null }])
  })
})

describe('a second factor that is switched on', () => {
  it('ends the links to another address that somebody asked for with the password alone', async () => {
    const one = await someone()
    const asked = await post(
      '/users/profile/email',
      { email: 'taker@example.com', password: PASSWORD },
      one.accessToken,
    )
    expect(asked.status).toBe(202)
    const [, token = ''] = /#token=([\w-]+)/.exec((await mailsTo('taker@example.com'))[0]?.body ?? '') ?? []
    const { secret } = await read<{ secret: string }>(
      200,
      post('/users/profile/second-factor', { password: PASSWORD }, one.accessToken),
    )
    const code = totpCode(secret, Date.now())
    expect((await post('/users/profile/second-factor/confirm', { code }, one.accessToken)).status).toBe(200)
    expect(await refusal(post('/auth/email/confirm', { token }))).toBe('invalid_link')
  })
})
