import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../contract/auth.ts'
import { totpCode } from '../../platform/totp.ts'
import { send } from './client.ts'
import { listenTo } from './feed.ts'
import { cookiesOf, isSignedIn, newAddress, PASSWORD, type Reply, signIn, tell } from './people.ts'
import { type Signalbox, startEmbedded } from './server.ts'

let signalbox: Signalbox
let origin: string

beforeAll(async () => {
  // As deployed: ten failed sign-ins.
  signalbox = await startEmbedded({ AUTH_ATTEMPTS_PER_15_MINUTES: '10' })
  origin = signalbox.origin
})
afterAll(() => signalbox?.stop())

const newcomer = (wish: Record<string, unknown> = {}) =>
  tell<Session>(origin, 'POST auth/register', {
    body: { email: newAddress(), password: PASSWORD, ...wish },
  })

describe('a stolen refresh token', () => {
  const refresh = (refreshToken: string) => tell<Session>(origin, 'POST auth/refresh', { body: { refreshToken } })

  it.each([
    ['the thief', 'its owner'],
    ['its owner', 'the thief'],
  ])('that %s uses first ends the sign-in for both as soon as %s uses it too', async () => {
    const { body: stolen } = await newcomer()
    const first = await refresh(stolen.refreshToken)
    expect(first.status).toBe(200)
    const feed = await listenTo({ origin, token: first.body.accessToken })
    expect((await refresh(stolen.refreshToken)).code).toBe('token_reused')
    expect((await refresh(first.body.refreshToken)).code).toBe('invalid_token')
    for (const { accessToken } of [stolen, first.body]) expect(await isSignedIn(origin, accessToken)).toBe(false)
    await feed.ended()
  })

  it('does not end what else its owner is signed in with', async () => {
    const { body: stolen } = await newcomer()
    const { body: other } = await signIn(origin, { email: stolen.user.email })
    await refresh(stolen.refreshToken)
    await refresh(stolen.refreshToken)
    expect(await isSignedIn(origin, other.accessToken)).toBe(true)
  })

  it('does not let two who send it at once both in', async () => {
    const { body: stolen } = await newcomer()
    const both = await Promise.all([refresh(stolen.refreshToken), refresh(stolen.refreshToken)])
    const left = both.filter(({ status }) => status === 200).map(({ body }) => body.accessToken)
    expect(left.length).toBeLessThan(2)
    for (const token of left) expect(await isSignedIn(origin, token)).toBe(false)
  })

  it('is worth nothing after signing out, nor is the access token', async () => {
    const { body: stolen } = await newcomer()
    await tell(origin, 'POST auth/logout', { body: { refreshToken: stolen.refreshToken } })
    expect((await refresh(stolen.refreshToken)).code).toBe('invalid_token')
    expect(await isSignedIn(origin, stolen.accessToken)).toBe(false)
  })

  it('of one person gets nobody into an organisation of another', async () => {
    const [{ body: mine }, { body: theirs }] = [await newcomer(), await newcomer()]
    const body = { refreshToken: mine.refreshToken, organization: theirs.organization.id }
    expect((await tell(origin, 'POST auth/refresh', { body })).code).toBe('forbidden')
  })
})

