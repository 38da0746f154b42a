import { beforeAll, describe, expect, it } from 'vitest'
import { ORIGIN, someone } from './client.ts'
import { evening, unitsName } from './evening.ts'
import { migrated } from './migrated.ts'
import { browser, linkIn } from './pages.ts'
import { theatre } from './theatre.ts'

let token: string

beforeAll(async () => {
  await migrated()
  token = (await someone()).accessToken
})

const HOSTILE = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`

const make = (body: object = {}) => evening(token, body)

describe('the page of an event', () => {
  it('says what, when by the clock of the place, for how much, and how many are left', async () => {
    const made = await make({ place: 'Old mill', city: 'Berlin', description: 'Two\n\nparagraphs' })
    const { status, text, headers } = await browser().get(`/events/${made.id}`)
    expect(status).toBe(200)
    expect(text).toContain('<h1>Chamber concert</h1>')
    expect(text).toMatch(/1 June 2099.*20:00.*22:00.*CEST/)
    expect(text).toContain('40 places left')
    expect(text).toContain('Old mill, Berlin')
    expect(text).toContain('Free')
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self'; .*form-action 'self'/)
  })

  it('speaks French to who prefers it, and what was chosen wins', async () => {
    const made = await make()
    const visitor = browser({ 'accept-language': 'fr-CH, en;q=0.5' })
    expect((await visitor.get(`/events/${made.id}`)).text).toMatch(/<html lang="fr">[\s\S]*40 places libres/)
    expect((await visitor.get(`/events/${made.id}?lang=en`)).text).toMatch(/<html lang="en">[\s\S]*40 places left/)
    expect((await visitor.get(`/events/${made.id}`)).text).toContain('<html lang="en">')
  })

  it('is for search engines too, and nothing that an organiser writes becomes markup', async () => {
    const made = await make({ name: HOSTILE, description: HOSTILE, place: HOSTILE })
    const { text } = await browser().get(`/events/${made.id}`)
    expect(text).not.toContain('<script>alert')
    expect(text).not.toContain('<img src=x')
    const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(text) ?? []
    expect(JSON.parse(json)).toMatchObject({
      '@type': 'Event',
      name: HOSTILE,
      startDate: '2099-06-01T20:00:00+02:00',
      offers: [{ price: '0.00', priceCurrency: 'EUR', availability: 'https://schema.org/InStock' }],
    })
  })

  it.each([
    [{ status: 'PAUSED' }, 'The sale is paused'],
    [
      { status: 'SCHEDULED', saleStartsAt: '2099-01-02T10:00:00Z' },
      'The sale starts on Friday, 2 January 2099 at 11:00 CET.',
    ],
    [{ startsAt: '2020-06-01T18:00:00Z', endsAt: '2020-06-01T19:00:00Z' }, 'This is over'],
    [{ capacity: 0 }, 'Sold out'],
  ])('says why nothing can be booked: %j', async (change, sentence) => {
    const made = await make(change)
    const { text } = await browser().get(`/events/${made.id}`)
    expect(text).toContain(sentence)
    expect(text).not.toContain('data-hold')
  })

  it('does not exist for strangers while it is a draft, nor for ids that nobody gave', async () => {
    const made = await make({ status: 'DRAFT' })
    for (const id of [made.id, 'e_xxxxxxxxxxxxxxxxxxxxxx', 'nonsense'])
      expect(await browser().get(`/events/${id}`)).toMatchObject({ status: 404 })
  })

  it('is found by words, place and price, and lists show its state', async () => {
    await make({ name: 'Fête du lac', city: 'Annecy' })
    await make({ name: 'Drained lake', city: 'Annecy', capacity: 0, status: 'PAUSED' })
    const found = (query: string) => browser().get(`/events?${query}`)
    expect((await found('place=annecy')).text).toMatch(/Fête du lac[\s\S]*Drained lake|Drained lake[\s\S]*Fête du lac/)
    expect((await found('q=fete+lac')).text).not.toContain('Drained lake')
    expect((await found('q=nothing+like+this')).text).toContain('Nothing was found')
    expect(await found('from=yesterday')).toMatchObject({ status: 422 })
    expect((await found('place=annecy')).text).toContain('The sale is paused')
  })
})

describe('the queue of an event', () => {
  const crowded = (body: object = {}) => make({ waitingRoom: { mode: 'on', rate: 60 }, ...body })

  it('is found on its page before the sale, and joined from there', async () => {
    const made = await crowded({ status: 'SCHEDULED', saleStartsAt: '2099-01-02T10:00:00Z' })
    const visitor = browser()
    const page = await visitor.get(`/events/${made.id}`)
    expect(page.text).toMatch(/Not on sale yet[\s\S]*Whoever has come by then is drawn at random/)
    expect((await visitor.submit(page, {}, '.book')).text).toContain('You are in the draw')
  })

  it('stands where places are chosen, until one is let in', async () => {
    const made = await crowded()
    const visitor = browser({ 'accept-language': 'fr' })
    const page = await visitor.get(`/events/${made.id}`)
    expect(page.text).toMatch(/40 places libres[\s\S]*Beaucoup de monde veut des places/)
    expect(page.text).not.toContain('data-hold')
    expect((await visitor.submit(page, {}, '.book')).text).toContain('C’est à vous')
    expect((await visitor.get(`/events/${made.id}`)).text).toContain('data-hold')
  })

  it('is no matter where nobody queues, and to look at a page brings nobody to queue', async () => {
    const early = await make({ status: 'SCHEDULED', saleStartsAt: '2099-01-02T10:00:00Z' })
    expect((await browser().get(`/events/${early.id}`)).text).not.toContain('/queue')
    const made = await crowded({ waitingRoom: { mode: 'auto', rate: 60, holdsPerSecond: 1 } })
    for (let time = 0; time < 5; time += 1)
      expect((await browser().get(`/events/${made.id}`)).text).toContain('data-hold')
  })
})

describe('without a script', () => {
  it('goes from hold to confirmed booking by forms alone', async () => {
    const made = await make({
      ticketTypes: [
        { id: 'adult', name: 'Adult' },
        { id: 'child', name: 'Child' },
      ],
    })
    const visitor = browser()
    const page = await visitor.get(`/events/${made.id}`)
    const held = await visitor.submit(page, { 'units.adult': '1', 'units.child': '2' })
    expect(held).toMatchObject({ status: 200 })
    expect(held.text).toContain('Your places')
    const wrong = await visitor.submit(held, { fullName: '', emailAddress: 'nonsense' }, '.checkout')
    expect(wrong).toMatchObject({ status: 422 })
    expect(wrong.text).toContain('Tell us your name')
    expect(wrong.text).toContain('value="nonsense"')
    const summary = await visitor.submit(
      wrong,
      { fullName: HOSTILE, emailAddress: 'Ada@example.org', 'attendee.1': HOSTILE },
      '.checkout',
    )
    expect(summary.text).toContain('Almost done')
    expect(summary.text).not.toContain('<script>alert')
    const done = await visitor.submit(summary, {}, '.confirm')
    expect(done.text).toContain('Your booking is confirmed')
    expect(done.text.match(/class="qr"/g)).toHaveLength(3)
    const bookings = await visitor.get('/bookings')
    expect(bookings.status).toBe(200)
    expect((await browser().get(new URL(done.url).pathname)).status).toBe(404)
    const link = linkIn(done, /https:[^"]+\?token=[^"]+/)
    const elsewhere = browser()
    expect((await elsewhere.get(link.slice(ORIGIN.length))).text.match(/class="qr"/g)).toHaveLength(3)
    const calendar = await visitor.get(`${new URL(done.url).pathname}/calendar.ics`)
    expect(calendar.text).toContain('DTSTART:20990601T180000Z')
  })

  it('lets places go, and asks for more time', async () => {
    const made = await make({ capacity: 2 })
    const visitor = browser()
    const held = await visitor.submit(await visitor.get(`/events/${made.id}`), {})
    const more = await visitor.post(`${linkIn(held, /\/holds\/[^"]+\/extend/)}`)
    expect(more.text).toContain('Your places')
    const free = await visitor.post(linkIn(held, /\/holds\/[^"]+\/release/))
    expect(free.text).toContain('2 places left')
    expect((await visitor.get(new URL(held.url).pathname)).status).toBe(410)
  })

  it('gives a second click the same places, and who came back new ones', async () => {
    const made = await make({ capacity: 4 })
    const visitor = browser()
    const page = await visitor.get(`/events/${made.id}`)
    const first = await visitor.submit(page, {})
    const second = await visitor.submit(page, {})
    expect(second.url).toBe(first.url)
    await visitor.post(linkIn(first, /\/holds\/[^"]+\/release/))
    const third = await visitor.submit(page, {})
    expect(third.status).toBe(200)
    expect(third.url).not.toBe(first.url)
  })

  it('tells who was too slow why, and shows the form again', async () => {
    const made = await make({ capacity: 1 })
    const visitor = browser()
    const page = await visitor.get(`/events/${made.id}`)
    const other = browser()
    await other.submit(await other.get(`/events/${made.id}`), {})
    const refused = await visitor.submit(page, {})
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('Not as many places are left')
  })

  it('cancels some tickets, then all', async () => {
    const made = await make({ capacity: 3 })
    const visitor = browser()
    const held = await visitor.submit(await visitor.get(`/events/${made.id}`), { [unitsName(made)]: '2' })
    const summary = await visitor.submit(held, { fullName: 'Ada', emailAddress: 'ada@example.org' }, '.checkout')
    const done = await visitor.submit(summary, {}, '.confirm')
    const [, ticket = ''] = /name="ticket" value="([^"]+)"/.exec(done.text) ?? []
    const one = await visitor.post(linkIn(done, /\/bookings\/[^"]+\/cancel/), { which: 'some', ticket })
    expect(one.text.match(/class="qr"/g)).toHaveLength(1)
    const none = await visitor.post(linkIn(done, /\/bookings\/[^"]+\/cancel/), { which: 'all' })
    expect(none.text).toContain('This booking is cancelled')
    expect((await visitor.get(`/events/${made.id}`)).text).toContain('3 places left')
  })

  it('says what is to be paid where there is a price', async () => {
    const made = await make({ ticketTypes: [{ id: 'adult', name: 'Adult', price: 2550, currency: 'EUR' }] })
    const visitor = browser()
    const held = await visitor.submit(await visitor.get(`/events/${made.id}`), { 'units.adult': '2' })
    expect(held.text).toContain('€51.00')
    const summary = await visitor.submit(held, { fullName: 'Ada', emailAddress: 'ada@example.org' }, '.checkout')
    expect(summary.text).toContain('To be paid: €51.00')
    expect(summary.text).not.toContain('Confirm the booking')
  })

  it('chooses named seats in a list, or has the best chosen', async () => {
    const made = await theatre(token, make)
    const visitor = browser()
    const seats = await visitor.get(`/events/${made.id}/seats`)
    expect(seats.text).toContain('value="stalls-A-1"')
    const held = await visitor.submit(seats, { seat: ['stalls-A-1', 'stalls-A-2'] }, '#seat-list')
    expect(held.text).toContain('Row A, seat 1')
    const other = browser()
    const late = await other.submit(seats, { seat: ['stalls-A-2', 'stalls-A-3'] }, '#seat-list')
    expect(late.status).toBe(409)
    expect(late.text).toMatch(/Somebody was faster: .*Row A, seat 2/)
    expect(late.text).not.toContain('value="stalls-A-2"')
    const best = await other.submit(await other.get(`/events/${made.id}`), { number: '3' })
    expect(best.text.match(/<th scope="row">[^<]*seat/g)).toHaveLength(3)
  })
})

describe('a form from elsewhere', () => {
  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': undefined, origin: 'https://evil.example' },
    { 'sec-fetch-site': undefined, origin: undefined },
  ])('does nothing: %j', async (headers) => {
    const made = await make({ capacity: 1 })
    const page = await browser().get(`/events/${made.id}`)
    const refused = await browser(headers).submit(page, {})
    expect(refused.status).toBe(403)
    expect((await browser().get(`/events/${made.id}`)).text).toContain('1 place left')
  })

  it('is taken from our own page by browsers that say only where it came from', async () => {
    const made = await make({ capacity: 1 })
    const visitor = browser({ 'sec-fetch-site': undefined, origin: ORIGIN })
    expect((await visitor.submit(await visitor.get(`/events/${made.id}`), {})).status).toBe(200)
  })
})
