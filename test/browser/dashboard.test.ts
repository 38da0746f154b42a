import type { ChildProcess } from 'node:child_process'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { issuesOf, type Team, until } from '../journeys/client.ts'
import { demoTeam, kill, npmStart } from '../journeys/npm-start.ts'
import { envelopeOf, postEnvelope, smallEvent } from '../journeys/sdk.ts'
import { freePort, temporaryFolder } from '../journeys/server.ts'
import { launchChromium, signedInPage } from './chromium.ts'
import { openShop } from './shop.ts'

describe('the dashboard', () => {
  let place: Parameters<typeof npmStart>[0]
  let server: ChildProcess
  let browser: Browser
  let team: Team
  beforeAll(async () => {
    place = { tree: '.', port: await freePort(), state: temporaryFolder('browser') }
    server = await npmStart(place)
    team = await demoTeam(`http://localhost:${place.port}`)
    await postEnvelope(team, envelopeOf(smallEvent('Older')))
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    if (server) await kill(server)
  })

  it('shows an error of a web page live, and lets one read and resolve it by keyboard alone', async () => {
    const shop = await openShop(team.project.dsn)
    const context = await browser.newContext()
    const { page, complaints } = await signedInPage(context, team.origin)
    await page.getByText('Older', { exact: false }).first().waitFor()
    await page.getByText('Live', { exact: true }).waitFor()
    await page.evaluate('window.notReloaded = true')

    const visitor = await context.newPage()
    await visitor.goto(shop.url)
    await visitor.getByRole('button', { name: 'Pay' }).click()
    const pill = page.getByRole('button', { name: '1 new issue' })
    await pill.waitFor()
    await page.bringToFront()
    await pill.focus()
    await page.keyboard.press('Enter')
    const row = page.getByRole('link', { name: /TypeError.*Basket 9 has no seats/ })
    await row.waitFor()

    await page.keyboard.press('j')
    await until('the focus on the new issue', () =>
      page.evaluate("document.activeElement.textContent.includes('Basket 9')"),
    )
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /TypeError/ }).waitFor()
    await page.getByText('payFor', { exact: true }).first().waitFor()
    await page.getByText('visitor-7').first().waitFor()
    await page.getByText('web@2.4.0').first().waitFor()

    await page.keyboard.press('e')
    await page.getByRole('button', { name: 'Reopen' }).waitFor()
    const resolved = await until('the resolved issue', async () => (await issuesOf(team, 'status=resolved'))[0])
    expect(resolved).toMatchObject({ title: 'TypeError: Basket 9 has no seats', platform: 'javascript', users: 1 })

    await visitor.reload()
    await visitor.getByRole('button', { name: 'Pay' }).click()
    await page.getByRole('button', { name: 'Resolve' }).waitFor()
    expect(await page.evaluate('window.notReloaded')).toBe(true)
    await page.reload()
    await page.getByText('Regressed', { exact: true }).waitFor()
    expect(complaints).toEqual([])
    await context.close()
    shop.close()
  })

  it('goes on hearing what happens after the server was away', async () => {
    const context = await browser.newContext()
    const { page } = await signedInPage(context, team.origin)
    await page.getByText('Live', { exact: true }).waitFor()
    await kill(server)
    await page.getByText('Reconnecting…', { exact: true }).waitFor()
    server = await npmStart(place)
    await postEnvelope(team, envelopeOf(smallEvent('WhileAway')))
    await until('the issue', async () => (await issuesOf(team)).find(({ title }) => title.startsWith('WhileAway')))
    await page.getByRole('button', { name: '1 new issue' }).click()
    await page.getByRole('link', { name: /WhileAway/ }).waitFor()
    await context.close()
  })

  it('sends who is not signed in to sign in, and then where they wanted to go', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(`${team.origin}/projects/${team.project.id}`)
    await page.getByLabel('Email').fill('demo@example.com')
    await page.getByLabel('Password', { exact: true }).fill('not the password')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('The name or the password is wrong.').waitFor()
    await page.getByLabel('Password', { exact: true }).fill('signalbox-demo')
    await page.keyboard.press('Enter')
    await page.getByText(team.project.dsn).first().waitFor()
    expect(new URL(page.url()).pathname).toBe(`/projects/${team.project.id}`)
    await context.close()
  })

  it('shows what an app sent as text, never as a page', async () => {
    const context = await browser.newContext()
    const { page, complaints } = await signedInPage(context, team.origin)
    const attack = '<img src=x onerror="window.taken=1"><script>window.taken=1</script>'
    await postEnvelope(
      team,
      envelopeOf(
        smallEvent('Hostile', {
          exception: {
            values: [
              {
                type: `Hostile${attack}`,
                value: attack,
                stacktrace: {
                  frames: [
                    {
                      function: attack,
                      filename: attack,
                      lineno: 1,
                      context_line: attack,
                      in_app: true,
                      vars: { [attack]: attack },
                    },
                  ],
                },
              },
            ],
          },
          tags: { attack },
          user: { username: attack },
          request: { url: 'javascript:window.taken=1', headers: { Referer: 'javascript:window.taken=1' } },
          breadcrumbs: [{ message: attack, data: { url: 'javascript:window.taken=1' } }],
          extra: { attack },
        }),
      ),
    )
    const issue = await until('the issue', async () =>
      (await issuesOf(team)).find(({ title }) => title.startsWith('Hostile')),
    )
    await page.goto(`${team.origin}/issues/${issue.id}`)
    await page.getByRole('heading', { level: 1, name: /Hostile<img/ }).waitFor()
    await page.getByText(attack).first().waitFor()
    expect(await page.locator('a[href^="javascript:"]').count()).toBe(0)
    expect(await page.evaluate('window.taken')).toBeUndefined()
    expect(complaints).toEqual([])
    await context.close()
  })
})
