import type { ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { send, type Team, until } from '../journeys/client.ts'
import { demoTeam, kill, npmStart } from '../journeys/npm-start.ts'
import { freePort, temporaryFolder } from '../journeys/server.ts'
import { violations } from './axe.ts'
import { complaintsOf, launchChromium, signedInPage, signInByKeyboard } from './chromium.ts'

const SCREENSHOTS = 'test/browser/screenshots'

interface Published {
  data: { event: { id: string; position: number } }[]
}

/** A page, and what is there once it has all it shows. */
const PAGES: [name: string, path: string, settled: (page: Page) => Promise<unknown>][] = [
  ['activity', '/activity', (page) => page.getByRole('link', { name: 'shop.opened' }).first().waitFor()],
  ['activity-streams', '/activity/streams', (page) => page.getByRole('link', { name: 'shop.opened' }).waitFor()],
  [
    'activity-publish',
    '/activity/publish?type=notification.triggered',
    (page) => page.getByLabel('recipient', { exact: false }).waitFor(),
  ],
  ['activity-consumers', '/activity/consumers', (page) => page.getByText('Live pages').waitFor()],
  ['activity-replay', '/activity/replay', (page) => page.getByLabel('Events per second').waitFor()],
  ['activity-integrity', '/activity/integrity', (page) => page.getByText('Verify the log').waitFor()],
]

describe('the page of what happens', () => {
  let server: ChildProcess
  let browser: Browser
  let team: Team
  beforeAll(async () => {
    const port = await freePort()
    server = await npmStart({ tree: '.', port, state: temporaryFolder('activity') })
    team = await demoTeam(`http://localhost:${port}`)
    browser = await launchChromium()
    mkdirSync(SCREENSHOTS, { recursive: true })
    for (const shop of ['north', 'south', 'east']) await publish({ type: 'shop.opened', subject: shop })
  })
  afterAll(async () => {
    await browser?.close()
    if (server) await kill(server)
  })

  /** Publishes an event through the API, as a program elsewhere does. @returns its id and position */
  async function publish(event: { type: string; subject: string; data?: unknown }) {
    const body = { data: { hello: 'world' }, ...event }
    const { data } = await send<Published>(team.origin, 'domain-events', { token: team.token, body })
    if (data[0] === undefined) throw new Error('Nothing was published')
    return data[0].event
  }

  async function open(path: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
      ...options,
    })
    const signedIn = await signedInPage(context, team.origin)
    await signedIn.page.goto(team.origin + path)
    return signedIn
  }

  const rowOf = (page: Page, subject: string) => page.getByRole('row').filter({ hasText: subject })
  const firstSubject = (page: Page) => page.locator('[data-row]').first().locator('td').nth(1).textContent()

  it('shows at once what is published elsewhere, and holds it back while it is paused or read', async () => {
    const { page, complaints } = await open('/activity')
    await rowOf(page, 'north').waitFor()
    await page.getByText('Live', { exact: true }).waitFor()
    await publish({ type: 'shop.closed', subject: 'live-1' })
    await rowOf(page, 'live-1').waitFor()
    expect(await firstSubject(page)).toBe('live-1')

    await page.keyboard.press('p')
    await page.getByRole('button', { name: 'Resume' }).waitFor()
    await publish({ type: 'shop.closed', subject: 'held-1' })
    await publish({ type: 'shop.closed', subject: 'held-2' })
    const pill = page.getByRole('button', { name: '2 new events' })
    await pill.waitFor()
    expect(await firstSubject(page)).toBe('live-1')
    await pill.click()
    await rowOf(page, 'held-1').waitFor()
    expect(await firstSubject(page)).toBe('held-2')

    await page.getByRole('button', { name: 'Resume' }).click()
    await page.keyboard.press('j')
    await publish({ type: 'shop.closed', subject: 'read-1' })
    await page.getByRole('button', { name: '1 new event' }).waitFor()
    expect(await firstSubject(page)).toBe('held-2')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'shop.closed' }).waitFor()
    await page.getByText('held-1').first().waitFor()
    expect(complaints).toEqual([])
  })

  it('is narrowed by what stands in the URL, and shows one event with all it says', async () => {
    const { id } = await publish({
      type: 'order.paid',
      subject: 'order-1',
      data: { note: "it's 9 o'clock", seats: ['A-1'] },
    })
    const { page, complaints } = await open('/activity')
    await page.getByLabel('Type', { exact: true }).fill('order.*')
    await page.getByText('1 event', { exact: true }).waitFor()
    expect(new URL(page.url()).searchParams.get('type')).toBe('order.*')
    await page.getByRole('textbox', { name: 'Search in events' }).fill('nobody said this')
    await page.getByText('No event matches').waitFor()
    await publish({ type: 'shop.opened', subject: 'not asked for' })
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await rowOf(page, 'not asked for').waitFor()

    await page.goto(`${team.origin}/activity?subject=order-1`)
    await rowOf(page, 'order-1').getByRole('link').click()
    await page.getByRole('heading', { level: 1, name: 'order.paid' }).waitFor()
    await page.getByText("it's 9 o'clock").first().waitFor()
    await page.getByText('This event').waitFor()
    await page.getByRole('button', { name: 'Copy as JSON' }).click()
    const copied = JSON.parse(await page.evaluate<string>('navigator.clipboard.readText()'))
    expect(copied).toMatchObject({ specversion: '1.0', id, type: 'order.paid', subject: 'order-1' })
    await page.getByRole('button', { name: 'Copy as cURL' }).click()
    expect(await page.evaluate('navigator.clipboard.readText()')).toContain(`curl -X POST '${team.origin}`)
    expect(await violations(page)).toEqual([])
    await page.getByRole('link', { name: 'Show events of this correlation' }).click()
    await page.getByText('1 event', { exact: true }).waitFor()
    expect(complaints).toEqual([])
  })

  it('publishes an event by keyboard alone, after a dry run that says what would happen', async () => {
    const { page } = await open('/activity/publish')
    await page.getByLabel('Type', { exact: true }).focus()
    await page.keyboard.type('user.action_performed')
    const user = page.getByLabel('userId')
    await user.waitFor()
    await user.focus()
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.press('Delete')
    await page.getByRole('button', { name: 'Dry run' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('It would be refused.', { exact: false }).waitFor()
    expect(await user.getAttribute('aria-invalid')).toBe('true')
    await user.focus()
    await page.keyboard.type('u_keyboard')
    await page.getByRole('button', { name: 'Dry run' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('One event user.action_performed would be logged.').waitFor()
    await page.getByText('Live pages', { exact: false }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'user.action_performed' }).waitFor()
    await page.getByText('u_keyboard').first().waitFor()
    await page
      .getByText(/\/manual\//)
      .first()
      .waitFor()
  })

  it('shows streams, and leads from one to its events', async () => {
    const { page, complaints } = await open('/activity/streams')
    await page.getByRole('link', { name: 'shop.opened' }).click()
    await rowOf(page, 'north').waitFor()
    expect(new URL(page.url()).searchParams.get('type')).toBe('shop.opened')
    expect(complaints).toEqual([])
  })

  it('pauses a consumer, shows how far it falls behind, and lets it go on', async () => {
    const { page } = await open('/activity/consumers')
    await page.getByRole('button', { name: 'Pause Counts of the streams' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click()
    await page.getByText('Paused', { exact: true }).waitFor()
    await publish({ type: 'shop.opened', subject: 'while-paused' })
    const row = rowOf(page, 'Counts of the streams')
    await row.getByText(/^\d+ events?$/).waitFor()
    await page.getByRole('button', { name: 'Resume Counts of the streams' }).click()
    await row.getByText('Reads', { exact: true }).waitFor()
    await row.getByText('Up to date').waitFor()
  })

  it('tells events again to a consumer, counting first and showing how far it is', async () => {
    const { position } = await publish({ type: 'shop.opened', subject: 'replayed' })
    const { page } = await open('/activity/replay')
    await page.getByLabel('Range by').selectOption('Position')
    await page.getByLabel('From').fill('1')
    await page.getByLabel('Until').fill(String(position))
    await page.getByLabel('Types').fill('shop.*')
    await page.getByLabel('Events per second').fill('2')
    await page.getByRole('button', { name: 'Count', exact: true }).click()
    await page.getByText(/events would be told again/).waitFor()
    await page.getByRole('button', { name: 'Start replay' }).click()
    const row = rowOf(page, 'Live pages')
    await row.getByText('Runs', { exact: true }).waitFor()
    await row.getByRole('progressbar').waitFor()
    await until('progress', async () => Number(await row.getByRole('progressbar').getAttribute('aria-valuenow')) > 0)
    await page.getByRole('button', { name: 'Cancel the replay to Live pages' }).click()
    await row.getByText('Cancelled', { exact: true }).waitFor()
  })

  it('verifies the log, and erases a person whose name was typed twice', async () => {
    const { id } = await publish({
      type: 'user.registered',
      subject: 'u_gone',
      data: { userId: 'u_gone', email: 'gone@example.com' },
    })
    const { page, complaints } = await open('/activity/integrity')
    await page.getByRole('button', { name: 'Verify the log' }).click()
    await page.getByText('Nothing is sealed yet.', { exact: false }).waitFor()
    await page.getByLabel('Id or email address of the person').fill('gone@example.com')
    await page.getByRole('button', { name: 'Erase', exact: true }).click()
    const confirm = page.getByRole('dialog').getByRole('button', { name: 'Erase' })
    expect(await confirm.isDisabled()).toBe(true)
    await page.getByLabel('Type “gone@example.com” to confirm').fill('gone@example.com')
    await confirm.click()
    await page.getByText('1 entry erased').first().waitFor()
    await page.goto(`${team.origin}/activity/events/${id}`)
    await page.getByRole('heading', { level: 1, name: 'user.registered' }).waitFor()
    expect(await page.content()).not.toContain('gone@example.com')
    expect(complaints).toEqual([])
  })

  it('speaks French', async () => {
    const { page, complaints } = await open('/activity', { locale: 'fr-FR' })
    await page.getByRole('heading', { level: 1, name: 'Activité' }).waitFor()
    await rowOf(page, 'north').waitFor()
    await page.getByRole('link', { name: 'Consommateurs' }).click()
    await page.getByText('Pages en direct').waitFor()
    await page.getByRole('link', { name: 'Intégrité' }).click()
    await page.getByRole('button', { name: 'Vérifier le journal' }).waitFor()
    expect(await page.getByRole('main').textContent()).not.toMatch(/Verify|Erase|Consumers/)
    expect(complaints).toEqual([])
  })

  const DESK: BrowserContextOptions = { viewport: { width: 1280, height: 860 } }
  const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }

  it.each([
    ['desk', 'dark', DESK],
    ['desk', 'light', DESK],
    ['phone', 'dark', PHONE],
    ['phone', 'light', PHONE],
  ] as const)('has nothing against WCAG A and AA and fits its screen, %s, %s', async (kind, colorScheme, screen) => {
    const { id } = await publish({ type: 'shop.opened', subject: 'a'.repeat(80) })
    const context = await browser.newContext({ reducedMotion: 'reduce', colorScheme, ...screen })
    const page = await context.newPage()
    await page.goto(`${team.origin}/issues`)
    await signInByKeyboard(page)
    const complaints = complaintsOf(page)
    const event: (typeof PAGES)[number] = [
      'activity-event',
      `/activity/events/${id}`,
      (shown) => shown.getByText('This event').waitFor(),
    ]
    const found: Record<string, unknown> = {}
    for (const [name, path, settled] of [...PAGES, event]) {
      await page.goto(team.origin + path)
      await settled(page)
      const width = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
      const against = [...(await violations(page)), ...(width > 0 ? [`${width} pixels too wide`] : [])]
      if (against.length > 0) found[name] = against
      await page.screenshot({ path: `${SCREENSHOTS}/${name}-${kind}-${colorScheme}.png`, fullPage: true })
    }
    expect(complaints).toEqual([])
    expect(found).toEqual({})
    await context.close()
  })
})
