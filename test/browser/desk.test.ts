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

  it('sells what was asked to be sold, though the page is left at once', async () => {
    const id = await event({ ticketTypes: [{ name: 'Full price', price: 2500 }] })
    const { page } = await open(`/manage/events/${id}/sell`)
    await page.getByLabel('How many: Full price').fill('3')
    await page.getByRole('button', { name: 'Hold places' }).click()
    await page.getByText('Held for you').waitFor()
    await page.getByRole('button', { name: 'More time' }).click()
    const [heard, left] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    await page.route('**/confirm', async (route) => {
      const response = await route.fetch()
      heard.resolve()
      await left.promise
      await route.fulfill({ response })
    })
    const givenBack: string[] = []
    page.on('request', (sent) => {
      if (sent.method() === 'DELETE' || sent.url().endsWith('/cancel')) givenBack.push(sent.url())
    })
    await page.getByRole('button', { name: 'Sell', exact: true }).click()
    await heard.promise
    await page.getByRole('link', { name: 'Bookings', exact: true }).last().click()
    await page.waitForURL('**/bookings')
    await page.getByRole('button', { name: 'Sell', exact: true }).waitFor({ state: 'detached' })
    left.resolve()
    await page.getByRole('link', { name: 'Sell', exact: true }).click()
    await page.getByRole('button', { name: 'Hold places' }).waitFor()
    expect(givenBack).toEqual([])
    const { data } = await ours<{ data: { status: string }[] }>(`bookings?eventId=${id}`)
    expect(data.map(({ status }) => status)).toEqual(['CONFIRMED'])
  })

  /** Books as a visitor does, in another browser. */
  async function visitor<Answer>(path: string, body: object, cookie = ''): Promise<[Answer, string]> {
    const answer = await fetch(`${team.origin}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    })
    const told = await answer.text()
    if (!answer.ok) throw new Error(`${path} answered ${answer.status} ${told}`)
    return [JSON.parse(told), answer.headers.get('set-cookie')?.split(';')[0] ?? cookie]
  }

  /** @returns what the codes of two tickets say */
  async function twoTickets(id: string): Promise<[string, string]> {
    const [hold, guest] = await visitor<{ id: string }>(`events/${id}/holds`, { quantity: 2 })
    const contact = { fullName: 'Ada Lovelace', emailAddress: 'ada@example.com' }
    const [booking] = await visitor<{ id: string }>('bookings', { eventId: id, holdId: hold.id, contact }, guest)
    await visitor(`bookings/${booking.id}/confirm`, {}, guest)
    const { data } = await ours<{ data: { secret: string }[] }>(`bookings/${booking.id}/tickets`)
    return [data[0]?.secret ?? '', data[1]?.secret ?? '']
  }

  const recorded = async (id: string) =>
    (await ours<{ data: { result: string }[] }>(`events/${id}/checkins`)).data.map(({ result }) => result)

  it('makes a ticket for children, who come with an adult only', async () => {
    const id = await event({ ticketTypes: [{ id: 'tt_adult', name: 'Adult', type: 'ADULT' }] })
    const { page, complaints } = await open(`/manage/events/${id}/settings`)
    await page.getByRole('button', { name: 'Add a ticket type' }).click()
    const row = page
      .getByRole('listitem')
      .filter({ has: page.getByText('More: who it is for', { exact: false }) })
      .last()
    await row.getByLabel('Name', { exact: true }).fill('Child')
    await row.getByText('More: who it is for', { exact: false }).click()
    await row.getByLabel('Kind').selectOption('Child')
    await row.getByLabel('Age, up to').fill('old')
    await row.getByRole('group', { name: 'Only together with one of' }).getByLabel('Adult').check()
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('This is no whole number', { exact: false }).waitFor()
    await row.getByLabel('Age, up to').fill('12')
    await shot(page, 'ticket-type')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    const { ticketTypes } = await ours<{ ticketTypes: { id: string; type: string; restrictions: object }[] }>(
      `events/${id}`,
    )
    expect(ticketTypes[1]).toMatchObject({ type: 'CHILD', restrictions: { maxAge: 12, accompaniedBy: ['tt_adult'] } })
    const child = { ticketTypeId: ticketTypes[1]?.id, quantity: 1 }
    const alone = () => visitor(`events/${id}/holds`, { units: [child] })
    await until('the room sells by it', () =>
      alone().then(
        () => null,
        (error) => String(error).includes('together'),
      ),
    )
    await visitor(`events/${id}/holds`, { units: [child, { ticketTypeId: 'tt_adult', quantity: 1 }] })
    expect(complaints).toEqual([])
  })

  it('goes on without a network, and tells each scan once, though the page was reloaded', async () => {
    const id = await event()
    const [ada, guest] = await twoTickets(id)
    await ours(`events/${id}/checkin-lists`, { name: 'Entrance' })
    const { page, context } = await open(`/manage/events/${id}/check-in`)
    const scan = async (secret: string) => {
      await page.getByLabel('Code', { exact: true }).fill(secret)
      await page.keyboard.press('Enter')
    }
    const verdict = (result: string) =>
      page.locator(`[data-result="${result}"]`).filter({ has: page.locator('[data-alone]') })
    await page.getByText('Ready to go on without a network: 2 tickets', { exact: false }).waitFor()
    await context.setOffline(true)
    await scan(ada)
    await verdict('VALID').getByText('Ada Lovelace', { exact: false }).waitFor()
    await scan(ada)
    await verdict('USED').waitFor()
    await scan('nobody knows this')
    await verdict('UNKNOWN').getByText('Not on the list').waitFor()
    await page.getByText('3 scans wait and are sent by themselves.', { exact: false }).waitFor()
    await shot(page, 'door-offline')
    await page.reload().catch(() => null)
    expect(await recorded(id)).toEqual([])

    await context.setOffline(false)
    await page.goto(`${team.origin}/manage/events/${id}/check-in`)
    await page.getByText('of 2 came').waitFor()
    await until('all scans', async () => (await recorded(id)).length === 3)
    expect(await recorded(id)).toEqual(['UNKNOWN', 'USED', 'VALID'])
    const latest = page.locator('[data-latest] li')
    await latest.nth(2).waitFor()
    expect(await latest.nth(2).textContent()).toContain('Ada Lovelace')
    await scan(guest)
    await page.locator('[data-result="VALID"]:not(:has([data-alone]))').waitFor()
    await latest.nth(3).waitFor()
    await shot(page, 'door-online')
    await page.reload()
    await latest.nth(3).waitFor()
    expect(await recorded(id)).toEqual(['VALID', 'UNKNOWN', 'USED', 'VALID'])
  })

  it('reads a code that is held before the camera once', async () => {
    const id = await event()
    const [ada] = await twoTickets(id)
    await ours(`events/${id}/checkin-lists`, { name: 'Entrance' })
    const { page, context } = await open('/issues')
    // No machine that runs tests has a camera, nor does Chromium read codes on each of them.
    await context.addInitScript(`
      window.BarcodeDetector = class { detect() { return Promise.resolve([{ rawValue: ${JSON.stringify(ada)} }]) } }
      navigator.mediaDevices.getUserMedia = () => {
        const canvas = document.createElement('canvas')
        const context = canvas.getContext('2d')
        setInterval(() => context.fillRect(0, 0, 10, 10), 50)
        return Promise.resolve(canvas.captureStream())
      }
    `)
    await page.goto(`${team.origin}/manage/events/${id}/check-in`)
    await page.getByRole('button', { name: 'Scan by camera' }).click()
    await page.locator('[data-result="VALID"]').waitFor()
    await page.getByText('1 of 2 came').or(page.getByText('of 2 came')).first().waitFor()
    await shot(page, 'door-camera')
    await page.getByRole('button', { name: 'Stop the camera' }).click()
    expect(await recorded(id)).toEqual(['VALID'])
    const headers = await fetch(`${team.origin}/`).then((answer) => answer.headers)
    expect(headers.get('permissions-policy')).toContain('camera=(self)')
  })

  it('gives a tour its seats, pools and limits, an option tickets of its own, and makes another one of it', async () => {
    const schedule = [{ weekdays: ['MO'], startTimes: ['10:00'], from: at(0).slice(0, 10) }]
    const options = [{ internalName: 'Walk', durationMinutes: 60, capacity: 20, schedule }]
    const { id } = await ours<{ id: string }>('tours', { name: 'Harbour', timeZone: 'Europe/Paris', options })
    const { page, complaints } = await open(`/manage/tours/${id}`)
    await page.getByLabel('At most per buyer').fill('6')
    await page.getByLabel('Hold, minutes').fill('15')
    await page.getByText('Pools', { exact: true }).first().click()
    await page.getByRole('button', { name: 'Add a pool' }).click()
    const pool = page.locator('details').filter({ has: page.getByRole('button', { name: 'Add a pool' }) })
    await pool.getByLabel('Name', { exact: true }).fill('Boats')
    await pool.getByLabel('Size').fill('4')
    await page.getByText('More: how many, cancelling', { exact: false }).click()
    await page.getByLabel('Tickets in one booking, at most').fill('8')
    await page.getByLabel('Buyers may cancel until before the start').fill('2')
    await page.getByLabel('Counted in').selectOption('Days')
    await page.getByLabel('Ticket types of its own').check()
    const own = page
      .locator('details')
      .filter({ has: page.getByLabel('Ticket types of its own') })
      .last()
    await own.getByLabel('Name', { exact: true }).fill('Private group')
    await own.getByLabel('Price, EUR').fill('300')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    await shot(page, 'tour-settings')
    const tour = await ours<object>(`tours/${id}`)
    expect(tour).toMatchObject({
      maxPerBuyer: 6,
      holdSeconds: 900,
      pools: [{ name: 'Boats', size: 4 }],
      options: [
        {
          restrictions: { minUnits: 0, maxUnits: 8 },
          cancellationCutoffAmount: 2,
          cancellationCutoffUnit: 'day',
          ticketTypes: [{ name: 'Private group', price: 30_000 }],
        },
      ],
    })
    await page.getByLabel('More to do').click()
    await page.getByRole('button', { name: 'Duplicate' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Duplicate' }).click()
    await page.getByRole('heading', { level: 1, name: 'Harbour (copy)' }).waitFor()
    await page.getByRole('button', { name: 'Make active' }).waitFor()
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
      await ours(`events/${id}/checkin-lists`, { name: 'Entrance' })
      await page.goto(`${team.origin}/manage/events/${id}/check-in`)
      await page.getByText('Ready to go on without a network', { exact: false }).waitFor()
      await page.context().setOffline(true)
      await page.getByLabel('Code', { exact: true }).fill('unknown')
      await page.keyboard.press('Enter')
      await page.getByText('Not on the list').waitFor()
      await look('door')
      await page.context().setOffline(false)
      await page.goto(`${team.origin}/manage/events/${id}/settings`)
      await page.getByText('More: who it is for', { exact: false }).last().click()
      await look('ticket-types')
      expect(found).toEqual({})
    },
  )
})
