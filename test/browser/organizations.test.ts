import type { ChildProcess } from 'node:child_process'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../contract/auth.ts'
import type { Organisation } from '../../contract/organisations.ts'
import { DEMO } from '../../local/seed.ts'
import { issuesOf, newProject, send, type Team, until } from '../journeys/client.ts'
import { demoTeam, kill, npmStart } from '../journeys/npm-start.ts'
import { envelopeOf, postEnvelope, smallEvent } from '../journeys/sdk.ts'
import { freePort, temporaryFolder } from '../journeys/server.ts'
import { launchChromium, signedInPage } from './chromium.ts'

/** Stands in everything the first organisation calls its own. */
const MARK = 'zebra'
const ONLY_HERE = [
  '/issues?status=all',
  '/projects',
  '/settings/members',
  '/settings/api-keys',
  '/settings/single-sign-on',
  '/monitoring/deliveries',
]

describe('two organisations of one person', () => {
  let server: ChildProcess
  let browser: Browser
  let first: Team
  let second: Team
  beforeAll(async () => {
    const port = await freePort()
    server = await npmStart({ tree: '.', port, state: temporaryFolder('organizations') })
    first = await demoTeam(`http://localhost:${port}`)
    second = await anotherOf(first)
    await mark(first)
    await errorIn(second, 'Curtain')
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    if (server) await kill(server)
  })

  const newContext = (): Promise<BrowserContext> => browser.newContext({ reducedMotion: 'reduce' })

  // A menu that is about to close names organisations too, outside of the page itself.
  const titled = (page: Page, organization: string) =>
    page.locator('#app').getByTitle(organization, { exact: true }).waitFor()

  async function switchTo(page: Page, organization: string): Promise<void> {
    await page.getByRole('button', { name: /Account and settings/ }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitemradio', { name: organization }).focus()
    await page.keyboard.press('Enter')
  }

  it('show nothing of the one in the other, not even what happens just now', async () => {
    const { page, complaints } = await signedInPage(await newContext(), first.origin)
    await page.getByRole('link', { name: /Zebra/ }).waitFor()
    const [issue] = await issuesOf(first)
    await switchTo(page, 'Opera')
    await titled(page, 'Opera')
    await page.getByRole('link', { name: /Curtain/ }).waitFor()
    await page.getByText('Live', { exact: true }).waitFor()
    await errorIn(first, 'Zebrafish')
    await errorIn(second, 'Spotlight')
    await page.getByRole('button', { name: '1 new issue' }).click()
    await page.getByRole('link', { name: /Spotlight/ }).waitFor()
    for (const path of ONLY_HERE) {
      await page.goto(first.origin + path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForLoadState('networkidle')
      expect([path, (await page.locator('main').textContent())?.toLowerCase()]).toEqual([
        path,
        expect.not.stringContaining(MARK),
      ])
    }
    expect(complaints).toEqual([])
    for (const path of [`/issues/${issue?.id}`, `/projects/${first.project.id}`]) {
      await page.goto(first.origin + path)
      await page.getByText('It does not exist, or it belongs to another organisation.').waitFor()
    }
    await page.context().close()
  })

  it('are switched in every tab, because all tabs act in one of them', async () => {
    const context = await newContext()
    const { page: here } = await signedInPage(context, first.origin)
    const there = await context.newPage()
    await there.goto(`${first.origin}/settings/members`)
    await there
      .getByText(/^zebra-/)
      .first()
      .waitFor()
    await switchTo(here, 'Opera')
    await titled(here, 'Opera')
    await titled(there, 'Opera')
    await there.getByRole('link', { name: /Curtain/ }).waitFor()
    await switchTo(there, DEMO.organization)
    await titled(here, DEMO.organization)
    await here.getByRole('link', { name: /Zebra/ }).first().waitFor()
    await context.close()
  })

  it('are not switched where the server does not say so, and the reader is told', async () => {
    const { page } = await signedInPage(await newContext(), first.origin)
    await page.route('**/api/v1/auth/refresh', (route) => route.abort())
    await switchTo(page, 'Opera')
    await page.getByText('The server could not be reached.', { exact: false }).waitFor()
    await titled(page, DEMO.organization)
    await page.context().close()
  })

  it('stay open while a session can just not be renewed', async () => {
    const { page } = await signedInPage(await newContext(), first.origin)
    const trouble = { status: 503, contentType: 'application/problem+json', body: '{"code":"provider_unavailable"}' }
    await page.route('**/api/v1/auth/refresh', (route) => route.fulfill(trouble))
    await page.context().clearCookies({ name: '__Host-signalbox' })
    await page.goto(`${first.origin}/projects`)
    await page.getByRole('button', { name: 'Try again' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/projects')
    await page.unroute('**/api/v1/auth/refresh')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText(`${MARK} crossing`).first().waitFor()
    await page.context().close()
  })
})

/** Another organisation of the same person, with a project. */
async function anotherOf({ origin, token }: Team): Promise<Team> {
  const { id } = await send<Organisation>(origin, 'organizations', { token, body: { name: 'Opera' } })
  const { refreshToken } = await send<Session>(origin, 'auth/login', {
    body: { email: DEMO.email, password: DEMO.password },
  })
  const session = await send<Session>(origin, 'auth/refresh', { body: { refreshToken, organization: id } })
  const project = await newProject(origin, session.accessToken, 'Stage door')
  return { origin, token: session.accessToken, organization: id, project }
}

async function mark(team: Team): Promise<void> {
  const { origin, token } = team
  team.project = await newProject(origin, token, `${MARK} crossing`)
  await send(origin, 'members/invitations', { token, body: { email: `${MARK}-1@example.com`, role: 'viewer' } })
  await send(origin, 'api-keys', { token, body: { name: MARK, scopes: ['issue.read'] } })
  await errorIn(team, 'Zebra')
}

async function errorIn(team: Team, kind: string): Promise<void> {
  await postEnvelope(team, envelopeOf(smallEvent(kind)))
  await until(`the issue ${kind}`, async () => (await issuesOf(team)).some(({ title }) => title.startsWith(kind)))
}
