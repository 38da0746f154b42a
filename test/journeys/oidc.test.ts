import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { newBrowser } from './browser.ts'
import { send } from './client.ts'
import {
  type Company,
  change,
  codeOf,
  fillIn,
  fromPage,
  here,
  later,
  logOf,
  MINUTE,
  me,
  membersOf,
  newCompany,
  newPerson,
  roleOf,
  signIn,
} from './company.ts'
import { listenTo } from './feed.ts'
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
afterEach(() => issuer.intercept(null))

const refresh = (browser: ReturnType<typeof newBrowser>) => fromPage(company, browser, 'auth/refresh', 'POST')

async function signedIn(claims = {}) {
  const [browser, subject] = [newBrowser(), newPerson(issuer, claims)]
  await signIn(company, subject, browser)
  expect(await roleOf(company, browser)).toBe('member')
  return { browser, subject }
}

describe('someone signs in with their organisation’s provider', () => {
  it('comes back where they wanted, as what their groups say, without an organisation of their own', async () => {
    const [browser, subject] = [newBrowser(), newPerson(issuer, { groups: ['guests', 'chiefs'] })]
    const page = await signIn(company, subject, browser, '/issues?status=all')
    expect(here(company, page)).toBe('/issues?status=all')
    const known = await me(company, browser)
    expect(known?.organizations).toEqual([
      expect.objectContaining({ id: company.owner.organization.id, role: 'admin' }),
    ])
    expect(known).toMatchObject({ provider: company.provider.id, user: { firstName: 'Grace', emailVerified: true } })
    const log = await logOf(company)
    for (const fact of ['user.registered', 'member.joined', 'user.action_performed']) expect(log).toContain(fact)
  })

  it('has the role that stands where the organisation says', async () => {
    const roleMapping = [{ value: 'signalbox-owner', role: 'owner' }]
    const other = await newCompany(signalbox, issuer, { roleClaim: 'realm_access.roles', roleMapping })
    const [browser, roles] = [newBrowser(), ['signalbox-owner', 'other']]
    await signIn(other, newPerson(issuer, { groups: [], realm_access: { roles } }), browser)
    expect(await roleOf(other, browser)).toBe('owner')
  })

  it('has no access without a mapped role, and loses what they had', async () => {
    const page = await signIn(company, newPerson(issuer, { groups: ['others'] }))
    expect(here(company, page)).toBe(`/login?problem=no_access&provider=${company.provider.id}`)

    const { browser, subject } = await signedIn()
    const members = (await membersOf(company)).length
    change(issuer, subject, { groups: [] })
    expect(here(company, await signIn(company, subject))).toContain('no_access')
    expect(await me(company, browser)).toBeNull()
    expect(await membersOf(company)).toHaveLength(members - 1)
  })

  it('is called what the provider calls them', async () => {
    const { subject } = await signedIn()
    change(issuer, subject, { given_name: 'Amazing' })
    const browser = newBrowser()
    await signIn(company, subject, browser)
    expect((await me(company, browser))?.user).toMatchObject({ firstName: 'Amazing', lastName: 'Hopper' })
  })

  it('may leave in several tabs and come back in each', async () => {
    const { browser, subject } = await signedIn()
    const { loginUrl } = company.provider
    const left = await Promise.all(['/a', '/b'].map((next) => browser.ask(`${loginUrl}?next=${next}`)))
    for (const [tab, answer] of left.entries()) {
      const page = await fillIn(browser, subject, answer.headers.get('location') ?? '')
      expect(here(company, page)).toBe(['/a', '/b'][tab])
    }
  })

  it('finds the provider on the sign-in page only where an ADMIN lists it', async () => {
    const listed = await send<{ data: unknown[] }>(signalbox.origin, 'auth/providers')
    expect(listed.data).toEqual([])
    // The first who registers on a deployment is its ADMIN: here, the owner of the company.
    const { accessToken: token } = company.owner
    const patched = await fetch(`${signalbox.origin}/api/v1/identity-providers/${company.provider.id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ listed: true }),
    })
    expect(await patched.json()).toMatchObject({ listed: true, version: 2 })
    const shown = await send<{ data: unknown[] }>(signalbox.origin, 'auth/providers')
    expect(shown.data).toEqual([
      { id: company.provider.id, name: 'Company', organization: company.owner.organization.name },
    ])
  })
})

describe('what was told at sign-in', () => {
  it('is asked for again at each refresh: the role follows', async () => {
    const { browser, subject } = await signedIn()
    // Twice, because the provider replaces its refresh token each time.
    for (const [group, role] of [
      ['chiefs', 'admin'],
      ['guests', 'viewer'],
    ] as const) {
      change(issuer, subject, { groups: [group] })
      await later(company, MINUTE)
      expect((await refresh(browser)).status).toBe(200)
      expect(await roleOf(company, browser)).toBe(role)
    }
  })

  it('ends with the account there: switched off, gone, or without a role', async () => {
    const ends: ((subject: string) => unknown)[] = [
      (subject) => issuer.revokeGrants(subject),
      (subject) => issuer.people.delete(subject),
      (subject) => change(issuer, subject, { groups: [] }),
    ]
    for (const end of ends) {
      const { browser, subject } = await signedIn()
      const tokens = new Map(browser.cookies(signalbox.origin))
      await end(subject)
      await later(company, MINUTE)
      const answer = await refresh(browser)
      expect([answer.status, await codeOf(answer)]).toEqual([401, 'invalid_token'])
      // The access token from before is over too.
      for (const [name, value] of tokens) browser.cookies(signalbox.origin).set(name, value)
      expect(await me(company, browser)).toBeNull()
    }
  })

  it('stands while the provider does not answer, and is asked for once it does', async () => {
    const { browser, subject } = await signedIn()
    await later(company, MINUTE)
    issuer.intercept((_, response) => response.writeHead(503).end())
    const away = await refresh(browser)
    expect([away.status, await codeOf(away)]).toEqual([503, 'provider_unavailable'])
    expect(await roleOf(company, browser)).toBe('member')
    issuer.intercept(null)
    change(issuer, subject, { groups: ['guests'] })
    expect((await refresh(browser)).status).toBe(200)
    expect(await roleOf(company, browser)).toBe('viewer')
  })

  it('is asked for by one of two tabs that refresh at once', async () => {
    const { browser } = await signedIn()
    await later(company, MINUTE)
    const before = issuer.refreshes()
    const answers = await Promise.all([refresh(browser), refresh(browser)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(issuer.refreshes() - before).toBe(1)
  })

  it('lasts eight hours where the provider gave nothing to ask again with', async () => {
    const short = await newCompany(signalbox, issuer, { scopes: 'openid profile email' })
    const browser = newBrowser()
    await signIn(short, newPerson(issuer), browser)
    await later(short, 7 * 60 * MINUTE)
    expect((await fromPage(short, browser, 'auth/refresh', 'POST')).status).toBe(200)
    await later(short, 61 * MINUTE)
    expect((await fromPage(short, browser, 'auth/refresh', 'POST')).status).toBe(401)
    expect(await me(short, browser)).toBeNull()
  })
})

describe('signing out', () => {
  it('goes on to the provider, which ends the person’s other sign-ins of that browser there', async () => {
    const { browser, subject } = await signedIn()
    const before = new Map(browser.cookies(signalbox.origin))
    await signIn(company, subject, browser)
    const answer = await fromPage(company, browser, 'auth/logout', 'POST')
    expect(answer.status).toBe(200)
    const { redirect } = (await answer.json()) as { redirect: string }
    expect(redirect).toContain(`${issuer.issuer}/session/end?`)
    expect(await me(company, browser)).toBeNull()
    const asked = await browser.go(redirect)
    const back = await browser.submit(asked, { logout: 'yes' })
    expect(here(company, back)).toMatch(/^\/login\?state=/)
    for (const [name, value] of before) browser.cookies(signalbox.origin).set(name, value)
    expect(await me(company, browser)).toBeNull()
  })

  it('at the provider ends sign-ins and live feeds here', async () => {
    const { browser, subject } = await signedIn()
    const token = browser.cookies(signalbox.origin).get('__Host-signalbox') ?? ''
    const feed = await listenTo({ origin: signalbox.origin, token })
    const body = new URLSearchParams({
      logout_token: await issuer.logoutToken({ sub: subject, aud: company.clientId }),
    })
    const answer = await fetch(company.provider.backchannelLogoutUrl, { method: 'POST', body })
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(await me(company, browser)).toBeNull()
    await expect(feed.event('never')).rejects.toThrow('4401')
    // The same token again does no harm to who signs in later.
    await later(company, 5 * MINUTE)
    const again = newBrowser()
    await signIn(company, subject, again)
    const old = await issuer.logoutToken({
      sub: subject,
      aud: company.clientId,
      iat: Math.floor(Date.now() / 1000) - 110,
    })
    const repeated = await fetch(company.provider.backchannelLogoutUrl, {
      method: 'POST',
      body: new URLSearchParams({ logout_token: old }),
    })
    expect(repeated.status).toBe(200)
    expect(await roleOf(company, again)).toBe('member')
  })

  it('is not taken from a token that is no logout token', async () => {
    const { browser, subject } = await signedIn()
    const of = { sub: subject, aud: company.clientId }
    const now = Math.floor(Date.now() / 1000)
    const refused = {
      'for another client': await issuer.logoutToken({ ...of, aud: 'another' }),
      'of another issuer': await issuer.logoutToken({ ...of, iss: 'https://evil.example' }),
      'with a nonce': await issuer.logoutToken({ ...of, nonce: 'n' }),
      'without the event': await issuer.logoutToken({ ...of, events: {} }),
      'about nobody': await issuer.logoutToken({ aud: company.clientId }),
      over: await issuer.logoutToken({ ...of, exp: now - 120 }),
      'an ID token': await issuer.sign({ ...of, exp: now + 60, iat: now, nonce: 'n' }),
      'no token': 'nonsense',
    }
    for (const [what, logout_token] of Object.entries(refused)) {
      const body = new URLSearchParams({ logout_token })
      const answer = await fetch(company.provider.backchannelLogoutUrl, { method: 'POST', body })
      expect([what, answer.status, await codeOf(answer)]).toEqual([what, 400, 'invalid_logout_token'])
    }
    expect(await roleOf(company, browser)).toBe('member')
  })
})