describe('a page of another site, in a browser that is signed in', () => {
  const SITES: [string, Record<string, string>][] = [
    ['by its Origin', { origin: 'https://evil.example' }],
    ['by Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['on a sibling subdomain', { 'sec-fetch-site': 'same-site', origin: 'https://blog.signalbox.example' }],
    ['that hides where it is', { origin: 'null' }],
    ['in a browser that says nothing', {}],
  ]

  it.each(SITES)('changes nothing: %s', async (_, site) => {
    const made = await newcomer()
    const headers = { cookie: cookiesOf(made), ...site }
    const { user, organization, refreshToken } = made.body
    const calls = [
      ['POST projects', { name: 'Theirs' }],
      ['POST api-keys', { name: 'Theirs', scopes: ['issue.read'] }],
      ['POST members/invitations', { email: 'evil@example.com', role: 'owner' }],
      [`PATCH organizations/${organization.id}`, { name: 'Theirs' }],
      ['PUT users/profile', { firstName: 'Theirs' }],
      ['POST users/profile/email', { email: 'evil@example.com', password: PASSWORD }],
      [`DELETE members/${user.id}`, undefined],
      ['DELETE members/me', undefined],
      ['POST auth/sessions/revoke-others', undefined],
      ['POST auth/refresh', {}],
      ['POST auth/logout', {}],
    ] as const
    for (const [call, body] of calls)
      expect([call, (await tell(origin, call as 'POST x', { headers, body })).code]).toEqual([call, 'cross_site'])
    expect((await tell<Session>(origin, 'POST auth/refresh', { body: { refreshToken } })).status).toBe(200)
  })

  it('does not hear the live feed', async () => {
    const made = await newcomer()
    for (const from of ['https://evil.example', 'null', undefined]) {
      const upgrade = {
        upgrade: 'websocket',
        connection: 'Upgrade',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      }
      const headers = { cookie: cookiesOf(made), ...upgrade, ...(from !== undefined && { origin: from }) }
      expect((await refusedUpgrade('/api/v1/live', headers)).status).toBe(403)
    }
  })

  it('is told by no answer that it may read with the cookies of the visitor', async () => {
    const made = await newcomer()
    const headers = { cookie: cookiesOf(made), origin: 'https://evil.example' }
    const read = await tell(origin, 'GET auth/me', { headers })
    expect(read.headers.get('access-control-allow-credentials')).toBeNull()
  })

  it.each([
    ['POST auth/login', (email: string) => ({ email, password: PASSWORD })],
    ['POST auth/register', () => ({ email: newAddress('attacker'), password: PASSWORD })],
  ] as const)('does not sign the browser in as somebody else: %s', async (call, body) => {
    const attacker = await newcomer()
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    const answer = await tell(origin, call, { headers, body: body(attacker.body.user.email) })
    expect(cookiesOf(answer)).toBe('')
  })
})

describe('a session that somebody else prepared', () => {
  it('is not the one its victim signs in to: each sign-in makes a session of its own and ends the one before', async () => {
    const prepared = await newcomer()
    const { body: victim } = await newcomer()
    const own = { 'sec-fetch-site': 'same-origin', cookie: cookiesOf(prepared) }
    const signedIn = await signIn(origin, { email: victim.user.email }, own)
    expect(signedIn.status).toBe(200)
    expect(cookiesOf(signedIn)).not.toBe('')
    expect(sessionOf(signedIn)).not.toBe(sessionOf(prepared))
    expect(await isSignedIn(origin, prepared.body.accessToken)).toBe(false)
    const refreshed = await tell(origin, 'POST auth/refresh', { body: { refreshToken: prepared.body.refreshToken } })
    expect(refreshed.code).toBe('invalid_token')
  })

  it('is not chosen by a cookie that nobody gave out', async () => {
    const { body: victim } = await newcomer()
    const invented = '__Host-signalbox=chosen; __Host-signalbox-refresh=chosen'
    const signedIn = await signIn(
      origin,
      { email: victim.user.email },
      { cookie: invented, 'sec-fetch-site': 'same-origin' },
    )
    expect(cookiesOf(signedIn)).not.toContain('chosen')
  })

  const sessionOf = ({ body }: Reply<Session>): string =>
    JSON.parse(Buffer.from(body.accessToken.split('.')[1] ?? '', 'base64url').toString()).sid
})

describe('a cookie that was stolen', () => {
  it('and comes back after others were given out for it ends the sign-in for both', async () => {
    const made = await newcomer()
    const own = { 'sec-fetch-site': 'same-origin' }
    const renewed = await tell<Session>(origin, 'POST auth/refresh', { headers: { ...own, cookie: cookiesOf(made) } })
    expect(renewed.status).toBe(200)
    // Who takes it out of the browser and sends it as text meets no mercy, however early.
    const thief = await tell(origin, 'POST auth/refresh', { body: { refreshToken: made.body.refreshToken } })
    expect(thief.code).toBe('token_reused')
    expect(await isSignedIn(origin, renewed.body.accessToken)).toBe(false)
  })
})

describe('guessing', () => {
  const wrong = (email: string) => signIn(origin, { email, password: 'wrong-password' })

  it('ends for an account at the eleventh try, however its name is written, also for who knows the password', async () => {
    const { body: victim } = await newcomer()
    const { email } = victim.user
    const tries: Reply[] = []
    for (let n = 0; n < 11; n += 1) tries.push(await wrong(n % 2 === 0 ? email : email.toUpperCase()))
    expect(tries.map(({ status }) => status)).toEqual([...Array<number>(10).fill(401), 429])
    const [last] = tries.slice(-1)
    expect(last?.code).toBe('too_many_attempts')
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(last?.headers.get('ratelimit')).toMatch(/"sign-in";r=0;t=\d+/)
    expect((await signIn(origin, { email })).status).toBe(429)
    expect(await isSignedIn(origin, victim.accessToken)).toBe(true)
    expect((await wrong(newAddress())).status).toBe(401)
  })

  it('lets no more through when all come at once', async () => {
    const { body: victim } = await newcomer()
    const all = await Promise.all(Array.from({ length: 20 }, () => wrong(victim.user.email)))
    expect(all.filter(({ status }) => status === 401)).toHaveLength(10)
  })

  it('codes of a second factor ends at the eleventh, by whichever name', async () => {
    const username = `u${Date.now()}`
    const { body: victim } = await newcomer({ username })
    const token = victim.accessToken
    const { secret } = await send<{ secret: string }>(origin, 'users/profile/second-factor', {
      token,
      body: { password: PASSWORD },
    })
    await send(origin, 'users/profile/second-factor/confirm', { token, body: { code: totpCode(secret, Date.now()) } })
    const guess = (n: number) =>
      signIn(origin, {
        ...(n % 2 === 0 ? { email: victim.user.email } : { username }),
        code: String(n).padStart(6, '0'),
      })
    const tries: (string | undefined)[] = []
    for (let n = 0; n < 11; n += 1) tries.push((await guess(n)).code)
    expect(tries).toEqual([...Array<string>(10).fill('invalid_code'), 'too_many_attempts'])
    const right = { email: victim.user.email, code: totpCode(secret, Date.now() + 30_000) }
    expect((await signIn(origin, right)).code).toBe('too_many_attempts')
  })

  it('the password with a stolen session ends at the eleventh', async () => {
    const { body: victim } = await newcomer()
    const body = { currentPassword: 'wrong-password', newPassword: 'a-thief-password' }
    const tries: (string | undefined)[] = []
    for (let n = 0; n < 11; n += 1)
      tries.push((await tell(origin, 'POST users/profile/password', { token: victim.accessToken, body })).code)
    expect(tries).toEqual([...Array<string>(10).fill('wrong_password'), 'too_many_attempts'])
  })

  it('filling somebody’s letterbox ends at the eleventh mail', async () => {
    const email = newAddress()
    const asked: number[] = []
    for (let n = 0; n < 11; n += 1)
      asked.push((await tell(origin, 'POST auth/password/forgot', { body: { email } })).status)
    expect(asked).toEqual([...Array<number>(10).fill(202), 429])
  })
})

/** Asks for an upgrade as a browser would, with an Origin that `fetch` does not let a program set beside it. */
const refusedUpgrade = (path: string, headers: Record<string, string>): Promise<{ status: number | undefined }> =>
  new Promise((resolve, reject) => {
    const asked = request(`${origin}${path}`, { headers })
    asked.on('response', (answer) => {
      answer.resume()
      resolve({ status: answer.statusCode })
    })
    asked.on('upgrade', (answer, socket) => {
      socket.destroy()
      resolve({ status: answer.statusCode })
    })
    asked.on('error', reject)
    asked.end()
  })
