import { mkdirSync } from 'node:fs'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { send, type Team } from '../journeys/client.ts'
import { demoTeam, kill, npmStart } from '../journeys/npm-start.ts'
import { freePort, temporaryFolder } from '../journeys/server.ts'
import { launchChromium, signedInPage } from './chromium.ts'

export const SCREENSHOTS = 'test/browser/screenshots'
const DAY = 86_400_000

export interface Booked {
  id: string
  seats: string[]
}

export type Organiser = Awaited<ReturnType<typeof startOrganiser>>

/** The product as `npm start` runs it, with a browser that somebody uses who organises. */
export async function startOrganiser() {
  const port = await freePort()
  const server = await npmStart({ tree: '.', port, state: temporaryFolder('organise') })
  const team = await demoTeam(`http://localhost:${port}`)
  const browser = await launchChromium()
  mkdirSync(SCREENSHOTS, { recursive: true })
  const close = async () => {
    await browser.close()
    await kill(server)
  }
  return { team, browser, close, ...organiserOf(team, browser) }
}

/** What organisers and their visitors do, over HTTP and in the browser. */
function organiserOf(team: Team, browser: Browser) {
  const ours = <Answer>(path: string, body?: unknown) =>
    send<Answer>(team.origin, path, { token: team.token, ...(body !== undefined && { body }) })

  /** Changes something as a colleague would who has it open elsewhere. */
  async function change(path: string, body: object) {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${team.token}` }
    const answer = await fetch(`${team.origin}/api/v1/${path}`, {
      method: 'PATCH',
      headers,
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status} ${await answer.text()}`)
  }

  async function open(path: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB', ...options })
    const signedIn = await signedInPage(context, team.origin)
    await signedIn.page.goto(team.origin + path)
    return { context, ...signedIn }
  }

  /** Sends what a visitor without an account does, with the cookie they got before. */
  async function visitor<Answer>(path: string, body: object, cookie = ''): Promise<[Answer, string]> {
    const answer = await fetch(`${team.origin}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status} ${await answer.text()}`)
    return [(await answer.json()) as Answer, answer.headers.get('set-cookie')?.split(';')[0] ?? cookie]
  }

  /** Books as a visitor does, in another browser. */
  async function book(eventId: string, places: object, fullName: string): Promise<Booked> {
    const [hold, guest] = await visitor<Booked>(`events/${eventId}/holds`, places)
    const contact = { fullName, emailAddress: `${fullName.replace(' ', '.').toLowerCase()}@example.com` }
    const [booking] = await visitor<Booked>('bookings', { eventId, holdId: hold.id, contact }, guest)
    return (await visitor<Booked>(`bookings/${booking.id}/confirm`, {}, guest))[0]
  }

  async function concert(more: object = {}): Promise<string> {
    const times = { startsAt: inDays(7), endsAt: inDays(7.1), timeZone: 'Europe/Paris' }
    const body = { name: 'Recital', ...times, status: 'ON_SALE', capacity: 40, ...more }
    return (await ours<{ id: string }>('events', body)).id
  }

  return { ours, change, open, visitor, book, concert }
}

const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString()
