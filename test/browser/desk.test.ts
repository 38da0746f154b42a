import type { ChildProcess } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { send, type Team, until } from '../journeys/client.ts'
import { demoTeam, kill, npmStart } from '../journeys/npm-start.ts'
import { freePort, temporaryFolder } from '../journeys/server.ts'
import { violations } from './axe.ts'
import { launchChromium, signedInPage } from './chromium.ts'

const SCREENSHOTS = 'test/browser/screenshots'
const THEATRE = 'test/samples/plans/theatre.json'
const DAY = 86_400_000
const at = (ms: number) => new Date(Date.now() + ms).toISOString()

describe('who sells at the desk and lets in at the door', () => {
  let server: ChildProcess
  let browser: Browser
  let team: Team
  beforeAll(async () => {
    const port = await freePort()
    server = await npmStart({ tree: '.', port, state: temporaryFolder('desk') })
    team = await demoTeam(`http://localhost:${port}`)
    browser = await launchChromium()
    mkdirSync(SCREENSHOTS, { recursive: true })
  })
  afterAll(async () => {
    await browser?.close()
    if (server) await kill(server)
  })

  const ours = <Answer>(path: string, body?: unknown) =>
    send<Answer>(team.origin, path, { token: team.token, ...(body !== undefined && { body }) })

  async function open(path: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB', ...options })
    const signedIn = await signedInPage(context, team.origin)
    await signedIn.page.goto(team.origin + path)
    return { context, ...signedIn }
  }

  async function event(more: object = {}): Promise<string> {
    const times = { startsAt: at(7 * DAY), endsAt: at(7.1 * DAY), timeZone: 'Europe/Paris' }
    const body = { name: 'Recital', ...times, status: 'ON_SALE', capacity: 40, ...more }
    return (await ours<{ id: string }>('events', body)).id
  }

  async function theatre(more: object = {}): Promise<string> {
    const plan = JSON.parse(readFileSync(THEATRE, 'utf8'))
    const { id: planId } = await ours<{ id: string }>('plans', { plan, publish: true })
    return event({ planId, capacity: null, ...more })
  }

  const shot = (page: Page, name: string) => page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, fullPage: true })
  const held = (id: string) => ours<{ held: number }>(`events/${id}/availability`).then(({ held: places }) => places)

  it('sells two seats of a closed sale, paid at the desk, with the reason on record', async () => {
    const types = [{ name: 'Full price', price: 2500 }]
    const id = await theatre({ ticketTypes: types, saleEndsAt: at(-DAY), saleStartsAt: at(-2 * DAY) })
    const { page, complaints } = await open(`/manage/events/${id}/sell`)
    await page.getByRole('button', { name: 'Seats on the map' }).click()
    await page.getByRole('button', { name: 'Hold places' }).click()
    await page.getByText('Choose at least one place.').waitFor()
    await page.getByLabel('Seats by name').fill('balcony-2-1, balcony-2-2')
    await page.getByRole('button', { name: 'Choose', exact: true }).click()
    await page.getByText('2 seats chosen').waitFor()
    await page.getByLabel('Code', { exact: true }).fill('nonsense')
    await page.getByLabel('Beyond what is for sale').check()
    await page.getByRole('button', { name: 'Hold places' }).click()
    await page.getByText('Fill this in.').waitFor()
    await page.getByLabel('Reason').fill('Guests of the house')
    await page.getByRole('button', { name: 'Hold places' }).click()
    await page.getByText('This code is not known', { exact: false }).waitFor()
    await page.getByLabel('Code', { exact: true }).fill('')
    await page.getByLabel('Beyond what is for sale').uncheck()
    await page.getByRole('button', { name: 'Hold places' }).click()
    await page.getByText('Tick “Beyond what is for sale”', { exact: false }).waitFor()
    await page.getByLabel('Beyond what is for sale').check()
    await shot(page, 'desk-choose')
    // The browser complains of every answer that refuses something.
    complaints.length = 0
    await page.getByRole('button', { name: 'Hold places' }).click()
    await page.getByText('Held for you').waitFor()
    expect(await page.locator('[data-total]').textContent()).toBe('€50.00')
    expect(await page.getByRole('timer').textContent()).toMatch(/^\d+:\d\d left$/)
    expect(await held(id)).toBe(2)

    // Who leaves gives back what is held.
    await page.getByRole('link', { name: 'Bookings', exact: true }).last().click()
    await until('the seats are free again', async () => (await held(id)) === 0)
    await page.getByRole('link', { name: 'Sell', exact: true }).click()
    await page.getByRole('button', { name: 'Seats on the map' }).click()
    await page.getByLabel('Seats by name').fill('balcony-2-1, balcony-2-2')
    await page.getByRole('button', { name: 'Choose', exact: true }).click()
    await page.getByLabel('Beyond what is for sale').check()
    await page.getByLabel('Reason').fill('Guests of the house')
    await page.getByRole('button', { name: 'Hold places' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Ada Lovelace')
    await page.getByLabel('Email address').fill('ada@example.com')
    await shot(page, 'desk-held')
    await page.getByRole('button', { name: 'Sell', exact: true }).click()
    await page.getByText('Ada Lovelace · 2 places · €50.00').waitFor()
    await shot(page, 'desk-sold')
    await page.getByRole('link', { name: 'Show the booking' }).click()
    await page.getByText('booking.confirmed').waitFor()
    const { data } = await ours<{ data: { status: string; seats: string[]; total: number }[] }>(
      `bookings?eventId=${id}`,
    )
    expect(data).toMatchObject([{ status: 'CONFIRMED', seats: ['balcony-2-1', 'balcony-2-2'], total: 5000 }])
    expect(complaints).toEqual([])
  })

  it('sells best seats of several types together, and one for nothing', async () => {
    const id = await theatre({
      ticketTypes: [
        { id: 'tt_full', name: 'Full price', price: 2500 },
        { id: 'tt_child', name: 'Child', price: 1000, restrictions: { accompaniedBy: ['tt_full'] } },
      ],
    })
    const { page, complaints } = await open(`/manage/events/${id}/sell`)
    await page.getByLabel('How many: Child').fill('2')
    await page.getByRole('button', { name: 'Hold places' }).click()
    await page.getByText('These ticket types are not sold in such numbers', { exact: false }).waitFor()
    complaints.length = 0
    await page.getByLabel('How many: Full price').fill('1')
    await page.getByRole('button', { name: 'Hold places' }).click()
    await page.getByText('Held for you').waitFor()
    expect(await page.locator('[data-total]').textContent()).toBe('€45.00')
    await page.getByRole('button', { name: 'Choose anew' }).click()
    await until('the seats are free again', async () => (await held(id)) === 0)
    await page.getByLabel('Free of charge').check()
    await page.getByLabel('Reason').fill('Birthday')
    await page.getByRole('button', { name: 'Hold places' }).click()
    await page.getByText('Held for you').waitFor()
    expect(await page.locator('[data-total]').textContent()).toBe('Free')
    await page.getByRole('button', { name: 'Book', exact: true }).click()
    await page.getByText('Sold', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Sell the next' }).click()
    expect(await page.getByLabel('How many: Full price').inputValue()).toBe('')
    expect(complaints).toEqual([])
  })

  const SCREENS = [
    ['desk', 'dark', 1280],
    ['phone', 'light', 375],
    ['desk', 'light', 1280],
    ['phone', 'dark', 375],
  ] as const
  it.each(SCREENS)(
    'has nothing against WCAG A and AA and fits its screen, %s, %s',
    async (kind, colorScheme, width) => {
      const id = await theatre({
        ticketTypes: [
          { name: 'Full price', price: 2500 },
          { name: 'Reduced', price: 1500 },
        ],
      })
      const { page } = await open(`/manage/events/${id}/sell`, { colorScheme, viewport: { width, height: 800 } })
      const found: Record<string, unknown> = {}
      const look = async (name: string) => {
        const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
        const against = [...(await violations(page)), ...(over > 0 ? [`${over} pixels too wide`] : [])]
        if (against.length > 0) found[name] = against
        await shot(page, `sell-${name}-${kind}-${colorScheme}`)
      }
      await page.getByLabel('How many: Reduced').fill('2')
      await look('best')
      await page.getByRole('button', { name: 'Seats on the map' }).click()
      await page.getByLabel('Seats by name').fill('balcony-2-1, balcony-2-2')
      await page.getByRole('button', { name: 'Choose', exact: true }).click()
      await page.getByLabel('Free of charge').check()
      await look('seats')
      await page.getByLabel('Free of charge').uncheck()
      await page.getByRole('button', { name: 'Hold places' }).click()
      await page.getByText('Held for you').waitFor()
      await look('held')
      expect(found).toEqual({})
    },
  )
})
