import type { ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, send, type Team, until } from '../journeys/client.ts'
import { demoTeam, kill, npmStart } from '../journeys/npm-start.ts'
import { freePort, temporaryFolder } from '../journeys/server.ts'
import { violations } from './axe.ts'
import { complaintsOf, launchChromium, signedInPage, signInByKeyboard } from './chromium.ts'

const SCREENSHOTS = 'test/browser/screenshots'
const PASSWORD = 'a-long-password'

/** A page, and what is there once it has all it shows. */
const PAGES: [name: string, path: string, settled: (page: Page) => Promise<unknown>][] = [
  ['organization', '/settings/organization', (page) => page.getByLabel('Allowed origins').waitFor()],
  [
    'members',
    '/settings/members',
    (page) =>
      page
        .getByText(/^barbara/)
        .first()
        .waitFor(),
  ],
  ['api-keys', '/settings/api-keys', (page) => page.getByText('Nightly export').first().waitFor()],
  ['single-sign-on', '/settings/single-sign-on', (page) => page.getByText('No identity provider yet').waitFor()],
  [
    'users',
    '/settings/users',
    (page) =>
      page
        .getByText(/^barbara/)
        .first()
        .waitFor(),
  ],
  [
    'deliveries',
    '/monitoring/deliveries',
    (page) =>
      page
        .getByText(/^barbara/)
        .first()
        .waitFor(),
  ],
]

