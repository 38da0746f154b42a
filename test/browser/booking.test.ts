import type { ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoTeam, kill, npmStart } from '../journeys/npm-start.ts'
import { freePort, temporaryFolder } from '../journeys/server.ts'
import { violations } from './axe.ts'
import { complaintsOf, launchChromium } from './chromium.ts'
import { openSeason, type Season } from './house.ts'

const SCREENSHOTS = 'test/browser/screenshots'
const DESK = { width: 1280, height: 860 }
const PHONE = { width: 375, height: 812 }

let server: ChildProcess
let browser: Browser
let origin: string
let season: Season

beforeAll(async () => {
  const port = await freePort()
  origin = `http://localhost:${port}`
  server = await npmStart({ tree: '.', port, state: temporaryFolder('booking-pages') })
  season = await openSeason(await demoTeam(origin))
  browser = await launchChromium()
  mkdirSync(SCREENSHOTS, { recursive: true })
})
afterAll(async () => {
  await browser?.close()
  if (server) await kill(server)
})

const seat = (page: Page, name: string) => page.locator(`svg.map g[aria-label^="${name}"]`)
const visitor = (options: BrowserContextOptions = {}): Promise<BrowserContext> =>
  browser.newContext({ reducedMotion: 'reduce', viewport: DESK, locale: 'en-GB', ...options })

/** Opens the picker and waits until it stands and follows the room. */
const openPicker = async (page: Page, id = season.seated.id): Promise<void> => {
  await page.goto(`${origin}/events/${id}/seats`)
  await page.locator('svg.map').waitFor()
  await page.getByText('Live', { exact: true }).waitFor()
}

const book = async (page: Page): Promise<void> => {
  await page.getByLabel('Full name').fill('Ada Lovelace')
  await page.getByLabel('Email address').fill('ada@example.org')
  await page.getByRole('button', { name: 'Go on to the summary' }).click()
  await page.getByRole('button', { name: 'Confirm the booking' }).click()
  await page.getByRole('heading', { name: 'Your booking is confirmed' }).waitFor()
}

