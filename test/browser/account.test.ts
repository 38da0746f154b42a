import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { totpCode } from '../../platform/totp.ts'
import { send } from '../journeys/client.ts'
import { kill, npmStart } from '../journeys/npm-start.ts'
import { freePort, temporaryFolder } from '../journeys/server.ts'
import { complaintsOf, launchChromium } from './chromium.ts'
import { openMailbox } from './mailbox.ts'

const STEP_MS = 30_000

interface Person {
  email: string
  password: string
}

describe('an account', () => {
  let server: ChildProcess
  let browser: Browser
  let origin: string
  let mailbox: Awaited<ReturnType<typeof openMailbox>>
  beforeAll(async () => {
    const port = await freePort()
    origin = `http://localhost:${port}`
    server = await npmStart({ tree: '.', port, state: temporaryFolder('account') })
    mailbox = await openMailbox(origin)
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    if (server) await kill(server)
  })

  const newAddress = () => `ada-${randomUUID()}@example.com`

  async function newPerson(): Promise<Person & { token: string }> {
    const person = { email: newAddress(), password: 'a-long-password' }
    const { accessToken: token } = await send<{ accessToken: string }>(origin, 'auth/register', {
      body: { ...person, organization: 'Engines' },
    })
    return { ...person, token }
  }

  /** A browser of its own; `complaints` are exceptions and what the content security policy refused. */
  async function newBrowser(path: string): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.newContext({ reducedMotion: 'reduce', permissions: ['clipboard-write'] })
    const page = await context.newPage()
    const complaints = complaintsOf(page)
    await page.goto(origin + path)
    return { page, complaints }
  }

  async function typeSignIn(page: Page, { email, password }: Person): Promise<void> {
    await page.getByLabel('Email or username').focus()
    await page.keyboard.type(email)
    await page.keyboard.press('Tab')
    await page.keyboard.type(password)
    await page.keyboard.press('Enter')
  }

  async function press(page: Page, role: 'button' | 'link' | 'menuitem', name: string | RegExp): Promise<void> {
    await page.getByRole(role, { name }).focus()
    await page.keyboard.press('Enter')
  }

  const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name }).waitFor()
  /** The browser itself reports every answer that refuses; they are what is tested. */
  const unexpected = (complaints: string[]) => complaints.filter((text) => !/status of 4\d\d/.test(text))

  async function signOut(page: Page): Promise<void> {
    await press(page, 'button', /Account and settings/)
    await press(page, 'menuitem', 'Sign out')
    await heading(page, 'Sign in to Signalbox')
  }

  it('gets a new password through the link in a mail, which is good once', async () => {
    const person = await newPerson()
    const { page, complaints } = await newBrowser('/settings/profile')
    await press(page, 'link', 'Forgot your password?')
    await heading(page, 'Reset your password')
    await page.getByLabel('Email').focus()
    await page.keyboard.type(person.email)
    await page.keyboard.press('Enter')
    await heading(page, 'Look into your mail')

    const link = await mailbox.link('account.reset_password', person.email)
    await page.goto(link)
    await page.getByLabel('New password').focus()
    expect(page.url()).toBe(`${origin}/reset-password`)
    await page.keyboard.type('another-long-password')
    await page.keyboard.press('Enter')
    await heading(page, 'Your password is changed')
    await press(page, 'link', 'Sign in')
    await typeSignIn(page, person)
    await page.getByText('The name or the password is wrong.').waitFor()
    await page.reload()
    await typeSignIn(page, { ...person, password: 'another-long-password' })
    await heading(page, 'Issues')

    await page.goto(link)
    await page.getByLabel('New password').fill('a-third-password')
    await page.keyboard.press('Enter')
    await heading(page, 'This link does not work any more')
    expect(unexpected(complaints)).toEqual([])
    await page.context().close()
  })

  it('is signed in to with a second factor by keyboard alone, and with a recovery code', async () => {
    const person = await newPerson()
    const { page, complaints } = await newBrowser('/settings/security')
    await typeSignIn(page, person)
    await heading(page, 'Security')
    await press(page, 'button', 'Set up')
    await page.getByText('First show that it is you.').waitFor()
    await page.keyboard.type(person.password)
    await page.keyboard.press('Enter')
    await page.getByRole('img', { name: 'QR code for an authenticator app' }).waitFor()
    const secret = ((await page.locator('dialog code').textContent()) ?? '').replaceAll(/\s/g, '')
    await page.keyboard.type(totpCode(secret, Date.now()))
    await page.keyboard.press('Enter')

    await heading(page, 'Keep your recovery codes')
    const [recoveryCode = ''] = await page.locator('dialog li').allTextContents()
    for (const _ of [1, 2, 3]) await page.keyboard.press('Escape')
    expect(await page.getByRole('button', { name: 'Done' }).isDisabled()).toBe(true)
    const download = page.waitForEvent('download')
    await press(page, 'button', 'Download')
    expect((await download).suggestedFilename()).toBe('signalbox-recovery-codes.txt')
    await page.getByLabel('I have kept them in a safe place').focus()
    await page.keyboard.press('Space')
    await press(page, 'button', 'Done')
    await page.getByText('10 recovery codes left').waitFor()

    await signOut(page)
    await typeSignIn(page, person)
    await heading(page, 'One more step')
    await page.keyboard.type('000000')
    await page.keyboard.press('Enter')
    await page.getByText('This code is wrong or was used before.').waitFor()
    // A code is good once, and this half minute's is spent; the next one is taken already, because clocks differ.
    await page.keyboard.type(totpCode(secret, Date.now() + STEP_MS))
    await page.keyboard.press('Enter')
    await heading(page, 'Issues')

    await signOut(page)
    await typeSignIn(page, person)
    await heading(page, 'One more step')
    await press(page, 'button', 'Use a recovery code instead')
    await page.getByText('Type one of the recovery codes').waitFor()
    await page.keyboard.type(recoveryCode.toUpperCase())
    await page.keyboard.press('Enter')
    await heading(page, 'Issues')
    await page.keyboard.press('g')
    await page.keyboard.press('s')
    await heading(page, 'Profile')
    await press(page, 'link', 'Security')
    await page.getByText('9 recovery codes left').waitFor()
    expect(unexpected(complaints)).toEqual([])
    await page.context().close()
  })

  it('verifies its address at the press of a button, which ends the reminder', async () => {
    const person = await newPerson()
    const { page, complaints } = await newBrowser('/issues')
    await typeSignIn(page, person)
    await page.getByText('to verify this address').waitFor()
    await press(page, 'button', 'Send again')
    await page.getByText('A message is on its way').waitFor()
    await page.goto(await mailbox.link('account.verify_email', person.email))
    await press(page, 'button', 'Yes, this is my address')
    await heading(page, 'Your address is verified')
    await press(page, 'link', 'Go on')
    await page.getByText('Verified', { exact: true }).waitFor()
    expect(await page.getByText('to verify this address').count()).toBe(0)
    expect(unexpected(complaints)).toEqual([])
    await page.context().close()
  })

  it('changes names and the language of the pages, and keeps them', async () => {
    const { page, complaints } = await newBrowser('/settings/profile')
    await typeSignIn(page, await newPerson())
    await page.getByLabel('First name').fill('Ada')
    await page.getByLabel('Username').fill('demo')
    await page.getByLabel('Language').selectOption('fr')
    await press(page, 'button', 'Save')
    await page.getByText('Someone has this username already.').waitFor()
    expect(await page.locator(':focus').getAttribute('name')).toBe('username')
    await page.getByLabel('Username').fill(`ada-${randomUUID().slice(0, 8)}`)
    await press(page, 'button', 'Save')
    await heading(page, 'Profil')
    await page.reload()
    await heading(page, 'Profil')
    expect(await page.getByLabel('Prénom').inputValue()).toBe('Ada')
    expect(unexpected(complaints)).toEqual([])
    await page.context().close()
  })

  it('ends a sign-in somewhere else, which is over there at once', async () => {
    const person = await newPerson()
    const { page: here } = await newBrowser('/settings/security')
    await typeSignIn(here, person)
    await heading(here, 'Security')
    const { page: there } = await newBrowser('/projects')
    await typeSignIn(there, person)
    await heading(there, 'Projects')
    await here.reload()
    await press(here, 'button', 'Sign out everywhere else')
    await here.getByText('Every other sign-in has ended').waitFor()
    await there.reload()
    await heading(there, 'Sign in to Signalbox')
    expect(new URL(there.url()).searchParams.get('next')).toBe('/projects')
    await here.context().close()
    await there.context().close()
  })

  it('joins where it was invited: as someone new, or after leaving another account', async () => {
    const host = await newPerson()
    const email = newAddress()
    const invite = (address: string) =>
      send<{ link: string }>(origin, 'members/invitations', {
        token: host.token,
        body: { email: address, role: 'viewer' },
      })
    const { page, complaints } = await newBrowser('/login')
    await page.goto((await invite(email)).link)
    await heading(page, 'Join Engines')
    expect(page.url()).toBe(`${origin}/join`)
    await page.getByText(`${host.email} invites you to join as a viewer.`).waitFor()
    await press(page, 'link', 'Create account')
    await page.getByText('The invitation is for this address.').waitFor()
    expect(await page.getByLabel('Email').inputValue()).toBe(email)
    await page.getByLabel('Password', { exact: true }).focus()
    await page.keyboard.type('a-long-password')
    await page.keyboard.press('Enter')
    await heading(page, 'Issues')
    await page.getByText('Engines', { exact: true }).first().waitFor()

    const other = await newPerson()
    await page.goto((await invite(other.email)).link)
    await page.getByText(`You are signed in as ${email}`, { exact: false }).waitFor()
    await press(page, 'button', 'Use another account')
    await heading(page, 'Sign in to Signalbox')
    await typeSignIn(page, other)
    await press(page, 'button', 'Accept')
    await heading(page, 'Issues')
    await press(page, 'button', /Account and settings/)
    expect(await page.getByRole('menuitemradio', { name: 'Engines' }).count()).toBe(2)
    expect(unexpected(complaints)).toEqual([])
    await page.context().close()
  })
})
