import type { ChildProcess } from 'node:child_process'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { send, type Team } from '../journeys/client.ts'
import { demoTeam, kill, npmStart } from '../journeys/npm-start.ts'
import { freePort, temporaryFolder } from '../journeys/server.ts'
import { violations } from './axe.ts'
import { complaintsOf, launchChromium } from './chromium.ts'

const DAY = 86_400_000
const at = (ms: number) => new Date(Date.now() + ms).toISOString()

describe('the queue of an event', () => {
  let server: ChildProcess
  let browser: Browser
  let team: Team
  beforeAll(async () => {
    const port = await freePort()
    server = await npmStart({ tree: '.', port, state: temporaryFolder('queue') })
    team = await demoTeam(`http://localhost:${port}`)
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    if (server) await kill(server)
  })

  /** @returns the address of the queue of an event where some are waiting already. */
  const queueOf = async (waiting: number, waitingRoom: object): Promise<string> => {
    const { origin, token } = team
    const times = { startsAt: at(DAY), endsAt: at(1.1 * DAY), timeZone: 'Europe/Paris' }
    const body = { name: 'Chamber concert', ...times, status: 'ON_SALE', capacity: 100, waitingRoom }
    const { id } = await send<{ id: string }>(origin, 'events', { token, body })
    for (let guest = 0; guest < waiting; guest += 1)
      await fetch(`${origin}/api/v1/events/${id}/queue`, { method: 'POST' })
    return `${origin}/events/${id}/queue`
  }
  const pageIn = async (options: BrowserContextOptions) => {
    const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB', ...options })
    const page = await context.newPage()
    return { context, page, complaints: complaintsOf(page) }
  }

  it('moves on by itself, until it is one’s turn', async () => {
    const { page, complaints } = await pageIn({})
    await page.goto(await queueOf(8, { mode: 'on', rate: 60 }))
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Take a place in the queue' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'You are in the queue' }).waitFor()
    expect(await violations(page)).toEqual([])
    const before = await page.locator('[data-ahead]').textContent()
    await page.locator('[data-ahead]', { hasNotText: before ?? '' }).waitFor()
    await page.getByRole('heading', { name: 'It is your turn' }).waitFor()
    expect(await violations(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  it('is drawn while the page is open, by night, in French, on a phone', async () => {
    const { page, complaints } = await pageIn({
      locale: 'fr-FR',
      colorScheme: 'dark',
      viewport: { width: 320, height: 640 },
    })
    await page.goto(await queueOf(20, { mode: 'on', rate: 1, opensAt: at(15_000) }))
    await page.getByRole('button', { name: 'Prendre place dans la file' }).click()
    await page.getByRole('heading', { name: 'Vous participez au tirage' }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.locator('[data-progress]').waitFor()
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
    expect(complaints).toEqual([])
  })

  it('is found on the page of the event before the sale, and ends in the draw and one’s turn', async () => {
    const saleStartsAt = at(12_000)
    const { origin, token } = team
    const times = { startsAt: at(DAY), endsAt: at(1.1 * DAY), timeZone: 'Europe/Paris', saleStartsAt }
    const body = { name: 'Opening night', ...times, status: 'SCHEDULED', capacity: 100 }
    const waitingRoom = { mode: 'on', rate: 60 }
    const { id } = await send<{ id: string }>(origin, 'events', { token, body: { ...body, waitingRoom } })
    const { page, complaints } = await pageIn({ viewport: { width: 375, height: 812 } })
    await page.goto(`${origin}/events/${id}`)
    await page.getByText('Not on sale yet').waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Take a place in the queue' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'You are in the draw' }).waitFor()
    await page.getByRole('heading', { name: 'It is your turn' }).waitFor()
    await page.getByRole('link', { name: 'Choose places' }).click()
    await page.getByRole('button', { name: 'Hold places' }).click()
    await page.getByRole('heading', { name: 'Your places' }).waitFor()
    expect(complaints).toEqual([])
  })

  it('is kept in a second tab, and needs no script', async () => {
    const { context, page } = await pageIn({ javaScriptEnabled: false })
    const address = await queueOf(2, { mode: 'on', rate: 30 })
    await page.goto(address)
    await page.getByRole('button', { name: 'Take a place in the queue' }).click()
    const second = await context.newPage()
    await second.goto(address)
    expect(await second.locator('[data-ahead]').textContent()).toBe(await page.locator('[data-ahead]').textContent())
    for (const tab of [page, second]) await tab.getByRole('heading', { name: 'It is your turn' }).waitFor()
    await page.getByRole('button', { name: 'Leave the queue' }).click()
    await page.getByRole('heading', { name: 'Many people want places now' }).waitFor()
  })
})
