import type { ChildProcess } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { send, type Team, until } from '../journeys/client.ts'
import { demoTeam, kill, npmStart } from '../journeys/npm-start.ts'
import { freePort, temporaryFolder } from '../journeys/server.ts'
import { violations } from './axe.ts'
import { complaintsOf, launchChromium, signedInPage, signInByKeyboard } from './chromium.ts'

const SCREENSHOTS = 'test/browser/screenshots'
const THEATRE = 'test/samples/plans/theatre.json'
const DAY = 86_400_000
const at = (ms: number) => new Date(Date.now() + ms).toISOString()

interface Booked {
  id: string
  seats: string[]
}

describe('the pages of who organises', () => {
  let server: ChildProcess
  let browser: Browser
  let team: Team
  beforeAll(async () => {
    const port = await freePort()
    server = await npmStart({ tree: '.', port, state: temporaryFolder('organise') })
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
    const times = { startsAt: at(7 * DAY), endsAt: at(7.1 * DAY), timeZone: 'Europe/Paris' }
    const body = { name: 'Recital', ...times, status: 'ON_SALE', capacity: 40, ...more }
    return (await ours<{ id: string }>('events', body)).id
  }

  const eventIn = (page: Page) => /\/manage\/events\/(e_[\w-]{22})/.exec(page.url())?.[1] ?? ''
  const tab = (page: Page, name: string) =>
    page.getByRole('navigation', { name: 'Event', exact: true }).getByRole('link', { name, exact: true })
  const free = (page: Page) => page.locator('[data-free]').textContent()
  const isFree = (page: Page, places: string) =>
    until(`${places} free places`, async () => (await free(page)) === places)
  const resultOf = (page: Page, result: string) => page.locator(`[data-result="${result}"]`).waitFor()

  it('sells a theatre, from an empty list to the door', async () => {
    const { page, context, complaints } = await open('/issues')
    await page.getByRole('link', { name: 'Events' }).click()
    await page.getByText('No events yet').waitFor()

    await page.getByRole('link', { name: 'Venues' }).click()
    await page.getByRole('button', { name: 'New venue' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name', { exact: true }).fill('Small theatre')
    await dialog.getByLabel('City').fill('Lyon')
    await dialog.getByLabel('Time zone').fill('Europe/Paris')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('row').filter({ hasText: 'Lyon' }).waitFor()

    await page.getByRole('link', { name: 'Seating plans' }).click()
    await page.getByRole('button', { name: 'Import a plan' }).click()
    await page.locator('input[type=file]').setInputFiles({
      name: 'broken.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"name":"Broken","categories":[],"zones":[{"rows":[{"seats":[{"seat_guid":""}]}]}]}'),
    })
    await dialog.getByRole('button', { name: 'Import a plan' }).click()
    await page.getByText('/plan/zones/0/rows/0/seats/0/seat_guid', { exact: false }).first().waitFor()
    // The browser complains of every answer that refuses something.
    complaints.length = 0
    await page.locator('input[type=file]').setInputFiles(THEATRE)
    await page.getByRole('img', { name: 'Plan with 200 seats', exact: false }).waitFor()
    await dialog.getByRole('button', { name: 'Import a plan' }).click()
    await page.getByText('Version 1 is a draft').waitFor()
    await page.getByRole('button', { name: 'Publish draft' }).click()
    await page.getByText('Version 1 published').waitFor()

    await page.getByRole('link', { name: 'Events', exact: true }).click()
    await page.getByRole('link', { name: 'New event' }).first().click()
    await page.getByRole('button', { name: 'Create event' }).click()
    await page.getByText('Fill this in.').waitFor()
    await page.getByLabel('Name', { exact: true }).first().fill('Chamber concert')
    await page.getByLabel('Venue').selectOption('Small theatre')
    expect(await page.getByLabel('City', { exact: true }).inputValue()).toBe('Lyon')
    const plan = page.getByLabel('Seating plan')
    await plan.selectOption((await plan.locator('option').nth(1).getAttribute('value')) ?? '')
    await page.getByRole('button', { name: 'Create event' }).click()
    await page.getByRole('heading', { level: 1, name: 'Chamber concert' }).waitFor()
    await page.getByRole('button', { name: 'Put on sale' }).click()
    await page.getByRole('button', { name: 'Pause the sale' }).waitFor()
    await isFree(page, '260')

    const eventId = eventIn(page)
    const ada = await book(eventId, { bestAvailable: 2 }, 'Ada Lovelace')
    await isFree(page, '258')

    await page.getByLabel('Seats by name').fill('balcony-2-1, balcony-2-2 ')
    await page.getByRole('button', { name: 'Choose', exact: true }).click()
    await page.getByRole('button', { name: 'Take 2 seats off sale' }).click()
    await isFree(page, '256')
    const map = page.getByRole('img', { name: 'Map of the house', exact: false })
    await map.scrollIntoViewIfNeeded()
    const box = await map.boundingBox()
    if (box === null) throw new Error('There is no map')
    await page.mouse.move(box.x + 2, box.y + 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width - 2, box.y + box.height - 2, { steps: 4 })
    await page.mouse.up()
    await page.getByText('200 seats chosen').waitFor()
    await page.getByRole('button', { name: 'Put 2 seats back on sale' }).click()
    await isFree(page, '258')

    await tab(page, 'Bookings').click()
    await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor()
    await book(eventId, { bestAvailable: 1 }, 'Grace Hopper')
    await page.getByRole('link', { name: 'Grace Hopper' }).click()
    await page.getByRole('button', { name: 'Cancel booking' }).click()
    await page.getByLabel('Reason').fill('She cannot come')
    await dialog.getByRole('button', { name: 'Cancel booking' }).click()
    await page.getByText('The booking is cancelled').waitFor()
    await page.getByText('booking.cancelled').waitFor()
    await page.getByText('She cannot come').waitFor()

    await tab(page, 'Check-in').click()
    await page.getByRole('button', { name: 'New list' }).click()
    await dialog.getByRole('button', { name: 'New list' }).click()
    const { data: tickets } = await ours<{ data: { secret: string }[] }>(`bookings/${ada.id}/tickets`)
    const scan = async (secret = '') => {
      await page.getByLabel('Code', { exact: true }).fill(secret)
      await page.keyboard.press('Enter')
    }
    await scan(tickets[0]?.secret)
    await resultOf(page, 'VALID')
    await scan(tickets[0]?.secret)
    await resultOf(page, 'USED')
    await page.screenshot({ path: `${SCREENSHOTS}/organise-used.png`, fullPage: true })
    expect(complaints).toEqual([])

    await context.setOffline(true)
    await scan(tickets[1]?.secret)
    await page.getByText('1 scan waits and is sent by itself.', { exact: false }).waitFor()
    await context.setOffline(false)
    await resultOf(page, 'VALID')
    await page.getByText('of 2 came').waitFor()
  })

  it('looks after who waits, who is invited and who queues', async () => {
    const id = await concert({ capacity: 1, waitlist: true, waitingRoom: { mode: 'auto' } })
    await book(id, { quantity: 1 }, 'Ada Lovelace')
    const join = (email: string) => visitor(`events/${id}/waitlist/join`, { email, quantity: 1 })
    await join('first@example.com')
    const { page, complaints } = await open(`/manage/events/${id}/waitlist`)
    await page.getByRole('row').filter({ hasText: 'first@example.com' }).waitFor()
    await join('second@example.com')
    const second = page.getByRole('row').filter({ hasText: 'second@example.com' })
    await second.waitFor()
    await page.getByLabel('More for second@example.com').click()
    await page.getByRole('button', { name: 'Prioritise' }).click()
    await page.getByLabel('Reason').fill('They played here last year')
    await page.getByRole('dialog').getByRole('button', { name: 'Prioritise' }).click()
    await second.getByText('They played here last year', { exact: false }).waitFor()
    expect(await page.getByRole('row').nth(1).textContent()).toContain('second@example.com')
    await page.getByLabel('More for first@example.com').click()
    await page.getByRole('button', { name: 'Take off the list' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Take off the list' }).click()
    await page.getByRole('row').filter({ hasText: 'Taken off' }).waitFor()

    await tab(page, 'Invitations').click()
    await page.getByText('Nobody is invited').waitFor()
    await page.getByRole('button', { name: 'Invite' }).click()
    await page.getByLabel('People').fill('Ada <ada@example.com>\nnobody@nowhere\ngrace@example.com')
    await page.getByRole('button', { name: 'Send invitations' }).click()
    await page.getByText('2 people are invited.', { exact: false }).waitFor()
    await page.getByText('1 was not invited').waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('row').filter({ hasText: 'grace@example.com' }).waitFor()

    await tab(page, 'Queue').click()
    await page.getByText('Ready: nobody has to queue now').waitFor()
    await page.getByRole('main').getByRole('combobox').selectOption('Waiting room on')
    await page.getByText('People queue').waitFor()
    expect(complaints).toEqual([])
  })

  it('changes an event, and keeps what someone else changed meanwhile', async () => {
    const id = await concert()
    const { page } = await open(`/manage/events/${id}/settings`)
    await page.getByLabel('Price, EUR').fill('12.50')
    await fetch(`${team.origin}/api/v1/events/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${team.token}` },
      body: JSON.stringify({ name: 'Their recital' }),
    })
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Someone else changed this meanwhile.', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Reload' }).click()
    await page.getByRole('heading', { level: 1, name: 'Their recital' }).waitFor()
    await page.getByLabel('Price, EUR').fill('cheap')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Write an amount, such as 12.50.').waitFor()
    await page.getByLabel('Price, EUR').fill('12,50')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    const { ticketTypes } = await ours<{ ticketTypes: { price: number }[] }>(`events/${id}`)
    expect(ticketTypes.map(({ price }) => price)).toEqual([1250])
    await page.getByLabel('More to do').click()
    await page.getByRole('button', { name: 'Cancel event' }).click()
    await page.getByLabel('Reason').fill('The hall is flooded')
    const cancel = page.getByRole('dialog').getByRole('button', { name: 'Cancel event' })
    expect(await cancel.isDisabled()).toBe(true)
    await page.getByLabel('Type “Their recital” to confirm').fill('Their recital')
    await cancel.click()
    await page.getByText('The hall is flooded').waitFor()
  })

  it('calls seats by their names, and corrects a booking', async () => {
    const plan = JSON.parse(readFileSync(THEATRE, 'utf8'))
    const { id: planId } = await ours<{ id: string }>('plans', { plan, publish: true })
    const id = await concert({ planId, capacity: null })
    const booked = await book(id, { seats: ['stalls-C-12', 'stalls-C-13'] }, 'Ada Lovelace')
    const { page, complaints } = await open(`/manage/events/${id}/bookings`)
    await page.getByRole('row').filter({ hasText: 'Stalls, Row C, seat 12; Stalls, Row C, seat 13' }).waitFor()
    await page.getByRole('link', { name: 'Ada Lovelace' }).click()
    await page.getByRole('listitem').filter({ hasText: 'Stalls, Row C, seat 12' }).first().waitFor()
    const dialog = page.getByRole('dialog')

    await page.getByRole('button', { name: 'Correct', exact: true }).click()
    await dialog.getByLabel('Email').fill('ada@nowhere')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('This is not written as it should be.').waitFor()
    expect(await dialog.getByLabel('Email').getAttribute('aria-invalid')).toBe('true')
    await page.screenshot({ path: `${SCREENSHOTS}/organise-correct.png` })
    await fetch(`${team.origin}/api/v1/bookings/${booked.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${team.token}` },
      body: JSON.stringify({ notes: 'Comes late' }),
    })
    await dialog.getByLabel('Email').fill('countess@example.com')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('Someone else changed this meanwhile.', { exact: false }).waitFor()
    await page.getByText('Comes late').first().waitFor()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The booking is corrected').waitFor()
    await page.getByText('countess@example.com').waitFor()
    await page.getByText('Comes late').waitFor()
    // The browser complains of every answer that refuses something.
    complaints.length = 0

    await page.getByRole('button', { name: 'Who comes' }).click()
    await dialog.getByRole('group', { name: 'Stalls, Row C, seat 13' }).getByLabel('Name').fill('Charles Babbage')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Charles Babbage', { exact: false }).waitFor()

    await page.getByRole('button', { name: 'Change places' }).click()
    await dialog.getByLabel('Places in all').fill('3')
    await dialog.getByLabel('Which seats').fill('stalls row c seat 14')
    await page.screenshot({ path: `${SCREENSHOTS}/organise-places.png` })
    await dialog.getByRole('button', { name: 'Change places' }).click()
    await page.getByRole('heading', { name: '3 tickets' }).waitFor()
    await page.getByRole('listitem').filter({ hasText: 'Stalls, Row C, seat 14' }).first().waitFor()

    await page.getByRole('button', { name: 'Move seats' }).click()
    await dialog.getByLabel('Ticket 1').fill('Balcony, Balcony row 2, seat 1')
    await page.screenshot({ path: `${SCREENSHOTS}/organise-move.png` })
    await dialog.getByRole('button', { name: 'Move seats' }).click()
    await page.getByText('The booking has other seats now').waitFor()
    await page.getByRole('listitem').filter({ hasText: 'Balcony, Balcony row 2, seat 1' }).first().waitFor()
    await page.getByText('booking.changed').first().waitFor()
    await page.screenshot({ path: `${SCREENSHOTS}/organise-corrected.png`, fullPage: true })
    await page.getByRole('button', { name: 'Pass on' }).click()
    await dialog.getByLabel('What').selectOption({ label: 'Ticket 3, Stalls, Row C, seat 14' })
    await dialog.getByLabel('Name').fill('Mary Somerville')
    await dialog.getByLabel('Email').fill('mary@example.com')
    await dialog.getByRole('button', { name: 'Pass on' }).click()
    await page.getByRole('heading', { name: '2 tickets' }).waitFor()
    const { seats, contact } = await ours<Booked & { contact: object }>(`bookings/${booked.id}`)
    expect(seats).toEqual(['balcony-2-1', 'stalls-C-13'])
    expect(contact).toMatchObject({ emailAddress: 'countess@example.com', notes: 'Comes late' })
    expect(complaints).toEqual([])
  })

  it('changes an invitation and a check-in list', async () => {
    const plan = JSON.parse(readFileSync(THEATRE, 'utf8'))
    const { id: planId } = await ours<{ id: string }>('plans', { plan, publish: true })
    const id = await concert({ planId, capacity: null })
    const { page, complaints } = await open(`/manage/events/${id}/invitations`)
    const dialog = page.getByRole('dialog')
    await page.getByRole('button', { name: 'Invite' }).click()
    await dialog.getByRole('button', { name: 'One person' }).click()
    await dialog.getByLabel('Email').fill('ada@nowhere')
    await dialog.getByLabel('Seat').fill('row d seat 4')
    await dialog.getByRole('button', { name: 'Send invitation' }).click()
    await dialog.getByText('This is no email address.').waitFor()
    complaints.length = 0
    await dialog.getByLabel('Email').fill('ada@example.com')
    await dialog.getByRole('button', { name: 'Send invitation' }).click()
    await dialog.getByRole('button', { name: 'Done' }).click()
    const ada = page.getByRole('row').filter({ hasText: 'ada@example.com' })
    await ada.filter({ hasText: 'Stalls, Row D, seat 4' }).waitFor()
    await page.getByLabel('More for ada@example.com').click()
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    await dialog.getByLabel('Name').fill('Ada Lovelace')
    await dialog.getByLabel('May bring').fill('2')
    await dialog.getByLabel('Seat').fill('Stalls, Row D, seat 5')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The invitation of ada@example.com is changed').waitFor()
    await ada.filter({ hasText: 'Ada Lovelace' }).filter({ hasText: 'Stalls, Row D, seat 5' }).waitFor()
    await ada.filter({ hasText: '0 of 2' }).waitFor()

    await page.getByRole('button', { name: 'Invite' }).click()
    await dialog.getByLabel('People').fill('email;seat\ngrace@example.com;Stalls, Row E, seat 7')
    await dialog.getByRole('button', { name: 'Send invitations' }).click()
    await dialog.getByRole('button', { name: 'Done' }).click()
    const grace = page.getByRole('row').filter({ hasText: 'grace@example.com' })
    await grace.filter({ hasText: 'Stalls, Row E, seat 7' }).waitFor()

    const list = await ours<{ id: string }>(`events/${id}/checkin-lists`, { name: 'Entrance' })
    await tab(page, 'Check-in').click()
    await page.getByRole('button', { name: 'Edit list' }).click()
    await fetch(`${team.origin}/api/v1/events/${id}/checkin-lists/${list.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${team.token}` },
      body: JSON.stringify({ unpaid: true }),
    })
    await dialog.getByLabel('Name').fill('Main door')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('Someone else changed this meanwhile.', { exact: false }).waitFor()
    await until('their change', () => dialog.getByLabel('Bookings that are not confirmed').isChecked())
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The list is changed').waitFor()
    const { data: lists } = await ours<{ data: object[] }>(`events/${id}/checkin-lists`)
    expect(lists).toMatchObject([{ name: 'Main door', unpaid: true, version: 3 }])
  })

  it.each([
    ['light', 'en-GB'],
    ['dark', 'fr-FR'],
  ] as const)('has forms that fit a phone and have nothing against WCAG A and AA, %s', async (colorScheme, locale) => {
    const plan = JSON.parse(readFileSync(THEATRE, 'utf8'))
    const { id: planId } = await ours<{ id: string }>('plans', { plan, publish: true })
    const id = await concert({ planId, capacity: null })
    const { id: booked } = await book(id, { bestAvailable: 2 }, 'Ada Lovelace')
    await ours(`events/${id}/invitations`, { to: [{ email: 'ada@example.com', seat: 'stalls-C-12' }] })
    await ours(`events/${id}/checkin-lists`, { name: 'Entrance' })
    const event = `/manage/events/${id}`
    const viewport = { width: 375, height: 812 }
    const { page, context } = await open(event, { colorScheme, locale, viewport, hasTouch: true, isMobile: true })
    const english = locale === 'en-GB'
    const forms: [name: string, path: string, press: RegExp[]][] = [
      ['contact', `${event}/bookings/${booked}`, [english ? /^Correct$/ : /^Corriger$/]],
      ['attendees', `${event}/bookings/${booked}`, [english ? /^Who comes$/ : /^Qui vient$/]],
      ['places', `${event}/bookings/${booked}`, [english ? /^Change places$/ : /^Modifier le nombre$/]],
      ['move', `${event}/bookings/${booked}`, [english ? /^Move seats$/ : /^Changer de places$/]],
      [
        'guest',
        `${event}/invitations`,
        [english ? /^More for/ : /^Autres actions pour/, english ? /^Edit$/ : /^Modifier$/],
      ],
      [
        'invite',
        `${event}/invitations`,
        [english ? /^Invite$/ : /^Inviter$/, english ? /^One person$/ : /^Une personne$/],
      ],
      ['list', `${event}/check-in`, [english ? /^Edit list$/ : /^Modifier la liste$/]],
    ]
    const found: Record<string, unknown> = {}
    for (const [name, path, press] of forms) {
      await page.goto(team.origin + path)
      for (const button of press) await page.getByRole('button', { name: button }).click()
      await page.getByRole('dialog').locator('input').first().waitFor()
      if (name === 'places') await page.getByRole('dialog').locator('input').first().fill('4')
      const width = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
      const against = [...(await violations(page)), ...(width > 0 ? [`${width} pixels too wide`] : [])]
      if (against.length > 0) found[name] = against
      await page.screenshot({ path: `${SCREENSHOTS}/organise-form-${name}-${colorScheme}.png` })
    }
    expect(found).toEqual({})
    await context.close()
  })

  it('makes a tour whose departures make themselves', async () => {
    const { page, complaints } = await open('/manage/tours')
    await page.getByText('No tours yet').waitFor()
    await page.getByRole('link', { name: 'New tour' }).click()
    await page.getByRole('heading', { level: 1, name: 'New tour' }).waitFor()
    await page.getByLabel('Name', { exact: true }).first().fill('Old town')
    await page.getByRole('button', { name: 'Create tour' }).click()
    await page.getByRole('heading', { level: 1, name: 'Old town' }).waitFor()
    await page.getByRole('button', { name: 'Make active' }).click()
    await page.getByRole('button', { name: 'Archive' }).waitFor()
    await until('departures', async () => {
      await page.reload()
      await page.getByRole('heading', { name: 'Departures' }).waitFor()
      const shown = page.getByRole('link', { name: 'Old town' }).or(page.getByText('Departures are being made.'))
      await shown.first().waitFor()
      return (await page.getByRole('link', { name: 'Old town' }).count()) > 0
    })
    expect(complaints).toEqual([])
  })

  it('speaks French', async () => {
    const id = await concert()
    const { page, complaints } = await open(`/manage/events/${id}`, { locale: 'fr-FR' })
    await page.getByText('Places en ce moment').waitFor()
    await page.getByRole('link', { name: 'Réglages' }).last().click()
    await page.getByRole('button', { name: 'Enregistrer' }).waitFor()
    expect(await page.getByRole('main').textContent()).not.toMatch(/Places now|Save|Waitlist/)
    expect(complaints).toEqual([])
  })

  const DESK: BrowserContextOptions = { viewport: { width: 1280, height: 860 } }
  const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }

  it.each([
    ['desk', 'dark', DESK],
    ['phone', 'light', PHONE],
    ['desk', 'light', DESK],
    ['phone', 'dark', PHONE],
  ] as const)('has nothing against WCAG A and AA and fits its screen, %s, %s', async (kind, colorScheme, screen) => {
    const plan = JSON.parse(readFileSync(THEATRE, 'utf8'))
    const { id: planId } = await ours<{ id: string }>('plans', { plan, publish: true })
    await ours('venues', { name: 'Small theatre', city: 'Lyon', timeZone: 'Europe/Paris' })
    const schedule = [{ weekdays: ['MO'], startTimes: ['10:00'], from: at(0).slice(0, 10) }]
    const options = [{ internalName: 'Walk', durationMinutes: 60, capacity: 20, schedule }]
    await ours('tours', { name: 'Old town', timeZone: 'Europe/Paris', options })
    const id = await concert({ planId, capacity: null, waitlist: true })
    const seated = await book(id, { bestAvailable: 3 }, 'Ada Lovelace')
    await book(id, { bestAvailable: 2 }, 'Grace Hopper')
    await visitor(`events/${id}/holds`, { bestAvailable: 4 })
    await ours(`events/${id}/blocks`, { seats: ['balcony-2-1', 'balcony-2-2'] })
    await ours(`events/${id}/invitations`, { to: [{ email: 'ada@example.com', name: 'Ada', plusOnes: 2 }] })
    await ours(`events/${id}/checkin-lists`, { name: 'Entrance' })
    const event = `/manage/events/${id}`
    const pages: [name: string, path: string, text: string][] = [
      ['events', '/manage/events', 'Recital'],
      ['event', event, 'Off sale'],
      ['event-bookings', `${event}/bookings`, 'Ada Lovelace'],
      ['event-booking', `${event}/bookings/${seated.id}`, 'booking.confirmed'],
      ['event-waitlist', `${event}/waitlist`, 'Nobody waits'],
      ['event-invitations', `${event}/invitations`, 'ada@example.com'],
      ['event-check-in', `${event}/check-in`, 'of 5 came'],
      ['event-queue', `${event}/queue`, 'The waiting room is off'],
      ['event-settings', `${event}/settings`, 'Save changes'],
      ['event-new', '/manage/events/new', 'Create event'],
      ['plans', '/manage/plans', 'Small theatre'],
      ['plan', `/manage/plans/${planId}`, 'Front stalls'],
      ['venues', '/manage/venues', 'Lyon'],
      ['tours', '/manage/tours', 'Old town'],
      ['tour-new', '/manage/tours/new', 'Create tour'],
    ]
    const context = await browser.newContext({ reducedMotion: 'reduce', colorScheme, ...screen })
    const page = await context.newPage()
    await page.goto(`${team.origin}/issues`)
    await signInByKeyboard(page)
    const complaints = complaintsOf(page)
    const found: Record<string, unknown> = {}
    for (const [name, path, text] of pages) {
      await page.goto(team.origin + path)
      await page.getByRole('main').getByText(text, { exact: false }).first().waitFor()
      const width = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
      const against = [...(await violations(page)), ...(width > 0 ? [`${width} pixels too wide`] : [])]
      if (against.length > 0) found[name] = against
      await page.screenshot({ path: `${SCREENSHOTS}/organise-${name}-${kind}-${colorScheme}.png`, fullPage: true })
    }
    expect(complaints).toEqual([])
    expect(found).toEqual({})
    await context.close()
  })
})
