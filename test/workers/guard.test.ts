import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { commit, database, type Fact } from '../../platform/db/commit.ts'
import { isRefused, must } from '../../platform/db/guard.ts'
import { spendRecoveryCode, spendTotpStep } from '../../platform/db/second-factor.ts'
import { updateUser } from '../../platform/db/users.ts'
import { someone } from './client.ts'
import { migrated } from './migrated.ts'

let binding: D1Database

beforeAll(async () => {
  binding = await migrated()
})

const fact = (id: string): Fact => ({
  id,
  organisationId: 'o1',
  type: 'user.action_performed',
  subject: 'u',
  actor: null,
  time: 0,
  data: { userId: 'u', actionType: 'LOGIN' },
})

describe('a condition of a batch', () => {
  it('that does not hold lets none of it happen, its facts included', async () => {
    const db = database(binding)
    const { user } = await someone()
    const batch = [updateUser(db, user.id, { firstName: 'X' }), must(db, sql`EXISTS (SELECT 1 WHERE 1 = 2)`)]
    const error = await commit(db, batch, [fact('e_refused')]).catch((thrown: unknown) => thrown)
    expect(isRefused(error)).toBe(true)
    expect(
      await binding.prepare('SELECT first_name FROM users WHERE id = ?').bind(user.id).first('first_name'),
    ).toBeNull()
    expect(await binding.prepare("SELECT 1 FROM domain_events WHERE id = 'e_refused'").first()).toBeNull()
  })

  it('is no other error of the database', async () => {
    const db = database(binding)
    const { user } = await someone()
    const twice = commit(db, [], [fact('e_twice'), fact('e_twice')])
    expect(isRefused(await twice.catch((thrown: unknown) => thrown))).toBe(false)
    await commit(db, [must(db, sql`EXISTS (SELECT 1 FROM users WHERE id = ${user.id})`)], [fact('e_holds')])
  })
})

describe('of five who spend one code at once', () => {
  const winners = async (guarded: boolean) => {
    const { user } = await someone()
    const db = database(binding)
    await binding.prepare("UPDATE users SET totp_secret = 's', totp_confirmed_at = 1 WHERE id = ?").bind(user.id).run()
    await binding.prepare("INSERT INTO recovery_codes (user_id, hash) VALUES (?, 'h')").bind(user.id).run()
    const ways = [
      () => spendTotpStep(db, { userId: user.id, sealed: 's', step: 7 }),
      () => spendRecoveryCode(db, { userId: user.id, hash: 'h' }, 1),
    ]
    return Promise.all(
      ways.map(async (spend) => {
        const all = await Promise.allSettled(
          Array.from({ length: 5 }, () => commit(db, guarded ? spend() : spend().slice(1), [])),
        )
        return all.filter(({ status }) => status === 'fulfilled').length
      }),
    )
  }

  it('one wins', async () => {
    expect(await winners(true)).toEqual([1, 1])
  })

  it('all win where the condition is taken out, so the test above would see it', async () => {
    expect(await winners(false)).toEqual([5, 5])
  })
})
