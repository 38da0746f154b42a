import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { login, post } from './accounts.ts'
import { someone } from './client.ts'
import { migrated } from './migrated.ts'

beforeAll(async () => {
  await migrated()
})

/**
 * What a request costs: its slow hashes and the SQL of its statements. No module can be replaced in this pool, so hashes
 * are counted by what precedes each one and nothing else: the password is brought to its normal form.
 */
const workOf = async (request: () => Promise<Response>) => {
  const { DB } = env as Env
  const prepared = vi.spyOn(DB, 'prepare')
  const normalized = vi.spyOn(String.prototype, 'normalize')
  const answer = await request()
  const sql = prepared.mock.calls.map(([text]) => text)
  const hashes = normalized.mock.calls.filter(([form]) => form === 'NFKC').length
  vi.restoreAllMocks()
  return { status: answer.status, hashes, sql }
}

describe('the work of a sign-in that fails', () => {
  it('is the same for an unknown account, a wrong password and an account without one', async () => {
    const [known, vouched] = [await someone(), await someone()]
    await (env as Env).DB.prepare('UPDATE users SET password = NULL WHERE id = ?').bind(vouched.user.id).run()
    const unknown = await workOf(() => login('unknown@example.com', 'wrong horse'))
    expect(unknown).toMatchObject({ status: 401, hashes: 1 })
    expect(unknown.sql).toHaveLength(1)
    for (const { user } of [known, vouched])
      expect(await workOf(() => login(user.email, 'wrong horse'))).toEqual(unknown)
  })

  it('is the same with a username', async () => {
    const unknown = await workOf(() => post('/auth/login', { username: 'unknown', password: 'wrong horse' }))
    const { user } = await someone()
    await (env as Env).DB.prepare("UPDATE users SET username = 'known' WHERE id = ?").bind(user.id).run()
    expect(await workOf(() => post('/auth/login', { username: 'known', password: 'wrong horse' }))).toEqual(unknown)
  })
})

describe('the work of asking for another address', () => {
  it('is the same whether it has an account or not', async () => {
    const [one, owner] = [await someone(), await someone()]
    const ask = (email: string) => () =>
      post('/users/profile/email', { email, password: 'correct horse' }, one.accessToken)
    const free = await workOf(ask('free@example.com'))
    expect(free.status).toBe(202)
    expect(await workOf(ask(owner.user.email))).toEqual(free)
  })
})
