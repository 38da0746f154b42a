import { readFileSync } from 'node:fs'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../journeys/client.ts'
import { violations } from './axe.ts'
import { complaintsOf, signInByKeyboard } from './chromium.ts'
import { type Organiser, SCREENSHOTS, startOrganiser } from './organiser.ts'

const THEATRE = 'test/samples/plans/theatre.json'

describe('the pages of who organises', () => {
  let here: Organiser
  beforeAll(async () => {
    here = await startOrganiser()
  })
  afterAll(() => here?.close())

  const eventIn = (page: Page) => /\/manage\/events\/(e_[\w-]{22})/.exec(page.url())?.[1] ?? ''
  const tab = (page: Page, name: string) =>
    page.getByRole('navigation', { name: 'Event', exact: true }).getByRole('link', { name, exact: true })
  const free = (page: Page) => page.locator('[data-free]').textContent()
  const isFree = (page: Page, places: string) =>
    until(`${places} free places`, async () => (await free(page)) === places)
  const resultOf = (page: Page, result: string) => page.locator(`[data-result="${result}"]`).waitFor()

  it('sells a theatre, from an empty list to the door', async () => {
    const { page, context, complaints } = await here.open('/issues')
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
    const ada = await here.book(eventId, { bestAvailable: 2 }, 'Ada Lovelace')
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
    await here.book(eventId, { bestAvailable: 1 }, 'Grace Hopper')
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
    const { data: tickets } = await here.ours<{ data: { secret: string }[] }>(`bookings/${ada.id}/tickets`)
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
    const id = await here.concert({ capacity: 1, waitlist: true, waitingRoom: { mode: 'auto' } })
    await here.book(id, { quantity: 1 }, 'Ada Lovelace')
    const join = (email: string) => here.visitor(`events/${id}/waitlist/join`, { email, quantity: 1 })
    await join('first@example.com')
    const { page, complaints } = await here.open(`/manage/events/${id}/waitlist`)
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
    const id = await here.concert()
    const { page } = await here.open(`/manage/events/${id}/settings`)
    await page.getByLabel('Price, EUR').fill('12.50')
    await here.change(`events/${id}`, { name: 'Their recital' })
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
    const { ticketTypes } = await here.ours<{ ticketTypes: { price: number }[] }>(`events/${id}`)
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

  it('makes a tour whose departures make themselves', async () => {
    const { page, complaints } = await here.open('/manage/tours')
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
    const id = await here.concert()
    const { page, complaints } = await here.open(`/manage/events/${id}`, { locale: 'fr-FR' })
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
    const { id: planId } = await here.ours<{ id: string }>('plans', { plan, publish: true })
    await here.ours('venues', { name: 'Small theatre', city: 'Lyon', timeZone: 'Europe/Paris' })
    const schedule = [{ weekdays: ['MO'], startTimes: ['10:00'], from: new Date().toISOString().slice(0, 10) }]
    const options = [{ internalName: 'Walk', durationMinutes: 60, capacity: 20, schedule }]
    await here.ours('tours', { name: 'Old town', timeZone: 'Europe/Paris', options })
    const id = await here.concert({ planId, capacity: null, waitlist: true })
    const seated = await here.book(id, { bestAvailable: 3 }, 'Ada Lovelace')
    await here.book(id, { bestAvailable: 2 }, 'Grace Hopper')
    await here.visitor(`events/${id}/holds`, { bestAvailable: 4 })
    await here.ours(`events/${id}/blocks`, { seats: ['balcony-2-1', 'balcony-2-2'] })
    await here.ours(`events/${id}/invitations`, { to: [{ email: 'ada@example.com', name: 'Ada', plusOnes: 2 }] })
    await here.ours(`events/${id}/checkin-lists`, { name: 'Entrance' })
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
    const context = await here.browser.newContext({ reducedMotion: 'reduce', colorScheme, ...screen })
    const page = await context.newPage()
    await page.goto(`${here.team.origin}/issues`)
    await signInByKeyboard(page)
    const complaints = complaintsOf(page)
    const found: Record<string, unknown> = {}
    for (const [name, path, text] of pages) {
      await page.goto(here.team.origin + path)
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
