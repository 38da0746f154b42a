import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newBrowser } from './browser.ts'
import { ask, send } from './client.ts'
import { type Company, codeOf, fromPage, here, newCompany, newOwner, newPerson, roleOf, signIn } from './company.ts'
import { type IdentityProvider, startIdentityProvider } from './identity-provider.ts'
import { type OpenSignalbox, startDeployed } from './server.ts'

const AUDIENCE = 'https://api.company.example'

let signalbox: OpenSignalbox
let issuer: IdentityProvider
let company: Company

beforeAll(async () => {
  ;[signalbox, issuer] = await Promise.all([startDeployed(), startIdentityProvider()])
  company = await newCompany(signalbox, issuer, { audience: AUDIENCE })
})
afterAll(() => Promise.all([signalbox?.stop(), issuer?.stop()]))

describe('an access token of the issuer', () => {
  const now = () => Math.floor(Date.now() / 1000)
  const good = () => ({ sub: 'robot', aud: AUDIENCE, exp: now() + 300, iat: now(), groups: ['staff'] })
  const projects = (token: string) => ask(signalbox.origin, 'projects', { token })

  it('lets its bearer act as its claims say, in that organisation alone', async () => {
    const token = await issuer.sign(good(), { typ: 'at+jwt' })
    expect((await projects(token)).status).toBe(200)
    const made = await ask(signalbox.origin, 'projects', { token, body: { name: 'By a robot', platform: 'node' } })
    expect(made.status).toBe(201)
    const guest = await issuer.sign({ ...good(), groups: ['guests'] })
    const refused = await ask(signalbox.origin, 'projects', { token: guest, body: { name: 'No', platform: 'node' } })
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'forbidden'])
    const nobody = await projects(await issuer.sign({ ...good(), groups: [] }))
    expect([nobody.status, await codeOf(nobody)]).toEqual([403, 'no_access'])
    expect((await ask(signalbox.origin, 'auth/me', { token })).status).toBe(403)
  })

  it('is refused when it is for others, over, from others, unsigned, signed with what is public, or an ID token', async () => {
    const evil = await startIdentityProvider()
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = part({ ...good(), iss: issuer.issuer })
    const shared = `${part({ alg: 'HS256', kid: 'signing' })}.${claims}`
    const pem = issuer.publicKey
    const { exp: _, ...endless } = good()
    const refused: Record<string, string> = {
      'for others': await issuer.sign({ ...good(), aud: 'https://other.example' }),
      'for the client, as an ID token is': await issuer.sign({ ...good(), aud: company.clientId }),
      over: await issuer.sign({ ...good(), exp: now() - 61 }),
      'not yet good': await issuer.sign({ ...good(), nbf: now() + 120 }),
      endless: await issuer.sign(endless),
      'of an issuer nobody set up': await evil.sign(good()),
      'signed by another issuer': await evil.sign({ ...good(), iss: issuer.issuer }),
      unsigned: `${part({ alg: 'none' })}.${claims}.`,
      'signed with the public key': `${shared}.${createHmac('sha256', pem).update(shared).digest('base64url')}`,
      'an ID token': await issuer.sign({ ...good(), nonce: 'n' }),
      'said to be an ID token': await issuer.sign(good(), { typ: 'id+jwt' }),
      'a logout token': await issuer.logoutToken({ ...good() }),
    }
    for (const [what, token] of Object.entries(refused)) {
      const answer = await projects(token)
      expect([what, answer.status, await codeOf(answer)]).toEqual([what, 401, 'unauthenticated'])
    }
    expect((await projects(await issuer.sign({ ...good(), exp: now() - 30 }))).status).toBe(200)
    await evil.stop()
  })
})

describe('setting up a provider', () => {
  const wish = (change: object) => ({
    name: 'Another',
    issuer: issuer.issuer,
    clientId: randomUUID(),
    roleMapping: [],
    ...change,
  })
  const refusal = async (token: string, change: object) => {
    const answer = await ask(signalbox.origin, 'identity-providers', { token, body: wish(change) })
    const { code, errors } = (await answer.json()) as { code: string; errors?: { pointer: string }[] }
    return [code, errors?.[0]?.pointer]
  }

  it('is refused, pointing at the field', async () => {
    const { accessToken: token } = company.owner
    const stranger = (await newOwner(signalbox)).accessToken
    expect(await refusal(token, { issuer: 'http://issuer.example' })).toEqual(['invalid', '/issuer'])
    expect(await refusal(token, { issuer: `${issuer.issuer}/other` })).toEqual(['invalid', '/issuer'])
    expect(await refusal(token, { issuer: 'http://127.0.0.1:1' })).toEqual(['provider_unavailable', '/issuer'])
    expect(await refusal(token, { scopes: 'profile' })).toEqual(['invalid', '/scopes'])
    expect(await refusal(token, { audience: AUDIENCE })).toEqual(['invalid', '/audience'])
    expect(await refusal(token, { clientId: 'same', audience: 'same' })).toEqual(['invalid', '/audience'])
    expect(await refusal(stranger, { listed: true })).toEqual(['forbidden', '/listed'])
  })

  it('sends the secret to no other issuer than the one it was given for', async () => {
    const evil = await startIdentityProvider()
    const other = await newCompany(signalbox, issuer)
    const move = async (change: object) => {
      const answer = await fetch(`${signalbox.origin}/api/v1/identity-providers/${other.provider.id}`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${other.owner.accessToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ issuer: evil.issuer, ...change }),
      })
      return (await answer.json()) as Record<string, unknown> & { errors?: { pointer: string }[] }
    }
    const refused = await move({})
    expect([refused.code, refused.errors?.[0]?.pointer]).toEqual(['invalid', '/clientSecret'])
    expect(await move({ clientSecret: null })).toMatchObject({ issuer: evil.issuer, hasClientSecret: false })
    expect(await move({ issuer: issuer.issuer })).toMatchObject({ issuer: issuer.issuer })
    expect(await move({ clientSecret: 'another' })).toMatchObject({ issuer: evil.issuer, hasClientSecret: true })
    await evil.stop()
  })

  it('tells the secret to nobody, and ends its sign-ins when it is switched off', async () => {
    const { accessToken: token } = company.owner
    const shown = await send<Record<string, unknown>>(signalbox.origin, `identity-providers/${company.provider.id}`, {
      token,
    })
    expect(shown).toMatchObject({ hasClientSecret: true })
    expect(JSON.stringify(shown)).not.toContain(company.clientSecret)
    const browser = newBrowser()
    await signIn(company, newPerson(issuer), browser)
    expect(await roleOf(company, browser)).toBe('member')
    const off = await fetch(`${signalbox.origin}/api/v1/identity-providers/${company.provider.id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ enabled: false, version: 1 }),
    })
    expect(off.status).toBe(200)
    expect(await roleOf(company, browser)).toBeUndefined()
    expect((await fromPage(company, browser, 'auth/refresh', 'POST')).status).toBe(401)
    expect(here(company, await browser.go(company.provider.loginUrl))).toContain('problem=not_found')
  })
})
