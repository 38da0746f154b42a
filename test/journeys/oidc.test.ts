import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { Session, me as whoIsSignedIn } from '../../contract/auth.ts'
import type { OidcProvider } from '../../contract/oidc.ts'
import { type Browser, newBrowser, type Page } from './browser.ts'
import { send } from './client.ts'
import { type Claims, type IdentityProvider, startIdentityProvider } from './identity-provider.ts'
import { type Signalbox, startEmbedded } from './server.ts'

let signalbox: Signalbox
let issuer: IdentityProvider

beforeAll(async () => {
  ;[signalbox, issuer] = await Promise.all([startEmbedded(), startIdentityProvider()])
})
afterAll(() => Promise.all([signalbox?.stop(), issuer?.stop()]))
afterEach(() => issuer.intercept(null))

const MAPPING = [
  { value: 'chiefs', role: 'admin' },
  { value: 'staff', role: 'member' },
  { value: 'guests', role: 'viewer' },
]

type Me = z.infer<typeof whoIsSignedIn>

/** An organisation whose people sign in with the issuer. */
interface Company {
  owner: Session
  provider: OidcProvider
}

async function newCompany(settings: Record<string, unknown> = {}, at: IdentityProvider = issuer): Promise<Company> {
  const owner = await newOwner()
  const [clientId, clientSecret] = [`client-${randomUUID()}`, randomUUID()]
  const provider = await send<OidcProvider>(signalbox.origin, 'identity-providers', {
    token: owner.accessToken,
    body: { name: 'Company', issuer: at.issuer, clientId, clientSecret, roleMapping: MAPPING, ...settings },
  })
  await at.register({ ...provider, clientId, clientSecret })
  return { owner, provider }
}

const newOwner = (email = `owner-${randomUUID()}@example.com`) =>
  send<Session>(signalbox.origin, 'auth/register', { body: { email, password: 'a-long-password' } })

/** Someone the issuer knows. */
function newPerson(claims: Claims = {}, at: IdentityProvider = issuer): string {
  const subject = `s-${randomUUID()}`
  at.people.set(subject, {
    email: `${subject}@example.com`,
    email_verified: true,
    given_name: 'Grace',
    family_name: 'Hopper',
    groups: ['staff'],
    ...claims,
  })
  return subject
}

/** Signs in as a person does: leave for the provider, fill in its forms, come back. */
async function signIn({ provider }: Company, subject: string, browser = newBrowser(), next = '/'): Promise<Page> {
  let page = await browser.go(`${provider.loginUrl}?next=${encodeURIComponent(next)}`)
  for (let forms = 0; page.text.includes('name="prompt"') && forms < 3; forms += 1)
    page = await browser.submit(page, { login: subject, password: 'whatever' })
  return page
}

const here = ({ url }: Page) => url.replace(signalbox.origin, '')

async function me(browser: Browser): Promise<Me | null> {
  const answer = await browser.ask(`${signalbox.origin}/api/v1/auth/me`, { headers: { accept: 'application/json' } })
  return answer.ok ? ((await answer.json()) as Me) : null
}

describe('someone signs in with their organisation’s provider', () => {
  it('comes back where they wanted, as what their groups say, without an organisation of their own', async () => {
    const company = await newCompany()
    const browser = newBrowser()
    const page = await signIn(company, newPerson({ groups: ['guests', 'chiefs'] }), browser, '/issues?status=all')
    expect(here(page)).toBe('/issues?status=all')
    const known = await me(browser)
    expect(known?.organizations).toEqual([
      expect.objectContaining({ id: company.owner.organization.id, role: 'admin' }),
    ])
    expect(known).toMatchObject({ provider: company.provider.id, user: { firstName: 'Grace', emailVerified: true } })
  })
})
