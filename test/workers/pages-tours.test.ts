import { beforeAll, describe, expect, it } from 'vitest'
import type { ListedEvent } from '../../contract/events.ts'
import type { Page } from '../../contract/page.ts'
import type { Tour } from '../../contract/tours.ts'
import { call, read, someone } from './client.ts'
import { migrated } from './migrated.ts'
import { browser, linkIn } from './pages.ts'

let token: string
let organization: string

beforeAll(async () => {
  await migrated()
  const session = await someone()
  token = session.accessToken
  organization = session.organization.id
})

const DAY_MS = 86_400_000
const dateIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

const make = (change: object = {}) =>
  read<Tour>(
    201,
    call('POST', '/api/v1/tours', {
      token,
      body: {
        name: 'Old town by night',
        timeZone: 'Europe/Berlin',
        status: 'ACTIVE',
        horizonDays: 6,
        city: 'Berlin',
        description: 'Lanterns & ghosts',
        ticketTypes: [
          { id: 'adult', name: 'Adult', price: 1800, currency: 'EUR' },
          { id: 'child', name: 'Child', price: 900 },
          { id: 'guide', name: 'Guide', price: 100, hidden: true },
        ],
        options: [
          {
            id: 'night',
            internalName: 'Night walk',
            language: 'de',
            durationMinutes: 90,
            capacity: 12,
            meetingPoint: 'The fountain',
            schedule: [
              {
                weekdays: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'],
                startTimes: ['21:00'],
                from: '2020-01-01',
                except: [dateIn(3)],
              },
            ],
          },
        ],
        ...change,
      },
    }),
  )

const departuresOf = async ({ id }: Tour) =>
  (await read<Page<ListedEvent>>(200, call('GET', `/api/v1/events?tourId=${id}&limit=100`, { token }))).data

describe('the page of a tour', () => {
  it('says what it is, in which ways one takes it, and when it departs with how many places left', async () => {
    const tour = await make()
    const { status, text } = await browser().get(`/tours/${tour.id}`)
    expect(status).toBe(200)
    expect(text).toContain('<h1>Old town by night</h1>')
    expect(text).toContain('Lanterns &amp; ghosts')
    expect(text).toMatch(
      /Night walk[\s\S]*Duration: 1 h 30 min[\s\S]*Language: German[\s\S]*Meeting point: The fountain/,
    )
    expect(text).toContain('from €9.00')
    const made = await departuresOf(tour)
    expect(made.length).toBeGreaterThan(3)
    for (const { id } of made) expect(text).toContain(`href="/events/${id}"`)
    expect(text.match(/12 places left/g)).toHaveLength(made.length)
    expect(text.match(/21:00/g)).toHaveLength(made.length)
    expect(text.match(/<h3>/g)).toHaveLength(made.length)
  })

  it('leads to its departures, and their pages lead back', async () => {
    const tour = await make()
    const visitor = browser({ 'accept-language': 'fr' })
    const page = await visitor.get(`/tours/${tour.id}`)
    const departure = await visitor.get(linkIn(page, /\/events\/e_[^"]+/))
    expect(departure.text).toMatch(/Visite<\/dt><dd><a href="\/tours\/[^"]+">Old town by night<\/a> · Night walk/)
    expect(departure.text).toMatch(/Langue<\/dt><dd>allemand[\s\S]*Durée<\/dt><dd>1 h 30 min/)
    const held = await visitor.submit(departure, { 'units.adult': '2' })
    expect(held.text).toContain('Vos places')
  })

  it('shows departures from a day on', async () => {
    const tour = await make()
    const [first, ...later] = await departuresOf(tour)
    const { text } = await browser().get(`/tours/${tour.id}?from=${dateIn(2)}`)
    expect(text).not.toContain(first?.id)
    expect(text).toContain(later.at(-1)?.id)
    const none = await browser().get(`/tours/${tour.id}?from=2098-01-01`)
    expect(none.text).toContain('No departure is planned from then on')
    expect((await browser().get(`/tours/${tour.id}?from=nonsense`)).text).toContain(first?.id)
  })

  it('says which departures do not take place', async () => {
    const tour = await make()
    const [first] = await departuresOf(tour)
    await read(200, call('POST', `/api/v1/events/${first?.id}/cancel`, { token, body: {} }))
    const { text } = await browser().get(`/tours/${tour.id}`)
    expect(text).toMatch(new RegExp(`${first?.id}"[\\s\\S]*?<span class="badge bad">Cancelled`))
  })

  it('is there for its organisation alone while it is a draft', async () => {
    const tour = await make({ status: 'DRAFT' })
    expect((await browser().get(`/tours/${tour.id}`)).status).toBe(404)
    const own = await browser({ authorization: `Bearer ${token}` }).get(`/tours/${tour.id}`)
    expect(own.text).toContain('Draft: only your organisation sees this page.')
    expect((await browser().get('/tours/nonsense')).status).toBe(404)
  })
})

describe('the list of tours', () => {
  it('is searched by name, and says in words that nothing was found', async () => {
    await make({ name: 'Harbour by boat' })
    const found = await browser().get('/tours?q=harb')
    expect(found.text).toMatch(/Harbour by boat[\s\S]*Berlin[\s\S]*1 h 30 min · German[\s\S]*from €9.00/)
    expect(found.text).not.toContain('Old town')
    expect((await browser().get('/tours?q=nothing+like+it')).text).toContain('No tour was found')
  })

  it('can be that of one organisation, and leads on where it is long', async () => {
    for (let n = 0; n < 25; n += 1) await make({ name: `Walk ${String(n).padStart(2, '0')}`, options: OPTIONS })
    const first = await browser().get(`/tours?organization=${organization}&q=walk`)
    expect(first.text.match(/class="event plain"/g)).toHaveLength(24)
    const more = await browser().get(linkIn(first, /\/tours\?[^"]*cursor=[^"]+/).replaceAll('&amp;', '&'))
    expect(more.text).toContain('Walk 24')
    expect((await browser().get('/tours?organization=nobody')).status).toBe(404)
    const organiser = await browser().get(`/o/${organization}`)
    expect(organiser.text).toContain(`href="/tours?organization=${organization}"`)
  })
})

const OPTIONS = [{ id: 'any', internalName: 'Any', durationMinutes: 60, capacity: 5, schedule: [] }]
