import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../journeys/client.ts'
import { violations } from './axe.ts'
import { type Booked, type Organiser, SCREENSHOTS, startOrganiser } from './organiser.ts'

const THEATRE = 'test/samples/plans/theatre.json'

describe('what organisers correct', () => {
  let here: Organiser
  beforeAll(async () => {
    here = await startOrganiser()
  })
  afterAll(() => here?.close())

  /** An event in the theatre of the samples. */
  async function seatedConcert(): Promise<string> {
    const plan = JSON.parse(readFileSync(THEATRE, 'utf8'))
    const { id: planId } = await here.ours<{ id: string }>('plans', { plan, publish: true })
    return here.concert({ planId, capacity: null })
  }

  it('calls seats by their names, and corrects a booking', async () => {
    const id = await seatedConcert()
    const booked = await here.book(id, { seats: ['stalls-C-12', 'stalls-C-13'] }, 'Ada Lovelace')
    const { page, complaints } = await here.open(`/manage/events/${id}/bookings`)
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
    await here.change(`bookings/${booked.id}`, { notes: 'Comes late' })
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
    const { seats, contact } = await here.ours<Booked & { contact: object }>(`bookings/${booked.id}`)
    expect(seats).toEqual(['balcony-2-1', 'stalls-C-13'])
    expect(contact).toMatchObject({ emailAddress: 'countess@example.com', notes: 'Comes late' })
    expect(complaints).toEqual([])
  })

  it('changes an invitation and a check-in list', async () => {
    const id = await seatedConcert()
    const { page, complaints } = await here.open(`/manage/events/${id}/invitations`)
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

    const list = await here.ours<{ id: string }>(`events/${id}/checkin-lists`, { name: 'Entrance' })
    await page.getByRole('link', { name: 'Check-in' }).click()
    await page.getByRole('button', { name: 'Edit list' }).click()
    await here.change(`events/${id}/checkin-lists/${list.id}`, { unpaid: true })
    await dialog.getByLabel('Name').fill('Main door')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('Someone else changed this meanwhile.', { exact: false }).waitFor()
    await until('their change', () => dialog.getByLabel('Bookings that are not confirmed').isChecked())
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The list is changed').waitFor()
    const { data: lists } = await here.ours<{ data: object[] }>(`events/${id}/checkin-lists`)
    expect(lists).toMatchObject([{ name: 'Main door', unpaid: true, version: 3 }])
  })

  it.each([
    ['light', 'en-GB'],
    ['dark', 'fr-FR'],
  ] as const)('has forms that fit a phone and have nothing against WCAG A and AA, %s', async (colorScheme, locale) => {
    const id = await seatedConcert()
    const { id: booked } = await here.book(id, { bestAvailable: 2 }, 'Ada Lovelace')
    await here.ours(`events/${id}/invitations`, { to: [{ email: 'ada@example.com', seat: 'stalls-C-12' }] })
    await here.ours(`events/${id}/checkin-lists`, { name: 'Entrance' })
    const event = `/manage/events/${id}`
    const viewport = { width: 375, height: 812 }
    const { page, context } = await here.open(event, { colorScheme, locale, viewport, hasTouch: true, isMobile: true })
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
      await page.goto(here.team.origin + path)
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
})
