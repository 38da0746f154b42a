import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { send } from '../journeys/client.ts'
import { demoTeam, kill, npmStart } from '../journeys/npm-start.ts'
import { freePort, temporaryFolder } from '../journeys/server.ts'
import { violations } from './axe.ts'
import { launchChromium, signInByKeyboard } from './chromium.ts'

const SCREENSHOTS = 'test/browser/screenshots'
const DESK = { viewport: { width: 1280, height: 860 } }
const PHONE = { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

const ways = [
  { kind: 'desk', options: DESK, colorScheme: 'dark' },
  { kind: 'desk', options: DESK, colorScheme: 'light' },
  { kind: 'phone', options: PHONE, colorScheme: 'dark' },
  { kind: 'phone', options: PHONE, colorScheme: 'light' },
] as const

interface PageOf {
  name: string
  path: string
  /** What is there once the page has all it shows. */
  settled: string
}

const SIGNED_IN: PageOf[] = [
  { name: 'profile', path: '/settings/profile', settled: 'Email address' },
  { name: 'security', path: '/settings/security', settled: 'Set up' },
]

describe('the pages of an account', () => {
  let server: ChildProcess
  let browser: Browser
  let origin: string
  let outside: PageOf[]
  beforeAll(async () => {
    const port = await freePort()
    origin = `http://localhost:${port}`
    server = await npmStart({ tree: '.', port, state: temporaryFolder('account-pages') })
    outside = outsidePages(await invitation(origin))
    browser = await launchChromium()
    mkdirSync(SCREENSHOTS, { recursive: true })
  })
  afterAll(async () => {
    await browser?.close()
    if (server) await kill(server)
  })

  /** Shows a page of that kind of browser to `walk`, which looks at one thing after the other. */
  async function inspect(
    way: (typeof ways)[number],
    walk: (page: Page, look: (name: string) => Promise<void>) => Promise<void>,
  ): Promise<string[]> {
    const context = await browser.newContext({
      ...way.options,
      colorScheme: way.colorScheme,
      reducedMotion: 'reduce',
      locale: 'en-GB',
    })
    const page = await context.newPage()
    const found: Record<string, unknown> = {}
    await walk(page, async (name) => {
      await page.waitForLoadState('networkidle')
      const width = await page.evaluate('document.documentElement.scrollWidth')
      found[name] = { width, violations: await violations(page) }
      await page.screenshot({ path: `${SCREENSHOTS}/${name}-${way.kind}-${way.colorScheme}.png` })
    })
    const clean = { width: way.options.viewport.width, violations: [] }
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, clean])))
    await context.close()
    return Object.keys(found)
  }

  it.each(ways)('fit the screen and have nothing against WCAG A and AA outside: $kind, $colorScheme', async (way) => {
    const seen = await inspect(way, async (page, look) => {
      for (const { name, path, settled } of outside) {
        await visit(page, origin + path, settled)
        await look(name)
      }
    })
    expect(seen).toHaveLength(outside.length)
  })

  it.each(ways)('fit the screen and have nothing against WCAG A and AA inside: $kind, $colorScheme', async (way) => {
    const seen = await inspect(way, async (page, look) => {
      await page.goto(`${origin}/issues`)
      await signInByKeyboard(page)
      for (const { name, path, settled } of SIGNED_IN) {
        await visit(page, origin + path, settled)
        await look(name)
      }
      await page.getByRole('button', { name: 'Set up' }).click()
      await page.getByText('First show that it is you.').waitFor()
      await look('second-factor')
    })
    expect(seen).toHaveLength(SIGNED_IN.length + 1)
  })
})

/** From nowhere, because a fragment alone does not open a page anew. */
async function visit(page: Page, url: string, settled: string): Promise<void> {
  await page.goto('about:blank')
  await page.goto(url)
  await page.getByText(settled, { exact: true }).first().waitFor()
}

/** Where an invitation is answered, without its origin. */
async function invitation(origin: string): Promise<string> {
  const { token } = await demoTeam(origin)
  const { link } = await send<{ link: string }>(origin, 'members/invitations', {
    token,
    body: { email: `grace-${randomUUID()}@example.com`, role: 'member' },
  })
  return link.slice(new URL(link).origin.length)
}

function outsidePages(join: string): PageOf[] {
  return [
    { name: 'refused', path: '/login?problem=no_access&provider=p_1', settled: 'Sign in with single sign-on' },
    { name: 'register', path: '/register', settled: 'Create account' },
    {
      name: 'invited',
      path: join.replace('/join#token=', '/register#invitation='),
      settled: 'Create account and join',
    },
    { name: 'forgot-password', path: '/forgot-password', settled: 'Send the link' },
    { name: 'reset-password', path: '/reset-password#token=some', settled: 'Save the password' },
    { name: 'reset-broken', path: '/reset-password', settled: 'Ask for a new link' },
    { name: 'verify-email', path: '/verify-email#token=some', settled: 'Yes, this is my address' },
    { name: 'change-email', path: '/change-email#token=some', settled: 'Use the new address' },
    { name: 'join', path: join, settled: 'Decline' },
    { name: 'join-broken', path: '/join#token=some', settled: 'This link does not work any more' },
  ]
}
