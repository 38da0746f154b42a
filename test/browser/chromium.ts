import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { DEMO } from '../../local/seed.ts'

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium'
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function launchChromium(): Promise<Browser> {
  if (!existsSync(EXECUTABLE)) {
    throw new Error(`These tests need Chromium at ${EXECUTABLE} (apt-get install chromium, or CHROMIUM=<path>)`)
  }
  return chromium.launch({ executablePath: EXECUTABLE, headless: true, chromiumSandbox: false, args: QUIET })
}

/** Signs in as the demo account without touching the mouse, from wherever the dashboard sent us. */
export async function signInByKeyboard(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Sign in|Se connecter)$/ }).waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.type(DEMO.email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(DEMO.password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: /^(Issues|Problèmes)$/ }).waitFor()
}

/** A signed-in page; `complaints` gathers what the console says against it: exceptions, refused scripts and styles. */
export async function signedInPage(
  context: BrowserContext,
  origin: string,
): Promise<{ page: Page; complaints: string[] }> {
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  await page.goto(`${origin}/issues`)
  await signInByKeyboard(page)
  // Before it, the dashboard asked who we are, and was told that it must sign in.
  complaints.length = 0
  return { page, complaints }
}

export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return complaints
}
