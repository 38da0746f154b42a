import { beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../contract/auth.ts'
import { totpCode } from '../../platform/totp.ts'
import { limit, login, PASSWORD, post, refusal, spend, withSecondFactor } from './accounts.ts'
import { call, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

let db: D1Database

beforeAll(async () => {
  db = await migrated()
})

const PATH = '/api/v1/users/profile/second-factor'

describe('a second factor', () => {
  it('does nothing until a code of it confirms it, and keeps its secret sealed', async () => {
    const one = await someone()
    const token = one.accessToken
    const offer = await read<{ secret: string; uri: string }>(
      200,
      call('POST', PATH, { token, body: { password: PASSWORD } }),
    )
    expect(new URL(offer.uri)).toMatchObject({ protocol: 'otpauth:', host: 'totp' })
    expect(new URL(offer.uri).searchParams.get('secret')).toBe(offer.secret)
    const stored = await db.prepare('SELECT totp_secret FROM users WHERE id = ?').bind(one.user.id).first('totp_secret')
    expect(String(stored)).not.toContain(offer.secret)
    await read(200, login(one.user.email))
    expect(await refusal(post('/users/profile/second-factor/confirm', { code: '000000' }, token))).toBe('invalid_code')
    expect(await read(200, call('GET', PATH, { token }))).toEqual({ enabled: false, recoveryCodesLeft: 0 })
  })

  it('is asked for after the right password only, and asking costs no attempt', async () => {
    const one = await someone()
    const { next } = await withSecondFactor(one)
    expect(await refusal(login(one.user.email, 'wrong horse'))).toBe('invalid_credentials')
    await spend(`account:${one.user.email}`, limit - 3)
    for (let n = 0; n < 2; n += 1) expect(await refusal(login(one.user.email))).toBe('second_factor_required')
    expect(await refusal(login(one.user.email, 'wrong horse', next()))).toBe('invalid_credentials')
    await read(200, login(one.user.email, PASSWORD, next()))
  })

  it('ends the other sign-ins when it is set, and none of its own', async () => {
    const one = await someone()
    const other = await read<Session>(200, login(one.user.email))
    await withSecondFactor(one)
    expect((await call('GET', '/api/v1/auth/me', { token: other.accessToken })).status).toBe(401)
    expect(await refusal(post('/auth/refresh', { refreshToken: other.refreshToken }))).toBe('invalid_token')
    expect((await call('GET', '/api/v1/auth/me', { token: one.accessToken })).status).toBe(200)
  })

  it('takes each code once, also where two send it at once', async () => {
    const one = await someone()
    const { next } = await withSecondFactor(one)
    const code = next()
    const both = await Promise.all([1, 2, 3].map(() => login(one.user.email, PASSWORD, code)))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401, 401])
    expect(await refusal(login(one.user.email, PASSWORD, code))).toBe('invalid_code')
  })

  it('takes no code older than one that was taken, and the neighbours of the present step', async () => {
    const one = await someone()
    const { secret } = await withSecondFactor(one)
    const at = (steps: number) => totpCode(secret, Date.now() + steps * 30_000)
    expect(await refusal(login(one.user.email, PASSWORD, at(5)))).toBe('invalid_code')
    await read(200, login(one.user.email, PASSWORD, at(1)))
    expect(await refusal(login(one.user.email, PASSWORD, at(0)))).toBe('invalid_code')
  })

  it('gives way to each recovery code once, however it is typed, also where two send it at once', async () => {
    const one = await someone()
    const { recoveryCodes } = await withSecondFactor(one)
    expect(new Set(recoveryCodes).size).toBe(10)
    for (const code of recoveryCodes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$/)
    const [first = '', second = ''] = recoveryCodes
    const both = await Promise.all([first, first].map((code) => login(one.user.email, PASSWORD, code)))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401])
    await read(200, login(one.user.email, PASSWORD, ` ${second.replace('-', ' ').toUpperCase()}`))
    expect(await read(200, call('GET', PATH, { token: one.accessToken }))).toEqual({
      enabled: true,
      recoveryCodesLeft: 8,
    })
    const { results } = await db.prepare('SELECT hash FROM recovery_codes WHERE user_id = ?').bind(one.user.id).all()
    expect(JSON.stringify(results)).not.toContain(first)
  })

  it('cannot be guessed: wrong codes count for the account, whatever name and address they come with', async () => {
    const one = await someone()
    await read(200, call('PUT', '/api/v1/users/profile', { token: one.accessToken, body: { username: 'guessed' } }))
    const { next } = await withSecondFactor(one)
    await spend(`codes:${one.user.id}`, limit - 2)
    const names = ['guessed', one.user.email]
    for (const username of names)
      expect(await refusal(post('/auth/login', { username, password: PASSWORD, code: '000000' }))).toBe('invalid_code')
    expect(await refusal(post('/auth/login', { username: 'guessed', password: PASSWORD, code: next() }))).toBe(
      'too_many_attempts',
    )
  })

  it('is switched off, and gets new recovery codes, with password and code only', async () => {
    const one = await someone()
    const token = one.accessToken
    const { recoveryCodes, next } = await withSecondFactor(one)
    const [first = '', second = ''] = recoveryCodes
    const renew = (body: unknown) => call('POST', `${PATH}/recovery-codes`, { token, body })
    expect(await refusal(renew({ password: 'wrong horse', code: first }))).toBe('wrong_password')
    expect(await refusal(renew({ password: PASSWORD, code: '00000-00000' }))).toBe('invalid_code')
    const renewed = await read<{ recoveryCodes: string[] }>(200, renew({ password: PASSWORD, code: first }))
    expect(renewed.recoveryCodes).toHaveLength(10)
    expect(await refusal(login(one.user.email, PASSWORD, second))).toBe('invalid_code')
    expect(await refusal(call('POST', PATH, { token, body: { password: PASSWORD } }))).toBe('second_factor_on')
    const off = (body: unknown) => call('DELETE', PATH, { token, body })
    expect(await refusal(off({ password: 'wrong horse', code: next() }))).toBe('wrong_password')
    expect((await off({ password: PASSWORD, code: next() })).status).toBe(204)
    await read(200, login(one.user.email))
    expect(await refusal(off({ password: PASSWORD, code: '123456' }))).toBe('second_factor_off')
  })
})
