import type { ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Team } from '../journeys/client.ts'
import { newPerson } from '../journeys/company.ts'
import { type IdentityProvider, startIdentityProvider } from '../journeys/identity-provider.ts'
import { demoTeam, kill, npmStart } from '../journeys/npm-start.ts'
import { freePort, temporaryFolder } from '../journeys/server.ts'
import { violations } from './axe.ts'
import { complaintsOf, launchChromium, signedInPage } from './chromium.ts'

const SCREENSHOTS = 'test/browser/screenshots'
const CLIENT = { clientId: 'signalbox', clientSecret: 'a-secret-of-both' }

describe('single sign-on', () => {
  let server: ChildProcess
  let browser: Browser
  let issuer: IdentityProvider
  let team: Team
  /** What the settings say to enter at the provider. */
  let urls: Record<'callbackUrl' | 'postLogoutUrl' | 'backchannelLogoutUrl' | 'loginUrl', string>
  beforeAll(async () => {
    const port = await freePort()
    const state = temporaryFolder('single-sign-on')
    ;[server, issuer] = await Promise.all([npmStart({ tree: '.', port, state }), startIdentityProvider()])
    team = await demoTeam(`http://localhost:${port}`)
    browser = await launchChromium()
    mkdirSync(SCREENSHOTS, { recursive: true })
    urls = await setUp()
    await issuer.register({ ...CLIENT, ...urls })
  })
  afterAll(async () => {
    await browser?.close()
    await issuer?.stop()
    if (server) await kill(server)
  })

  async function newContext(options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
    // The provider's pages would ask another site for their letters.
    await context.route('https://fonts.googleapis.com/**', (route) => route.abort())
    return context
  }

  /** What an administrator does in the settings, by hand. @returns what they carry over to the provider */
  async function setUp() {
    const { page, complaints } = await signedInPage(await newContext(), team.origin)
    await page.goto(`${team.origin}/settings/single-sign-on`)
    await page.getByRole('button', { name: 'Add identity provider' }).click()
    await page.getByLabel('Other').check()
    await page.getByLabel('Name').fill('Company')
    await page.getByLabel('Issuer').fill(issuer.issuer)
    await page.getByLabel('Client ID').fill(CLIENT.clientId)
    await page.getByLabel('Client secret').fill(CLIENT.clientSecret)
    await page.getByLabel('Role claim').fill('groups')
    await page.getByLabel('Value 1', { exact: true }).fill('staff')
    await page.getByLabel('Show on the sign-in page').check()
    await page.getByRole('button', { name: 'Add provider' }).click()
    await page.getByRole('heading', { name: 'Company' }).waitFor()
    const below = async (label: string) =>
      (await page.getByText(label, { exact: true }).locator('..').locator('code').textContent()) ?? ''
    const shown = {
      callbackUrl: await below('Redirect URI'),
      postLogoutUrl: await below('Post-logout redirect URI'),
      backchannelLogoutUrl: await below('Back-channel logout URL'),
      loginUrl: await below('Sign-in link for your people'),
    }
    expect(complaints).toEqual([])
    await page.context().close()
    return shown
  }

  /** Says at the provider who one is, and agrees to what it asks. */
  async function signInThere(page: Page, subject: string): Promise<void> {
    await page.getByPlaceholder('Enter any login').fill(subject)
    await page.getByPlaceholder('and password').fill('whatever')
    await page.getByRole('button', { name: 'Sign-in' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
  }

  /** Leaves a page that wants a session for the provider, by keyboard, and comes back. */
  async function signIn(page: Page, subject: string, path = '/projects'): Promise<void> {
    await page.goto(team.origin + path)
    await page.getByRole('link', { name: 'Continue with Company' }).focus()
    await page.keyboard.press('Enter')
    await signInThere(page, subject)
  }

  async function signOut(page: Page): Promise<void> {
    await page.getByRole('button', { name: /Account and settings/ }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Sign out' }).focus()
    await page.keyboard.press('Enter')
  }

  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

  it('leads from the sign-in page to the provider and back to where one wanted to go', async () => {
    const page = await (await newContext()).newPage()
    await signIn(page, newPerson(issuer), '/projects?from=mail')
    await heading(page, 'Projects')
    expect(page.url()).toBe(`${team.origin}/projects?from=mail`)
    const complaints = complaintsOf(page)

    await page.goto(`${team.origin}/settings/profile`)
    await page.getByText('Your organisation signs you in.', { exact: false }).waitFor()
    expect(await page.getByLabel('First name').inputValue()).toBe('Grace')
    expect(await page.getByLabel('First name').isEditable()).toBe(false)
    expect(await page.getByRole('button', { name: 'Change address' }).count()).toBe(0)
    await page.screenshot({ path: `${SCREENSHOTS}/profile-managed.png`, fullPage: true })
    expect(await violations(page)).toEqual([])

    await page.getByRole('link', { name: 'Security' }).click()
    await page.getByText('single sign-on', { exact: true }).waitFor()
    expect(await page.getByRole('heading', { name: /Password|Second factor/ }).count()).toBe(0)
    await page.screenshot({ path: `${SCREENSHOTS}/security-managed.png`, fullPage: true })
    expect(await violations(page)).toEqual([])
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('goes on to the provider when one signs out, and ends there as well', async () => {
    const page = await (await newContext()).newPage()
    const subject = newPerson(issuer)
    await signIn(page, subject)
    await heading(page, 'Projects')
    await signOut(page)
    await page.getByRole('button', { name: 'Yes, sign me out' }).waitFor()
    expect(page.url()).toContain(`${issuer.issuer}/session/end?`)
    await page.keyboard.press('Enter')
    await heading(page, 'Sign in to Signalbox')
    expect(new URL(page.url()).origin).toBe(team.origin)

    // Neither here nor there is anything left of it: the provider asks again who one is.
    await page.goto(`${team.origin}/projects`)
    await heading(page, 'Sign in to Signalbox')
    await page.getByRole('link', { name: 'Continue with Company' }).click()
    await page.getByPlaceholder('Enter any login').waitFor()
    await page.context().close()
  })

  it('ends on an open page when it ends at the provider', async () => {
    const page = await (await newContext()).newPage()
    const subject = newPerson(issuer)
    await signIn(page, subject, '/issues')
    await page.getByText('Live', { exact: true }).waitFor()
    const logout_token = await issuer.logoutToken({ sub: subject, aud: CLIENT.clientId })
    const body = new URLSearchParams({ logout_token })
    expect((await fetch(urls.backchannelLogoutUrl, { method: 'POST', body })).status).toBe(200)
    await heading(page, 'Sign in to Signalbox')
    expect(new URL(page.url()).searchParams.get('next')).toBe('/issues')
    await page.context().close()
  })

  it('says in the reader’s language why it did not let someone in', async () => {
    const page = await (await newContext({ locale: 'fr-FR' })).newPage()
    await page.goto(urls.loginUrl)
    await signInThere(page, newPerson(issuer, { groups: ['visitors'] }))
    await heading(page, 'Se connecter à Signalbox')
    await page.getByRole('alert').getByText('Votre organisation ne vous a donné aucun rôle ici.').waitFor()
    await page.screenshot({ path: `${SCREENSHOTS}/single-sign-on-refused.png` })
    await page.context().close()
  })

  it('may be broken off at the provider, and tried again', async () => {
    const page = await (await newContext()).newPage()
    await page.goto(urls.loginUrl)
    await page.getByRole('link', { name: 'Cancel' }).click()
    await page.getByText('The identity provider did not sign you in.').waitFor()
    await page.getByRole('link', { name: 'Continue with Company' }).click()
    await signInThere(page, newPerson(issuer))
    await heading(page, 'Issues')
    await page.context().close()
  })
})
