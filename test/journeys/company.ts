import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Role, Session, me as whoIsSignedIn } from '../../contract/auth.ts'
import type { OidcProvider, RoleMapping } from '../../contract/oidc.ts'
import type { Member } from '../../contract/organisations.ts'
import type { Page as ListPage } from '../../contract/page.ts'
import type { Problem } from '../../contract/problem.ts'
import { type Browser, newBrowser, type Page } from './browser.ts'
import { send } from './client.ts'
import type { Claims, IdentityProvider } from './identity-provider.ts'
import type { OpenSignalbox } from './server.ts'

type Me = z.infer<typeof whoIsSignedIn>

/** An organisation whose people sign in with an identity provider. */
export interface Company {
  signalbox: OpenSignalbox
  issuer: IdentityProvider
  owner: Session
  provider: OidcProvider
  clientId: string
  clientSecret: string
}

export const PASSWORD = 'a-long-password'
const MAPPING: RoleMapping = [
  { value: 'chiefs', role: 'admin' },
  { value: 'staff', role: 'member' },
  { value: 'guests', role: 'viewer' },
]

/** Registers someone with a password and an organisation of their own. */
export const newOwner = ({ origin }: OpenSignalbox, email = `owner-${randomUUID()}@example.com`): Promise<Session> =>
  send<Session>(origin, 'auth/register', { body: { email, password: PASSWORD } })

/** Sets up an organisation and its provider, on both sides. */
export async function newCompany(
  signalbox: OpenSignalbox,
  issuer: IdentityProvider,
  settings: Record<string, unknown> = {},
): Promise<Company> {
  const owner = await newOwner(signalbox)
  const [clientId, clientSecret] = [`client-${randomUUID()}`, randomUUID()]
  const provider = await send<OidcProvider>(signalbox.origin, 'identity-providers', {
    token: owner.accessToken,
    body: { name: 'Company', issuer: issuer.issuer, clientId, clientSecret, roleMapping: MAPPING, ...settings },
  })
  await issuer.register({ ...provider, clientId, clientSecret })
  return { signalbox, issuer, owner, provider, clientId, clientSecret }
}

/** Makes someone the provider knows. @returns their `sub` */
export function newPerson({ people }: IdentityProvider, claims: Claims = {}): string {
  const subject = `s-${randomUUID()}`
  const names = { given_name: 'Grace', family_name: 'Hopper' }
  people.set(subject, { email: `${subject}@example.com`, email_verified: true, ...names, groups: ['staff'], ...claims })
  return subject
}

/** Changes what the provider says of someone. */
export const change = ({ people }: IdentityProvider, subject: string, claims: Claims) =>
  people.set(subject, { ...people.get(subject), ...claims })

/** Signs in as a person does: leave for the provider, fill in its forms, come back. */
export function signIn(company: Company, subject: string, browser = newBrowser(), next = '/'): Promise<Page> {
  return fillIn(browser, subject, `${company.provider.loginUrl}?next=${encodeURIComponent(next)}`)
}

/** Goes to an address and says who one is wherever the provider asks. */
export async function fillIn(browser: Browser, subject: string, url: string): Promise<Page> {
  let page = await browser.go(url)
  for (let forms = 0; page.text.includes('name="prompt"') && forms < 3; forms += 1)
    page = await browser.submit(page, { login: subject, password: 'whatever' })
  return page
}

/** @returns what the provider sent back in the address on the way to a page. */
export function sentBack({ provider }: Company, { way }: Page): URL {
  const returned = way.find((url) => url.startsWith(provider.callbackUrl))
  if (returned === undefined) throw new Error(`The provider sent nothing back: ${way.join(' → ')}`)
  return new URL(returned)
}

/** @returns a page's address within Signalbox. */
export const here = ({ signalbox }: Company, { url }: Page): string => url.replace(signalbox.origin, '')

/** Calls the API as our own page does: with cookies, and saying so. */
export const fromPage = ({ signalbox }: Company, browser: Browser, path: string, method = 'GET'): Promise<Response> =>
  browser.ask(`${signalbox.origin}/api/v1/${path}`, {
    method,
    headers: { accept: 'application/json', 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
    ...(method !== 'GET' && { body: '{}' }),
  })

export async function me(company: Company, browser: Browser): Promise<Me | null> {
  const answer = await fromPage(company, browser, 'auth/me')
  return answer.ok ? ((await answer.json()) as Me) : null
}

export const roleOf = async (company: Company, browser: Browser): Promise<Role | undefined> =>
  (await me(company, browser))?.organization.role

export const codeOf = async (answer: Response): Promise<string> => ((await answer.json()) as Problem).code

export const membersOf = async ({ signalbox, owner }: Company): Promise<Member[]> =>
  (await send<ListPage<Member>>(signalbox.origin, 'members', { token: owner.accessToken })).data

/** Types of the facts an organisation's log holds. */
export async function logOf({ signalbox, owner }: Company): Promise<unknown[]> {
  const log = signalbox.env.DB.prepare('SELECT type FROM domain_events WHERE organisation_id = ?')
  return (await log.bind(owner.organization.id).all()).results.map(({ type }) => type)
}

/** Lets as much time pass for the company's sign-ins. */
export async function later({ signalbox, provider }: Company, milliseconds: number): Promise<void> {
  const aged = 'UPDATE sessions SET checked_at = checked_at - ?1, created_at = created_at - ?1 WHERE provider_id = ?2'
  await signalbox.env.DB.prepare(aged).bind(milliseconds, provider.id).run()
}

export const MINUTE = 60_000