describe('the pages of an organisation', () => {
  let server: ChildProcess
  let browser: Browser
  let team: Team
  beforeAll(async () => {
    const port = await freePort()
    server = await npmStart({ tree: '.', port, state: temporaryFolder('organization') })
    team = await demoTeam(`http://localhost:${port}`)
    browser = await launchChromium()
    mkdirSync(SCREENSHOTS, { recursive: true })
  })
  afterAll(async () => {
    await browser?.close()
    if (server) await kill(server)
  })

  async function openAs(options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.newContext({
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
      ...options,
    })
    return signedInPage(context, team.origin)
  }

  /** Invites somebody through the API and lets them register with the link. @returns their page, signed in */
  async function newMember(email: string, role: string): Promise<Page> {
    const { link } = await send<{ link: string }>(team.origin, 'members/invitations', {
      token: team.token,
      body: { email, role },
    })
    const context = await browser.newContext({ reducedMotion: 'reduce' })
    const answer = await context.request.post(`${team.origin}/api/v1/auth/register`, {
      data: { email, password: PASSWORD, invitation: new URL(link).hash.replace('#token=', '') },
      headers: { origin: team.origin },
    })
    expect(answer.ok()).toBe(true)
    return context.newPage()
  }

  it('invite people by a link that works without a mail server, and give them another role', async () => {
    const { page, complaints } = await openAs()
    await page.goto(`${team.origin}/settings/members`)
    await page.getByRole('button', { name: 'Invite people' }).focus()
    await page.keyboard.press('Enter')
    await page.getByLabel('Email addresses').fill('Ada <ada@example.com>, grace@example.com\nnobody')
    await page.getByRole('button', { name: 'Review' }).click()
    await page.getByText('This is no email address.').waitFor()
    await page.getByLabel('Role of ada@example.com').selectOption('Administrator')
    await page.getByRole('button', { name: 'Leave out nobody' }).click()
    await page.getByRole('button', { name: 'Invite 2 people' }).click()
    const ada = page.getByRole('listitem').filter({ hasText: 'ada@example.com' })
    await ada.getByRole('button', { name: 'Copy link' }).click()
    const link = await page.evaluate<string>('navigator.clipboard.readText()')
    expect(link).toMatch(/^http:\/\/localhost:\d+\/join#token=/)
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('table', { name: 'Invitations' }).getByText('grace@example.com').waitFor()

    const guest = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
    await guest.goto(link)
    await guest.getByRole('link', { name: 'Create account' }).click()
    await guest.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await guest.getByRole('button', { name: 'Create account' }).click()
    await guest.getByRole('heading', { level: 1, name: 'Issues' }).waitFor()
    await guest.goto(`${team.origin}/settings/members`)
    await guest.getByText('Only an owner changes an owner.').waitFor()

    await page.reload()
    await page.getByLabel('Role of ada@example.com').selectOption('Viewer')
    await page.getByText('ada@example.com is now Viewer').waitFor()
    await guest.reload()
    await guest.getByRole('heading', { level: 1, name: 'Members' }).waitFor()
    await guest.getByRole('cell', { name: 'Viewer' }).waitFor()
    expect(await guest.getByRole('button', { name: 'Invite people' }).count()).toBe(0)
    await guest.goto(`${team.origin}/settings/api-keys`)
    await guest.getByText('This is for owners and administrators of the organisation.').waitFor()
    await guest.goto(`${team.origin}/settings/organization`)
    await guest.getByText('Your role lets you look at this.', { exact: false }).waitFor()

    await page.getByRole('button', { name: 'Revoke the invitation of grace@example.com' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await page
      .getByText('Nobody is invited at the moment.')
      .or(page.getByText('Invitation of grace@'))
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Remove ada@example.com' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('ada@example.com was removed').waitFor()
    await guest.reload()
    await guest.getByText('ada@example.com').first().waitFor()
    expect(await guest.content()).not.toContain('demo@example.com')
    expect(complaints).toEqual([])
  })

  it('show a new API key once, keep it in view until it is stored, and revoke it', async () => {
    const { page, complaints } = await openAs()
    await page.goto(`${team.origin}/settings/members`)
    await page.getByRole('link', { name: 'API keys' }).click()
    await page.getByRole('button', { name: 'New API key' }).click()
    await page.getByLabel('Name').fill('Nightly export')
    await page.getByLabel('30 days').check()
    await page.getByRole('button', { name: 'Create key' }).click()
    const dialog = page.getByRole('dialog', { name: 'Your new API key' })
    const key = (await dialog.locator('code').first().textContent()) ?? ''
    expect(key).toMatch(/^sbx_[0-9A-Za-z]{36}$/)
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.evaluate('history.back()')
    expect(await dialog.isVisible()).toBe(true)
    expect(await dialog.getByRole('button', { name: 'Close' }).isDisabled()).toBe(true)
    await dialog.getByRole('button', { name: 'Copy key' }).click()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(key)
    await dialog.getByRole('button', { name: 'Close' }).click()
    expect((await ask(team.origin, 'projects', { token: key })).status).toBe(200)
    expect((await ask(team.origin, 'members/invitations', { token: key })).status).toBe(403)

    await page.reload()
    await page.getByText('Nightly export').waitFor()
    expect(await page.content()).not.toContain(key)
    await page.getByRole('button', { name: 'Revoke Nightly export' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await page.getByText('Key “Nightly export” revoked').waitFor()
    expect((await ask(team.origin, 'projects', { token: key })).status).toBe(401)
    expect(complaints).toEqual([])
  })

  it('take allowed origins, say which line is none, and explain a change by someone else', async () => {
    const { page } = await openAs()
    await page.goto(`${team.origin}/settings/organization`)
    const origins = page.getByLabel('Allowed origins')
    await origins.fill('https://shop.example\nhttps://tickets.example/buy')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Did you mean https://tickets.example?', { exact: false }).waitFor()
    await origins.fill('https://shop.example\nhttps://tickets.example')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved').waitFor()

    await page.getByLabel('Name').fill('Slower')
    const path = `${team.origin}/api/v1/organizations/${team.organization}`
    const headers = { authorization: `Bearer ${team.token}`, 'content-type': 'application/json' }
    await fetch(path, { method: 'PATCH', headers, body: JSON.stringify({ name: 'Faster' }) })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').getByRole('button', { name: 'Reload' }).click()
    await until('the change of someone else', async () => (await page.getByLabel('Name').inputValue()) === 'Faster')
    expect(await origins.inputValue()).toBe('https://shop.example\nhttps://tickets.example')
    await fetch(path, { method: 'PATCH', headers, body: JSON.stringify({ name: 'Demo' }) })
  })

  it('show a mail that waits, with its text and its link', async () => {
    const { page, complaints } = await openAs()
    await send(team.origin, 'members/invitations', {
      token: team.token,
      body: { email: 'barbara@example.com', role: 'member' },
    })
    await page.goto(`${team.origin}/monitoring/deliveries`)
    const row = page.getByRole('row').filter({ hasText: 'barbara@example.com' })
    await row.getByText('Waits: no mail provider').waitFor()
    await row.getByRole('link').focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog
      .getByText(/\/join#token=/)
      .first()
      .waitFor()
    expect(new URL(page.url()).searchParams.get('delivery')).toBeTruthy()
    await dialog.getByRole('button', { name: 'Copy link' }).click()
    expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/\/join#token=/)
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByLabel('Status').selectOption('Bounced')
    await page.getByText('Nothing has this status').waitFor()
    await page.getByRole('button', { name: 'Show all' }).click()
    await row.waitFor()
    expect(complaints).toEqual([])
  })

  it('make another organisation, move between them, and delete it by typing its name', async () => {
    const { page } = await openAs()
    await page.goto(`${team.origin}/settings/organization`)
    await page.getByRole('button', { name: 'New organisation' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Box office')
    await page.keyboard.press('Enter')
    await page.getByText('No project yet').waitFor()
    await page.getByRole('button', { name: 'Account and settings' }).click()
    await page.getByRole('menuitemradio', { name: 'Demo' }).click()
    await page.getByRole('heading', { level: 1, name: 'Issues' }).waitFor()
    await page.goto(`${team.origin}/settings/organization`)
    await page.getByRole('button', { name: 'Switch to Box office' }).click()
    await until('the other organisation', async () => (await page.getByLabel('Name').inputValue()) === 'Box office')
    await page.getByRole('button', { name: 'Delete organisation' }).click()
    const confirm = page.getByRole('dialog').getByRole('button', { name: 'Delete organisation' })
    expect(await confirm.isDisabled()).toBe(true)
    await page.getByLabel('Type “Box office” to confirm').fill('Box office')
    await confirm.click()
    await page.getByRole('heading', { level: 1, name: 'Issues' }).waitFor()
    await page.getByTitle('Demo').waitFor()
  })

  it('turn a project green when its first error comes, rename it, and delete it', async () => {
    const { page, complaints } = await openAs()
    await page.goto(`${team.origin}/projects/new`)
    await page.getByLabel('Name').fill('Short-lived')
    await page.keyboard.press('Enter')
    await page.getByText('Waiting for the first error').waitFor()
    await page.getByRole('button', { name: 'Send a test error' }).click()
    await page.getByText('The first error has arrived').waitFor()
    await page.getByRole('button', { name: 'Edit key “Default”' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Allowed origins').fill('*.shop.example not/an/origin')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('“not/an/origin” is no origin', { exact: false }).waitFor()
    complaints.length = 0
    await dialog.getByLabel('Allowed origins').fill('*.shop.example')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Pages of 1 origin').waitFor()
    await page.getByLabel('Name', { exact: true }).fill('Renamed')
    await page.getByRole('button', { name: 'Rename' }).click()
    await page.getByRole('heading', { level: 1, name: 'Renamed' }).waitFor()
    await page.getByRole('button', { name: 'Delete project' }).click()
    await page.getByLabel('Type “Renamed” to confirm').fill('Renamed')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete project' }).click()
    await page.getByRole('heading', { level: 1, name: 'Projects' }).waitFor()
    await page.getByText('Project “Renamed” deleted').waitFor()
    expect(complaints).toEqual([])
  })

  it('say beside its field what is wrong with an identity provider', async () => {
    const { page } = await openAs()
    await page.goto(`${team.origin}/settings/single-sign-on`)
    await page.getByRole('button', { name: 'Add identity provider' }).click()
    await page.getByLabel('Keycloak').check()
    expect(await page.getByLabel('Role claim').inputValue()).toBe('realm_access.roles')
    await page.getByLabel('Name').fill('Company')
    await page.getByLabel('Issuer').fill(`http://localhost:${await freePort()}/realms/company`)
    await page.getByLabel('Client ID').fill('signalbox')
    await page.getByLabel('Value 1', { exact: true }).fill('staff')
    expect(await violations(page)).toEqual([])
    await page.screenshot({ path: `${SCREENSHOTS}/single-sign-on-form.png`, fullPage: true })
    await page.getByRole('button', { name: 'Add provider' }).click()
    await page.getByText('The issuer does not answer.', { exact: false }).waitFor()
    expect(await page.getByLabel('Issuer').getAttribute('aria-invalid')).toBe('true')
  })

  it.each(['dark', 'light'] as const)(
    'have nothing against WCAG A and AA and fit a phone of 360 pixels, %s',
    async (colorScheme) => {
      await (await newMember(`barbara-${colorScheme}@example.com`, 'viewer')).close()
      await send(team.origin, 'api-keys', {
        token: team.token,
        body: { name: 'Nightly export', scopes: ['issue.read'] },
      })
      const found: Record<string, unknown> = {}
      const look = async (options: BrowserContextOptions, kind: string) => {
        const context = await browser.newContext({ reducedMotion: 'reduce', colorScheme, ...options })
        const page = await context.newPage()
        await page.goto(`${team.origin}/issues`)
        await signInByKeyboard(page)
        const complaints = complaintsOf(page)
        for (const [name, path, settled] of PAGES) {
          await page.goto(team.origin + path)
          await settled(page)
          const width = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
          const against = [...(await violations(page)), ...(width > 0 ? [`${width} pixels too wide`] : [])]
          if (against.length > 0) found[`${name} ${kind}`] = against
          await page.screenshot({ path: `${SCREENSHOTS}/${name}-${kind}-${colorScheme}.png`, fullPage: true })
        }
        expect(complaints).toEqual([])
        await context.close()
      }
      await look({ viewport: { width: 1280, height: 860 } }, 'desk')
      await look({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }, 'phone')
      expect(found).toEqual({})
    },
  )
})