describe('booking', () => {
  it('goes by mouse from the search to tickets, and others see it live', async () => {
    const [own, others] = [await visitor(), await visitor()]
    const [page, other] = [await own.newPage(), await others.newPage()]
    const complaints = complaintsOf(page)
    await page.goto(`${origin}/events`)
    await page.getByLabel('What').fill('winter')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('link', { name: /Winterreise/ }).click()
    await page.getByRole('link', { name: 'Choose on the map' }).click()
    await page.locator('svg.map').waitFor()
    await openPicker(other)
    for (const name of ['Stalls, Row F, seat 8', 'Stalls, Row F, seat 9']) await seat(page, name).click()
    await page.getByRole('button', { name: 'Hold these places' }).click()
    await page.getByRole('heading', { name: 'Your places' }).waitFor()
    await seat(other, 'Stalls, Row F, seat 8').and(other.locator('.taken')).waitFor()
    await seat(other, 'Stalls, Row F, seat 9').and(other.locator('.taken')).waitFor()
    await page.getByText(/Held for you for \d+:\d\d/).waitFor()
    await book(page)
    expect(await page.locator('svg.qr').count()).toBe(2)
    await page.screenshot({ path: `${SCREENSHOTS}/booking-tickets.png`, fullPage: true })
    await page.getByText('Cancel the booking', { exact: true }).click()
    await page.getByRole('button', { name: 'Yes, cancel the booking' }).click()
    await page.getByRole('heading', { name: 'This booking is cancelled' }).waitFor()
    await seat(other, 'Stalls, Row F, seat 8').and(other.locator('.free')).waitFor()
    expect(complaints).toEqual([])
    await Promise.all([own.close(), others.close()])
  })

  it('goes by keyboard alone, by the list and on the map', async () => {
    const own = await visitor()
    const page = await own.newPage()
    await openPicker(page)
    await page.locator('#picker summary').first().focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('status').filter({ hasText: 'chosen' }).waitFor()
    await page.locator('svg.map').focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
    expect(await page.locator('.panel .chosen li').count()).toBe(2)
    await page.getByRole('button', { name: 'Hold these places' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Your places' }).waitFor()
    await page.getByRole('button', { name: 'Let them go' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Winterreise' }).waitFor()
    await own.close()
  })

  it('tells who was too slow which seat is gone, and lets them go on with the others', async () => {
    const [own, others] = [await visitor(), await visitor()]
    const [page, other] = [await own.newPage(), await others.newPage()]
    await openPicker(page)
    await openPicker(other)
    // The other one is cut off from what happens, and so goes for a seat that is held.
    await other.route('**/api/v1/events/*/availability', (route) => route.abort())
    await other.evaluate('window.WebSocket = class { constructor() { throw new Error() } }')
    for (const name of ['Stalls, Row H, seat 4', 'Stalls, Row H, seat 5']) await seat(other, name).click()
    await seat(page, 'Stalls, Row H, seat 5').click()
    await page.getByRole('button', { name: 'Hold these places' }).click()
    await page.getByRole('heading', { name: 'Your places' }).waitFor()
    await other.getByRole('status').filter({ hasText: 'was just taken by somebody else' }).waitFor()
    expect(await other.locator('.panel .chosen li').count()).toBe(1)
    await other.getByRole('button', { name: 'Hold these places' }).click()
    await other.getByRole('heading', { name: 'Your places' }).waitFor()
    await Promise.all([own.close(), others.close()])
  })

  it('needs no script', async () => {
    const own = await visitor({ javaScriptEnabled: false })
    const page = await own.newPage()
    await page.goto(`${origin}/events/${season.seated.id}`)
    await page.getByLabel('How many').fill('3')
    await page.getByRole('button', { name: 'Hold the best places' }).click()
    await book(page)
    expect(await page.locator('svg.qr').count()).toBe(3)
    await page.goto(`${origin}/events/${season.seated.id}/seats`)
    await page.getByLabel('Stalls, Row J, seat 1, Stalls').check()
    await page.getByRole('button', { name: 'Hold the chosen places' }).click()
    await page.getByRole('heading', { name: 'Your places' }).waitFor()
    await own.close()
  })

  it('warns before places are let go, and gives more time', async () => {
    const own = await visitor()
    const page = await own.newPage()
    await page.goto(`${origin}/events/${season.standing.id}`)
    await page.getByLabel('Adult').fill('1')
    await page.getByRole('button', { name: 'Hold places' }).click()
    await page.getByText(/Held for you for/).waitFor()
    await page.getByRole('alert').filter({ hasText: 'Do you need more time' }).waitFor()
    await page.getByRole('button', { name: 'I need more time' }).click()
    await page.getByText('You have more time now.').waitFor()
    await page.getByRole('alert').filter({ hasText: 'Do you need' }).waitFor({ state: 'hidden' })
    await own.close()
  })

  it('draws a house of thousands from afar as rows, and seats when one comes closer', async () => {
    const own = await visitor()
    const page = await own.newPage()
    await openPicker(page, season.large.id)
    expect(await page.locator('.row-line').count()).toBe(120)
    await page.screenshot({ path: `${SCREENSHOTS}/picker-large-desk-light.png` })
    for (let step = 0; step < 3; step += 1) await page.getByRole('button', { name: 'Zoom in' }).click()
    await page.locator('svg.map .seat').first().waitFor()
    expect(await page.locator('svg.map .seat').count()).toBeLessThan(2500)
    await page.locator('svg.map').focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Space')
    await page.getByRole('status').filter({ hasText: 'chosen' }).waitFor()
    await own.close()
  })
})

describe('how the public pages look', () => {
  const kinds: [string, BrowserContextOptions][] = [
    ['desk-light', { viewport: DESK, colorScheme: 'light' }],
    ['desk-dark', { viewport: DESK, colorScheme: 'dark' }],
    ['phone-light', { viewport: PHONE, colorScheme: 'light', hasTouch: true, isMobile: true }],
    ['phone-dark', { viewport: PHONE, colorScheme: 'dark', hasTouch: true, isMobile: true, locale: 'fr-FR' }],
  ]

  it.each(kinds)('everybody can read and reach them (%s)', async (kind, options) => {
    const own = await visitor(options)
    const page = await own.newPage()
    const complaints = complaintsOf(page)
    const look = async (name: string): Promise<void> => {
      await page.waitForLoadState('load')
      expect({ name, violations: await violations(page) }).toEqual({ name, violations: [] })
      const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      expect({ name, overflow: await page.evaluate(overflow) }).toEqual({ name, overflow: 0 })
      await page.screenshot({ path: `${SCREENSHOTS}/booking-${name}-${kind}.png`, fullPage: true })
    }
    await page.goto(`${origin}/events`)
    await look('list')
    for (const [name, { id }] of Object.entries(season)) {
      await page.goto(`${origin}/events/${id}`)
      await page.locator('h1').waitFor()
      await look(`event-${name.toLowerCase()}`)
    }
    await page.goto(`${origin}/events/${season.seated.id}/seats`)
    await page.locator('svg.map .seat').first().waitFor()
    await page.locator('.link.live').waitFor()
    await page.locator('#picker summary').first().click()
    await page.locator('.seat-button').nth(4).click()
    await page.locator('.seat-button').nth(6).click()
    await look('picker')
    await page.locator('.panel .button.primary').click()
    await page.locator('#timer').waitFor()
    await look('hold')
    await page.locator('.checkout .button.primary').click()
    await page.locator('.fault').first().waitFor()
    await look('faults')
    await page.locator('#fullName').fill('Ada Lovelace')
    await page.locator('#emailAddress').fill('ada@example.org')
    await page.locator('.checkout .button.primary').click()
    await page.locator('.confirm').waitFor()
    await look('summary')
    await page.locator('.confirm .button').click()
    await page.locator('.ticket').first().waitFor()
    await look('tickets')
    await page.goto(`${origin}/bookings`)
    await look('bookings')
    await page.goto(`${origin}/events/nothing`)
    await look('missing')
    // The page that is not there says so with its status, and the one with faults.
    expect(complaints.filter((line) => !/40[49]|422/.test(line))).toEqual([])
    await own.close()
  })
})
