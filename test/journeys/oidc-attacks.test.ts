import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../contract/auth.ts'
import { newBrowser } from './browser.ts'
import { ask, send } from './client.ts'
import {
  type Company,
  change,
  codeOf,
  fillIn,
  here,
  me,
  newCompany,
  newOwner,
  newPerson,
  PASSWORD,
  roleOf,
  sentBack,
  signIn,
} from './company.ts'
import { type IdentityProvider, startIdentityProvider } from './identity-provider.ts'
import { type OpenSignalbox, startDeployed } from './server.ts'

let signalbox: OpenSignalbox
let issuer: IdentityProvider
let company: Company

beforeAll(async () => {
  ;[signalbox, issuer] = await Promise.all([startDeployed(), startIdentityProvider()])
  company = await newCompany(signalbox, issuer)
})
afterAll(() => Promise.all([signalbox?.stop(), issuer?.stop()]))

const inCookies = (browser: ReturnType<typeof newBrowser>) => browser.cookies(signalbox.origin)

/** Leaves for the provider and comes as far as the answer it sends back, which is then not brought to Signalbox. */
async function answerFor(
  subject: string,
  browser = newBrowser(),
): Promise<{ returned: URL; left: Map<string, string> }> {
  const leaving = await browser.ask(company.provider.loginUrl)
  const left = new Map(inCookies(browser))
  const page = await fillIn(browser, subject, leaving.headers.get('location') ?? '')
  return { returned: sentBack(company, page), left }
}

