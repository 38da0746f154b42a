import type { ChildProcess } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoTeam, kill, npmStart } from '../journeys/npm-start.ts'
import { freePort, temporaryFolder } from '../journeys/server.ts'
import { violations } from './axe.ts'
import { complaintsOf, launchChromium, signInByKeyboard } from './chromium.ts'
import { type Story, tellStory } from './story.ts'

const SCREENSHOTS = 'test/browser/screenshots'
const DESK = { width: 1280, height: 860 }
const PHONE = { width: 375, height: 812 }

interface PageOf {
  name: string
  path(story: Story): string
  /** What is there once the page has all it shows. */
  settled(page: Page): Promise<unknown>
}

const PAGES: PageOf[] = [
  {
    name: 'list',
    path: () => '/issues',
    settled: (page) => page.getByRole('link', { name: /SeatTakenError/ }).waitFor(),
  },
  {
    name: 'issue',
    path: ({ issue }) => `/issues/${issue}`,
    settled: (page) => page.getByText('reserve_seat').first().waitFor(),
  },
  { name: 'projects', path: () => '/projects', settled: (page) => page.getByText('Box office').first().waitFor() },
  { name: 'new-project', path: () => '/projects/new', settled: (page) => page.locator('form').waitFor() },
  {
    name: 'project',
    path: ({ project }) => `/projects/${project}`,
    settled: (page) => page.getByText('@localhost').first().waitFor(),
  },
]

describe('the pages of the dashboard', () => {
  let server: ChildProcess
  let browser: Browser
  let origin: string
  let story: Story
  beforeAll(async () => {
    const port = await freePort()
    origin = `http://localhost:${port}`
    server = await npmStart({ tree: '.', port, state: temporaryFolder('pages') })
    story = await tellStory(await demoTeam(origin))
    browser = await launchChromium()
    mkdirSync(SCREENSHOTS, { recursive: true })
  })
  afterAll(async () => {
    await browser?.close()
    if (server) await kill(server)
  })

  /** Opens the sign-in page in a browser of that kind, lets `look` see it, then signs in and shows page after page. */
  async function visitAll(
    options: BrowserContextOptions,
    look: (page: Page, name: string) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
    const page = await context.newPage()
    await page.goto(origin)
    await page.locator('form').waitFor()
    await look(page, 'login')
    await signInByKeyboard(page)
    const complaints = complaintsOf(page)
    for (const { name, path, settled } of PAGES) {
      await page.goto(`${origin}${path(story)}`)
      await settled(page)
      await page.waitForLoadState('networkidle')
      await look(page, name)
    }
    expect(complaints).toEqual([])
    await context.close()
  }

  it.each(['dark', 'light'] as const)('have nothing against WCAG A and AA, %s', async (colorScheme) => {
    const found: Record<string, unknown> = {}
    await visitAll({ viewport: DESK, colorScheme }, async (page, name) => {
      found[name] = await violations(page)
      await page.screenshot({ path: `${SCREENSHOTS}/${name}-${colorScheme}.png`, fullPage: true })
    })
    expect(found).toEqual({ login: [], list: [], issue: [], projects: [], 'new-project': [], project: [] })
  })

  it.each(['dark', 'light'] as const)(
    'fit a phone of 375 pixels without scrolling sideways, %s',
    async (colorScheme) => {
      const found: Record<string, unknown> = {}
      const phone = { viewport: PHONE, colorScheme, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
      await visitAll(phone, async (page, name) => {
        const width = await page.evaluate('document.documentElement.scrollWidth')
        found[name] = { width, violations: await violations(page) }
        await page.screenshot({ path: `${SCREENSHOTS}/${name}-phone-${colorScheme}.png` })
      })
      const fits = { width: PHONE.width, violations: [] }
      expect(found).toEqual({
        login: fits,
        list: fits,
        issue: fits,
        projects: fits,
        'new-project': fits,
        project: fits,
      })
    },
  )

  it('speak French to a French browser, and to who chooses it', async () => {
    const context = await browser.newContext({ locale: 'fr-FR', viewport: DESK })
    const page = await context.newPage()
    await page.goto(origin)
    await page.getByRole('heading', { name: 'Se connecter à Signalbox' }).waitFor()
    await signInByKeyboard(page)
    expect(await page.evaluate('document.documentElement.lang')).toBe('fr')

    const choose = async (menu: RegExp, language: string) => {
      await page.getByRole('button', { name: menu }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('menuitemradio', { name: language }).click()
      await page.keyboard.press('Escape')
      await page.getByRole('menu').waitFor({ state: 'detached' })
    }
    await choose(/Compte et réglages/, 'English')
    await page.getByRole('heading', { level: 1, name: 'Issues' }).waitFor()
    await choose(/Account and settings/, 'Français')
    await page.getByRole('heading', { level: 1, name: 'Problèmes' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Problèmes' }).waitFor()
    await page.getByRole('link', { name: /SeatTakenError/ }).waitFor()
    expect(await page.evaluate('document.documentElement.lang')).toBe('fr')
    expect(await page.locator('main').textContent()).not.toMatch(/\b(Unresolved|Search|Last seen|Events|Users)\b/)
    await page.screenshot({ path: `${SCREENSHOTS}/list-french.png` })
    await context.close()
  })

  it('make the picture of the README', async () => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      colorScheme: 'dark',
      deviceScaleFactor: 1.5,
    })
    const page = await context.newPage()
    await page.goto(origin)
    await signInByKeyboard(page)
    await page.getByRole('link', { name: /SeatTakenError/ }).waitFor()
    await page.getByText('Live', { exact: true }).waitFor()
    expect(await page.getByText('to verify this address').count()).toBe(0)
    await page.evaluate('document.activeElement.blur()')
    const path = `${SCREENSHOTS}/dashboard.png`
    await page.screenshot({ path })
    expect(readFileSync(path).length).toBeGreaterThan(20_000)
    if (process.env.UPDATE_PICTURES) copyFileSync(path, 'docs/dashboard.png')
    await context.close()
  })
})
