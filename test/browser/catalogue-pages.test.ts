import type { ChildProcess } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Event } from '../../contract/events.ts'
import type { Plan } from '../../contract/plans.ts'
import type { Tour } from '../../contract/tours.ts'
import { send, type Team } from '../journeys/client.ts'
import { demoTeam, kill, npmStart } from '../journeys/npm-start.ts'
import { freePort, temporaryFolder } from '../journeys/server.ts'
import { violations } from './axe.ts'
import { complaintsOf, launchChromium } from './chromium.ts'

const SCREENSHOTS = 'test/browser/screenshots'
const DESK = { width: 1280, height: 860 }
const PHONE = { width: 375, height: 812 }
const WHEN = { startsAt: '2099-06-01T18:00:00Z', endsAt: '2099-06-01T20:30:00Z', timeZone: 'Europe/Berlin' }

let server: ChildProcess
let browser: Browser
let origin: string
let press: Event
let soldOut: Event
let members: Event
let tour: Tour

const TYPES = [
  { id: 'adult', name: 'Adult', price: 2000, currency: 'EUR' },
  { id: 'press', name: 'Press ticket', price: 0, hidden: true },
]

const openHouse = async ({ origin: at, token }: Team): Promise<void> => {
  const make = (body: object) => send<Event>(at, 'events', { token, body: { ...WHEN, status: 'ON_SALE', ...body } })
  const plan = JSON.parse(readFileSync('test/samples/plans/theatre.json', 'utf8')) as object
  const { id: planId } = await send<Plan>(at, 'plans', { token, body: { name: 'Theatre', plan, publish: true } })
  const seats = ['stalls-D-1', 'stalls-D-2', 'stalls-D-3']
  press = await make({
    name: 'First night',
    planId,
    ticketTypes: TYPES,
    allotments: [{ id: 'press', name: 'Press', seats }],
    codes: [{ code: 'PRESS', allotmentId: 'press', ticketTypes: ['press'], discount: { percent: 25 } }],
  })
  soldOut = await make({
    name: 'Last places',
    capacity: 2,
    waitlist: true,
    ticketTypes: TYPES,
    allotments: [{ id: 'friends', name: 'Friends', quantity: 2 }],
    codes: [{ code: 'FRIENDS', allotmentId: 'friends' }],
  })
  members = await make({
    name: 'Members only',
    capacity: 20,
    ticketTypes: [{ ...TYPES[1], name: 'Member' }],
    codes: [{ code: 'MEMBERS', ticketTypes: ['press'] }],
  })
  const daily = (startTimes: string[]) => [
    { weekdays: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], startTimes, from: '2020-01-01' },
  ]
  const option = { capacity: 12, meetingPoint: 'The fountain on the market square' }
  tour = await send<Tour>(at, 'tours', {
    token,
    body: {
      name: 'Old town by night',
      description: 'With a lantern through lanes that are older than the town hall.',
      timeZone: 'Europe/Berlin',
      status: 'ACTIVE',
      horizonDays: 4,
      city: 'Berlin',
      country: 'DE',
      ticketTypes: [TYPES[0], { id: 'child', name: 'Child', price: 900, currency: 'EUR' }],
      options: [
        {
          ...option,
          id: 'night',
          internalName: 'Night walk',
          language: 'de',
          durationMinutes: 90,
          schedule: daily(['21:00']),
        },
        {
          ...option,
          id: 'english',
          internalName: 'Night walk in English',
          language: 'en',
          durationMinutes: 120,
          schedule: daily(['19:30']),
        },
      ],
    },
  })
}

beforeAll(async () => {
  const port = await freePort()
  origin = `http://localhost:${port}`
  server = await npmStart({ tree: '.', port, state: temporaryFolder('catalogue-pages') })
  await openHouse(await demoTeam(origin))
  browser = await launchChromium()
  mkdirSync(SCREENSHOTS, { recursive: true })
})
afterAll(async () => {
  await browser?.close()
  if (server) await kill(server)
})

const visitor = (options: BrowserContextOptions = {}) =>
  browser.newContext({ reducedMotion: 'reduce', viewport: DESK, locale: 'en-GB', ...options })
const seat = (page: Page, name: string) => page.locator(`svg.map g[aria-label^="${name}"]`)
const typeCode = async (page: Page, code: string): Promise<void> => {
  await page.getByText('I have a code').click()
  await page.getByLabel('Code').fill(code)
  await page.getByRole('button', { name: 'Use the code' }).click()
}