describe('an answer of the provider', () => {
  it('is good for the browser that left, for its state, and once', async () => {
    const subject = newPerson(issuer)
    const browser = newBrowser()
    const { returned, left } = await answerFor(subject, browser)
    expect(await roleOf(company, browser)).toBe('member')

    // The victim of a planted answer never left, or left with another state (login CSRF).
    const victim = newBrowser()
    expect(here(company, await victim.go(returned.href))).toContain('problem=cross_site')
    await victim.ask(company.provider.loginUrl)
    expect(here(company, await victim.go(returned.href))).toContain('problem=cross_site')

    // Who kept the cookie brings the same code again; the provider ends what the code gave, and nobody is let in.
    const thief = newBrowser()
    for (const [name, value] of left) inCookies(thief).set(name, value)
    expect(here(company, await thief.go(returned.href))).toContain('problem=provider_refused')
    expect(await me(company, thief)).toBeNull()
  })

  it('is refused with the code of another sign-in, whose nonce and verifier are others', async () => {
    const [attacker, victim] = [newBrowser(), newBrowser()]
    const { returned } = await answerFor(newPerson(issuer), attacker)
    const leaving = await victim.ask(company.provider.loginUrl)
    const state = new URL(leaving.headers.get('location') ?? '').searchParams.get('state') ?? ''
    returned.searchParams.set('state', state)
    expect(here(company, await victim.go(returned.href))).toContain('problem=provider_refused')
    expect(await me(company, victim)).toBeNull()
  })

  it('is refused from another issuer, and at another provider’s address (mix-up)', async () => {
    const other = await newCompany(signalbox, issuer)
    for (const twist of [
      (url: URL) => url.searchParams.set('iss', 'https://evil.example'),
      (url: URL) => url.searchParams.delete('iss'),
    ]) {
      const browser = newBrowser()
      const leaving = await browser.ask(company.provider.loginUrl)
      const state = new URL(leaving.headers.get('location') ?? '').searchParams.get('state') ?? ''
      const url = new URL(`${company.provider.callbackUrl}?code=x&state=${state}&iss=${issuer.issuer}`)
      twist(url)
      expect(here(company, await browser.go(url.href))).toContain('problem=provider_refused')
    }
    const browser = newBrowser()
    const leaving = await browser.ask(company.provider.loginUrl)
    const state = new URL(leaving.headers.get('location') ?? '').searchParams.get('state') ?? ''
    const elsewhere = `${other.provider.callbackUrl}?code=x&state=${state}&iss=${issuer.issuer}`
    expect(here(company, await browser.go(elsewhere))).toContain('problem=cross_site')
  })

  it('is refused with an ID token that does not hold, and given up where none comes', async () => {
    const subject = newPerson(issuer)
    const now = Math.floor(Date.now() / 1000)
    const good = { sub: subject, aud: company.clientId, iat: now, exp: now + 60 }
    const unsigned = (claims: object) =>
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`
    const evil = await startIdentityProvider()
    const made: Record<string, (nonce: string) => Promise<string> | string> = {
      'of another sign-in': () => issuer.sign({ ...good, nonce: 'replayed' }),
      'without a nonce': () => issuer.sign(good),
      'for another client': (nonce) => issuer.sign({ ...good, nonce, aud: 'another' }),
      'of another issuer': (nonce) => issuer.sign({ ...good, nonce, iss: 'https://evil.example' }),
      over: (nonce) => issuer.sign({ ...good, nonce, exp: now - 120 }),
      'signed by another': (nonce) => evil.sign({ ...good, nonce, iss: issuer.issuer }),
      unsigned: (nonce) => unsigned({ ...good, nonce, iss: issuer.issuer }),
    }
    const brought = async (make: (nonce: string) => Promise<string> | string) => {
      const browser = newBrowser()
      const leaving = await browser.ask(company.provider.loginUrl)
      const asked = new URL(leaving.headers.get('location') ?? '').searchParams
      const id_token = await make(asked.get('nonce') ?? '')
      const answers: Record<string, object> = {
        '/token': { access_token: 'a', token_type: 'Bearer', id_token },
        '/me': { sub: subject, ...issuer.people.get(subject) },
      }
      issuer.intercept((request, response) => {
        const answer = answers[request.url ?? '']
        if (answer === undefined) return issuer.answer(request, response)
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
      })
      const url = `${company.provider.callbackUrl}?code=x&state=${asked.get('state')}&iss=${issuer.issuer}`
      return here(company, await browser.go(url))
    }
    for (const [what, make] of Object.entries(made))
      expect([what, await brought(make)]).toEqual([what, expect.stringContaining('provider_refused')])
    expect(await brought((nonce) => issuer.sign({ ...good, nonce }))).toBe('/')
    issuer.intercept((request, response) => {
      if (request.url !== '/token') issuer.answer(request, response)
    })
    expect(here(company, await signIn(company, subject))).toContain('provider_unavailable')
    issuer.intercept(null)
    await evil.stop()
  })

  it('that says no, or nothing, is told to page and program', async () => {
    const browser = newBrowser()
    const begin = async ({ provider }: Company) => {
      const leaving = await browser.ask(provider.loginUrl)
      return new URL(leaving.headers.get('location') ?? '').searchParams.get('state')
    }
    const denied = `?error=access_denied&state=${await begin(company)}&iss=${issuer.issuer}`
    expect(here(company, await browser.go(`${company.provider.callbackUrl}${denied}`))).toContain('provider_refused')
    const away = await startIdentityProvider()
    const lonely = await newCompany(signalbox, away)
    const state = await begin(lonely)
    await away.stop()
    const url = `${lonely.provider.callbackUrl}?code=x&state=${state}&iss=${away.issuer}`
    const answer = await browser.ask(url, { headers: { accept: 'application/json' } })
    expect([answer.status, await codeOf(answer)]).toEqual([503, 'provider_unavailable'])
  })

  it('leads nowhere but to a path of ours', async () => {
    const subject = newPerson(issuer)
    for (const next of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/\t/evil.example',
      'javascript:1',
    ])
      expect(here(company, await signIn(company, subject, newBrowser(), next))).toBe('/')
  })

  it('begins a new session each time, with nothing of one that was planted', async () => {
    const [browser, subject] = [newBrowser(), newPerson(issuer)]
    const seen = new Set(['planted'])
    for (const name of ['__Host-signalbox', '__Host-signalbox-refresh']) inCookies(browser).set(name, 'planted')
    for (let times = 0; times < 2; times += 1) {
      await signIn(company, subject, browser)
      for (const name of ['__Host-signalbox', '__Host-signalbox-refresh']) seen.add(inCookies(browser).get(name) ?? '')
    }
    expect(seen.size).toBe(5)
  })

  it('ends the session that the browser had', async () => {
    const [browser, earlier] = [newBrowser(), newBrowser()]
    await signIn(company, newPerson(issuer), browser)
    for (const [name, value] of inCookies(browser)) inCookies(earlier).set(name, value)
    expect(await roleOf(company, earlier)).toBe('member')
    await signIn(company, newPerson(issuer), browser)
    expect(await me(company, earlier)).toBeNull()
    expect(await roleOf(company, browser)).toBe('member')
  })
})

describe('a page of another site', () => {
  it('signs nobody in by sending them to a provider of its choice, whoever they are signed in as', async () => {
    const victim = newBrowser()
    await signIn(company, newPerson(issuer), victim)
    const before = new Map(inCookies(victim))
    for (const site of ['cross-site', 'same-site']) {
      const url = `${company.provider.loginUrl}?next=${encodeURIComponent('/issues?a=1')}`
      const sent = await victim.ask(url, { headers: { 'sec-fetch-site': site } })
      const to = new URL(sent.headers.get('location') ?? '', signalbox.origin)
      expect([sent.status, to.origin, to.pathname]).toEqual([302, signalbox.origin, '/login'])
      expect(Object.fromEntries(to.searchParams)).toEqual({ provider: company.provider.id, next: '/issues?a=1' })
      expect(inCookies(victim)).toEqual(before)
    }
    for (const site of ['same-origin', 'none']) {
      const left = await victim.ask(company.provider.loginUrl, { headers: { 'sec-fetch-site': site } })
      expect(left.headers.get('location')).toContain(issuer.issuer)
    }
  })
})

describe('an account that is there already', () => {
  const verify = ({ user }: Session) =>
    signalbox.env.DB.prepare('UPDATE users SET email_verified_at = 1 WHERE id = ?').bind(user.id).run()

  it('is joined where both sides know the address, and only there', async () => {
    const [verified, unverified] = [await newOwner(signalbox), await newOwner(signalbox)]
    await verify(verified)
    const browser = newBrowser()
    await signIn(company, newPerson(issuer, { email: verified.user.email.toUpperCase() }), browser)
    expect((await me(company, browser))?.user.id).toBe(verified.user.id)

    const refused = [
      newPerson(issuer, { email: unverified.user.email }),
      newPerson(issuer, { email: verified.user.email, email_verified: false }),
      newPerson(issuer, { email_verified: false }),
      newPerson(issuer, { email: undefined, email_verified: undefined }),
    ]
    for (const subject of refused)
      expect(here(company, await signIn(company, subject))).toContain('problem=address_not_verified')
  })

  it('opens an organisation only as its provider says, also with a password', async () => {
    const { DB } = signalbox.env
    const person = await newOwner(signalbox)
    await verify(person)
    await signIn(company, newPerson(issuer, { email: person.user.email }))
    const login = { email: person.user.email, password: PASSWORD }
    const byPassword = await send<Session>(signalbox.origin, 'auth/login', { body: login })
    const { accessToken: token, refreshToken } = byPassword
    const known = await send<{ organizations: { id: string }[] }>(signalbox.origin, 'auth/me', { token })
    expect(known.organizations.map(({ id }) => id)).toEqual([person.organization.id])
    const body = { refreshToken, organization: company.owner.organization.id }
    expect((await ask(signalbox.origin, 'auth/refresh', { body })).status).toBe(403)

    // Someone the provider made, who later set a password by mail, gets an organisation of their own.
    const subject = newPerson(issuer)
    await signIn(company, subject)
    const email = `${subject}@example.com`
    const copied = 'UPDATE users SET password = (SELECT password FROM users WHERE id = ?) WHERE email = ?'
    await DB.prepare(copied).bind(person.user.id, email).run()
    const alone = await send<Session>(signalbox.origin, 'auth/login', { body: { email, password: PASSWORD } })
    expect(alone.organization).toMatchObject({ role: 'owner' })
    expect(alone.organization.id).not.toBe(company.owner.organization.id)
  })

  it('of an owner whom people made stays an owner’s; others become what the provider says', async () => {
    const roleMapping = [
      { value: 'staff', role: 'owner' },
      { value: 'guests', role: 'viewer' },
    ]
    const small = await newCompany(signalbox, issuer, { roleMapping })
    await verify(small.owner)
    const founder = newBrowser()
    await signIn(small, newPerson(issuer, { email: small.owner.user.email, groups: ['guests'] }), founder)
    expect(await roleOf(small, founder)).toBe('owner')

    const [subject, second] = [newPerson(issuer), newBrowser()]
    await signIn(small, subject, second)
    expect(await roleOf(small, second)).toBe('owner')
    change(issuer, subject, { groups: ['guests'] })
    await signIn(small, subject, second)
    expect(await roleOf(small, second)).toBe('viewer')

    // The last owner stays one, even where the provider made them.
    change(issuer, subject, { groups: ['staff'] })
    await signIn(small, subject, second)
    const { DB } = signalbox.env
    await DB.prepare('DELETE FROM members WHERE user_id = ?').bind(small.owner.user.id).run()
    change(issuer, subject, { groups: ['guests'] })
    await signIn(small, subject, second)
    expect(await roleOf(small, second)).toBe('owner')
  })

  it('is out of reach of an organisation whose provider claims its address', async () => {
    const victim = await newOwner(signalbox)
    await verify(victim)
    await signalbox.env.DB.prepare("UPDATE users SET platform_role = 'ADMIN' WHERE id = ?").bind(victim.user.id).run()
    const evil = await startIdentityProvider()
    const gang = await newCompany(signalbox, evil, { roleMapping: [{ value: 'staff', role: 'owner' }] })
    const browser = newBrowser()
    await signIn(gang, newPerson(evil, { email: victim.user.email, given_name: 'Evil' }), browser)
    const known = await me(gang, browser)
    expect(known?.organizations.map(({ id }) => id)).toEqual([gang.owner.organization.id])
    expect(known?.user).toMatchObject({ platformRole: 'USER', firstName: null })

    const refresh = await browser.ask(`${signalbox.origin}/api/v1/auth/refresh`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ organization: victim.organization.id }),
    })
    expect(refresh.status).toBe(403)
    const token = inCookies(browser).get('__Host-signalbox') ?? ''
    expect(JSON.parse(atob(token.split('.')[1] ?? '')).realm_access.roles).toEqual(['USER'])
    for (const path of ['auth/password', 'users/profile', 'auth/email', 'users']) {
      const answer = await ask(signalbox.origin, path, { token, body: { password: 'x', newPassword: 'evil-password' } })
      expect([path, answer.status >= 400]).toEqual([path, true])
    }
    // The victim sees no other role, and signs in as before.
    const again = await send<Session>(signalbox.origin, 'auth/login', {
      body: { email: victim.user.email, password: 'a-long-password' },
    })
    expect(again.user).toMatchObject({ platformRole: 'ADMIN', firstName: null })
    await evil.stop()
  })
})
