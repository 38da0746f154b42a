import type { ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoTeam, kill, npmStart } from '../journeys/npm-start.ts'
import { freePort, temporaryFolder } from '../journeys/server.ts'
import { violations } from './axe.ts'
import { complaintsOf, launchChromium } from './chromium.ts'
import { openSeason, type Season } from './house.ts'

const SCREENSHOTS = 'test/browser/screenshots'

let server: ChildProcess
let browser: Browser
let origin: string
let season: Season

beforeAll(async () => {
  const port = await freePort()
  origin = `http://localhost:${port}`
  server = await npmStart({ tree: '.', port, state: temporaryFolder('booking-changes') })
  season = await openSeason(await demoTeam(origin))
  browser = await launchChromium()
  mkdirSync(SCREENSHOTS, { recursive: true })
})
afterAll(async () => {
  await browser?.close()
  if (server) await kill(server)
})

const opened = async (options: BrowserContextOptions = {}) => {
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB', ...options })
  const page = await context.newPage()
  return { page, complaints: complaintsOf(page) }
}

/** Books seats of row `row` of the stalls, without a map. */
const bookSeats = async (page: Page, names: string[]): Promise<void> => {
  await page.goto(`${origin}/events/${season.seated.id}/seats`)
  for (const name of names) await page.getByLabel(`Stalls, Row ${name}, Stalls`).check()
  await page.getByRole('button', { name: 'Hold the chosen places' }).click()
  await page.getByLabel('Full name').fill('Ada Lovelace')
  await page.getByLabel('Email address').fill('ada@example.org')
  await page.getByRole('button', { name: 'Go on to the summary' }).click()
  await page.getByRole('button', { name: 'Confirm the booking' }).click()
  await page.getByRole('heading', { name: 'Your booking is confirmed' }).waitFor()
}

describe('a booking that is changed by who has it', () => {
  it('moves to other seats, and a ticket of it goes to a friend, without a script', async () => {
    const { page, complaints } = await opened({ javaScriptEnabled: false })
    await bookSeats(page, ['G, seat 3', 'G, seat 4'])
    await page.getByRole('link', { name: 'Choose other seats' }).click()
    await page.getByLabel('Stalls, Row G, seat 3, yours now').uncheck()
    await page.getByLabel('Stalls, Row G, seat 5, Stalls').check()
    await page.getByRole('button', { name: 'Move to the ticked seats' }).click()
    await page.getByText('You have other seats now.').waitFor()
    expect(await page.locator('.ticket .place').allTextContents()).toEqual([
      'Stalls, Row G, seat 5',
      'Stalls, Row G, seat 4',
    ])
    await page.getByText('Pass tickets on').click()
    await page.getByLabel('What').selectOption({ label: '2. Stalls, Row G, seat 4' })
    await page.getByLabel('Their full name').fill('Charles Babbage')
    await page.getByLabel('Their email address').fill('charles@example.org')
    await page.getByRole('button', { name: 'Pass on' }).click()
    await page.getByText('It was passed on').waitFor()
    expect(await page.locator('.ticket .place').allTextContents()).toEqual(['Stalls, Row G, seat 5'])
    await page.goto(`${origin}/bookings`)
    await page.getByRole('link', { name: /Winterreise/ }).click()
    await page.getByRole('heading', { name: 'Your booking is confirmed' }).waitFor()
    expect(complaints).toEqual([])
  })

  const kinds: [string, BrowserContextOptions][] = [
    ['desk-light', { viewport: { width: 1280, height: 860 }, colorScheme: 'light' }],
    ['phone-dark', { viewport: { width: 375, height: 812 }, colorScheme: 'dark', hasTouch: true, isMobile: true }],
  ]

  it.each(kinds)('everybody can read and reach its forms by keyboard (%s)', async (kind, options) => {
    const { page, complaints } = await opened({ ...options, javaScriptEnabled: true })
    const look = async (name: string): Promise<void> => {
      await page.waitForLoadState('load')
      expect({ name, violations: await violations(page) }).toEqual({ name, violations: [] })
      const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      expect({ name, overflow: await page.evaluate(overflow) }).toEqual({ name, overflow: 0 })
      await page.screenshot({ path: `${SCREENSHOTS}/booking-${name}-${kind}.png`, fullPage: true })
    }
    await page.goto(`${origin}/events/${season.seated.id}`)
    await page.getByRole('button', { name: 'Hold the best places' }).click()
    await page.getByLabel('Full name').fill('Ada Lovelace')
    await page.getByLabel('Email address').fill('ada@example.org')
    await page.getByRole('button', { name: 'Go on to the summary' }).click()
    await page.getByRole('button', { name: 'Confirm the booking' }).click()
    for (const form of ['Change details and names', 'Change the number of places', 'Pass tickets on']) {
      await page.getByText(form).focus()
      await page.keyboard.press('Enter')
    }
    await look('changes')
    await page.getByLabel('Places', { exact: true }).fill('500')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'See what is wrong' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('#quantity-fault').waitFor()
    await look('change-refused')
    await page.getByRole('link', { name: 'Choose other seats' }).click()
    await look('other-seats')
    await page.goto(`${origin}/events/${season.seated.id}/waitlist`)
    await page.getByLabel('Places wanted').fill('2')
    await page.getByLabel('Wheelchair places among them').fill('3')
    await page.getByRole('button', { name: 'Join the waitlist' }).click()
    await page.getByRole('link', { name: 'Not more than the places wanted' }).waitFor()
    await look('waitlist-faults')
    await page.goto(`${origin}/events/${season.soldOut.id}`)
    await page.getByLabel('Email address').fill(`${kind}@example.org`)
    await page.getByRole('button', { name: 'Join the waitlist' }).click()
    await page.getByRole('heading', { name: 'You are on the waitlist' }).waitFor()
    await look('waitlist-entry')
    await page.goto(`${origin}/bookings`)
    await page.getByRole('heading', { name: 'On the waitlist' }).waitFor()
    await look('own-list')
    expect(complaints.filter((line) => !/422/.test(line))).toEqual([])
  })
})