describe('a code', () => {
  it('opens seats on the map, with the ticket that it names, and keeps what was chosen', async () => {
    const own = await visitor()
    const page = await own.newPage()
    const complaints = complaintsOf(page)
    await page.goto(`${origin}/events/${press.id}/seats`)
    await seat(page, 'Stalls, Row D, seat 2').and(page.locator('.taken')).waitFor()
    await seat(page, 'Stalls, Row F, seat 8').click()
    await typeCode(page, 'nonsense')
    await page.getByRole('alert').filter({ hasText: 'This code is not good here and now' }).waitFor()
    await seat(page, 'Stalls, Row F, seat 8').and(page.locator('.chosen')).waitFor()
    await page.getByLabel('Code').fill('press')
    await page.getByRole('button', { name: 'Use the code' }).click()
    await page.getByText('Code PRESS is in use').waitFor()
    await seat(page, 'Stalls, Row F, seat 8').and(page.locator('.chosen')).waitFor()
    await seat(page, 'Stalls, Row D, seat 2').and(page.locator('.kept')).click()
    await page.getByLabel('Ticket for Stalls, Row F, seat 8').selectOption({ label: 'Adult · €15.00' })
    await page.getByRole('button', { name: 'Hold these places' }).click()
    await page.getByRole('heading', { name: 'Your places' }).waitFor()
    expect(await page.locator('tfoot').textContent()).toContain('€15.00')
    const ticket = page.getByLabel('Ticket for Stalls, Row D, seat 2')
    expect(await ticket.locator('option:checked').textContent()).toBe('Press ticket · Free')
    await page.getByRole('link', { name: 'Choose other places' }).click()
    await page.locator('svg.map').waitFor()
    await own.close()
    expect(complaints).toEqual([])
  })

  it('opens what is kept though all else is sold out, without a script', async () => {
    const own = await visitor({ javaScriptEnabled: false })
    const page = await own.newPage()
    await page.goto(`${origin}/events/${soldOut.id}`)
    await page.getByRole('heading', { name: 'Join the waitlist' }).waitFor()
    await typeCode(page, 'friends')
    await page.getByText('2 free places are kept for it').waitFor()
    await page.getByLabel('Adult').fill('1')
    await page.getByRole('button', { name: 'Hold places' }).click()
    await page.getByRole('heading', { name: 'Your places' }).waitFor()
    await own.close()
  })
})

describe('a tour', () => {
  it('leads from the list to a departure, and back', async () => {
    const own = await visitor()
    const page = await own.newPage()
    await page.goto(`${origin}/events`)
    await page.getByRole('link', { name: 'Tours', exact: true }).click()
    await page.getByRole('link', { name: /Old town by night/ }).click()
    await page.getByRole('link', { name: /21:00/ }).first().click()
    await page.getByText('1 h 30 min').waitFor()
    await page.getByLabel('Adult').fill('2')
    await page.getByRole('button', { name: 'Hold places' }).click()
    await page.getByRole('link', { name: 'Back to the event' }).click()
    await page.getByRole('link', { name: 'Other departures of this tour' }).click()
    await page.getByText('10 places left').first().waitFor()
    await own.close()
  })
})

describe('how they look', () => {
  const kinds: [string, BrowserContextOptions][] = [
    ['desk-light', { viewport: DESK, colorScheme: 'light' }],
    ['phone-dark', { viewport: PHONE, colorScheme: 'dark', hasTouch: true, isMobile: true, locale: 'fr-FR' }],
  ]

  it.each(kinds)('everybody can read and reach them (%s)', async (kind, options) => {
    const own = await visitor(options)
    const page = await own.newPage()
    const look = async (name: string, path: string): Promise<void> => {
      await page.goto(`${origin}${path}`)
      if (path.includes('/seats')) await page.locator('svg.map .seat').first().waitFor()
      expect({ name, violations: await violations(page) }).toEqual({ name, violations: [] })
      const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      expect({ name, overflow: await page.evaluate(overflow) }).toEqual({ name, overflow: 0 })
      await page.screenshot({ path: `${SCREENSHOTS}/catalogue-${name}-${kind}.png`, fullPage: true })
    }
    await look('code-wrong', `/events/${soldOut.id}?code=wrong`)
    await look('code-only', `/events/${members.id}`)
    await look('code', `/events/${press.id}?code=press`)
    await look('code-seats', `/events/${press.id}/seats?code=press`)
    await look('tours', '/tours')
    await look('tours-none', '/tours?q=nothing')
    await look('tour', `/tours/${tour.id}`)
    const departure = await page.locator('#departures a.event').first().getAttribute('href')
    await look('departure', departure ?? '')
    await look('search', '/events?available=yes&least=5')
    await look('search-none', '/events?available=yes&least=5000')
    await own.close()
  })
})
