import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { BookingView as Booking } from '../../contract/bookings.ts'
import type { Event } from '../../contract/events.ts'
import { call, ORIGIN, read, someone } from './client.ts'
import { migrated } from './migrated.ts'
import { browser, linkIn } from './pages.ts'
import { theatre } from './theatre.ts'

let token: string

beforeAll(async () => {
  await migrated()
  token = (await someone()).accessToken
})

const HOSTILE = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`

const make = (body: object = {}) =>
  read<Event>(
    201,
    call('POST', '/api/v1/events', {
      token,
      body: {
        name: 'Chamber concert',
        startsAt: '2099-06-01T18:00:00Z',
        endsAt: '2099-06-01T20:00:00Z',
        timeZone: 'Europe/Berlin',
        status: 'ON_SALE',
        capacity: 40,
        ...body,
      },
    }),
  )

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

  it('is found by places left and by prices from and to, and the form keeps what was asked', async () => {
    const priced = (price: number) => ({ ticketTypes: [{ name: 'Adult', price, currency: 'EUR' }], city: 'Vevey' })
    await make({ ...priced(3000), name: 'Dear evening' })
    await make({ ...priced(1000), name: 'Cheap evening' })
    await make({ ...priced(1000), name: 'Full evening', capacity: 0 })
    await make({ ...priced(1000), name: 'Later evening', saleStartsAt: '2099-01-01T00:00:00Z' })
    await make({ ...priced(1000), name: 'Opened evening', status: 'SCHEDULED', saleStartsAt: '2020-01-01T00:00:00Z' })
    await make({ ...priced(1000), name: 'Closed evening', saleEndsAt: '2020-01-01T00:00:00Z' })
    const found = async (query: string) => (await browser().get(`/events?place=vevey&${query}`)).text
    const names = (text: string) => [...text.matchAll(/(\w+) evening/g)].map(([, name]) => name).sort()
    expect(names(await found('available=yes'))).toEqual(['Cheap', 'Dear', 'Opened'])
    expect(names(await found('least=20'))).toEqual(['Dear'])
    expect(names(await found('least=5&price=15%2C50&available=yes'))).toEqual(['Cheap', 'Opened'])
    const none = await found('least=5000.5&available=yes&q=evening')
    expect(none).toMatch(/name="least"[^>]*value="5000.5"[\s\S]*name="available" value="yes" checked/)
    expect(none).toContain('Nothing with places left was found')
    expect(none).toContain('href="/events?q=evening&amp;place=vevey&amp;least=5000.5"')
    expect((await browser().get('/events?least=cheap')).status).toBe(422)
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

describe('the link of a booking', () => {
  /** @returns a confirmed booking and the page that shows it, with its link. */
  const booked = async () => {
    const made = await make({ name: 'Linked evening', capacity: 5 })
    const owner = browser()
    const done = await bookedBy(owner, made)
    const link = linkIn(done, /https:[^"]+\?token=[^"]+/).slice(ORIGIN.length)
    const { id = '' } = /\/bookings\/(?<id>b_[\w-]+)/.exec(link)?.groups ?? {}
    const version = async () => (await read<Booking>(200, call('GET', `/api/v1/bookings/${id}`, { token }))).version
    return { link, version }
  }

  it('lets the browser that followed it find the booking in its list, and changes it no more', async () => {
    const { link, version } = await booked()
    const elsewhere = browser()
    expect((await elsewhere.get(link)).text.match(/class="qr"/g)).toHaveLength(1)
    const after = await version()
    await listed(async () => (await elsewhere.get('/bookings')).text.includes('Linked evening'))
    expect((await elsewhere.get(link)).status).toBe(200)
    expect((await elsewhere.get(link.replace(/\?.*/, ''))).status).toBe(200)
    expect(await version()).toBe(after)
  })

  it('is read by calendars, which keep no cookie, without making an owner of each', async () => {
    const { link, version } = await booked()
    const before = await version()
    const calendar = link.replace('?', '/calendar.ics?')
    const api = link.replace('/bookings/', '/api/v1/bookings/').replace('?', '/ical?')
    for (let time = 0; time < 3; time += 1) {
      expect((await browser().get(calendar)).text).toContain('BEGIN:VCALENDAR')
      expect((await call('GET', api)).status).toBe(200)
    }
    expect((await browser().get(calendar.replace(/\?.*/, ''))).status).toBe(404)
    expect(await version()).toBe(before)
  })
})

describe('a booking that is changed', () => {
  const idOf = ({ url }: { url: string }) => /\/bookings\/(b_[\w-]+)/.exec(url)?.[1] ?? ''
  const organised = (id: string) => read<Booking>(200, call('GET', `/api/v1/bookings/${id}`, { token }))
  const change = (id: string, body: object) => read(200, call('PATCH', `/api/v1/bookings/${id}`, { token, body }))

  it('has another contact, and names on its tickets', async () => {
    const visitor = browser()
    const done = await bookedBy(visitor, await make(), '2')
    const { id = '' } = (await organised(idOf(done))).tickets[1] ?? {}
    const more = { fullName: 'Ada King', emailAddress: 'ADA.KING@example.org', phoneNumber: '+44 20 7946 0000' }
    const typed = { ...more, notes: 'By the aisle', [`attendee.${id}`]: HOSTILE }
    const changed = await visitor.submit(done, typed, '#change-details')
    expect(changed.text).toContain('The details were changed.')
    expect(changed.text).toContain('Ada King · ada.king@example.org · +44 20 7946 0000')
    expect(changed.text).not.toContain('<script>alert')
    const { contact, tickets } = await organised(idOf(done))
    expect(contact).toMatchObject({ notes: 'By the aisle', language: 'en' })
    expect(tickets.map(({ attendee }) => attendee?.fullName ?? null)).toEqual([null, HOSTILE])
  })

  it('says at the field which detail will not do, and keeps what was typed', async () => {
    const visitor = browser()
    const done = await bookedBy(visitor, await make())
    const wrong = await visitor.submit(done, { fullName: '', emailAddress: 'nonsense' }, '#change-details')
    expect(wrong.status).toBe(422)
    expect(wrong.text).toMatch(/<details id="change-details" open>/)
    expect(wrong.text).toMatch(/id="fullName-fault">Tell us your name[\s\S]*value="nonsense"[^>]*aria-invalid="true"/)
    const fixed = { fullName: 'Ada', emailAddress: 'ada@example.org' }
    expect((await visitor.submit(wrong, fixed, '#change-details')).status).toBe(200)
  })

  it('is not changed by who saw it before somebody else changed it', async () => {
    const visitor = browser()
    const done = await bookedBy(visitor, await make())
    await change(idOf(done), { notes: 'Called' })
    const late = await visitor.submit(done, { fullName: 'Eve' }, '#change-details')
    expect(late.status).toBe(409)
    expect(late.text).toContain('Somebody changed this meanwhile')
    expect(late.text).toContain('value="Eve"')
    expect((await visitor.submit(late, {}, '#change-details')).text).toContain('Eve · ada@example.org')
  })

  it('has more places or fewer, once for a second click', async () => {
    const made = await make({ capacity: 5 })
    const visitor = browser()
    const done = await bookedBy(visitor, made)
    const more = await visitor.submit(done, { quantity: '4' }, '#change-quantity')
    expect(more.text).toContain('The number of places was changed.')
    expect(more.text.match(/class="qr"/g)).toHaveLength(4)
    expect((await visitor.submit(done, { quantity: '4' }, '#change-quantity')).status).toBe(200)
    const fewer = await visitor.submit(more, { quantity: '2' }, '#change-quantity')
    expect(fewer.text.match(/class="qr"/g)).toHaveLength(2)
    expect((await visitor.get(`/events/${made.id}`)).text).toContain('3 places left')
  })

  it('says at the number why there are not so many', async () => {
    const made = await make({ capacity: 3, maxPerBuyer: 3 })
    const visitor = browser()
    const done = await bookedBy(visitor, made)
    await bookedBy(browser(), made)
    const wrong = await visitor.submit(done, { quantity: '4' }, '#change-quantity')
    expect(wrong).toMatchObject({ status: 422 })
    expect(wrong.text).toMatch(/id="quantity-fault">A number from 1 to 3/)
    const full = await visitor.submit(done, { quantity: '3' }, '#change-quantity')
    expect(full).toMatchObject({ status: 409 })
    expect(full.text).toMatch(/<details id="change-quantity" open>[\s\S]*Not as many places are left/)
    expect(full.text).toMatch(/id="quantity"[^>]*value="3"/)
  })

  it('has no more places that cost something before they are paid', async () => {
    const made = await make({ ticketTypes: [{ id: 'adult', name: 'Adult', price: 2550, currency: 'EUR' }] })
    const visitor = browser()
    const held = await visitor.submit(await visitor.get(`/events/${made.id}`), { 'units.adult': '1' })
    const summary = await visitor.submit(held, { fullName: 'Ada', emailAddress: 'ada@example.org' }, '.checkout')
    const more = await visitor.submit(summary, { quantity: '2' }, '#change-quantity')
    expect(more.text).toContain('To be paid: €51.00')
    const paid = { override: true, reason: 'Paid at the desk' }
    await read(200, call('POST', `/api/v1/bookings/${idOf(summary)}/confirm`, { token, body: paid }))
    const page = await visitor.get(new URL(summary.url).pathname)
    const refused = await visitor.submit(page, { quantity: '3' }, '#change-quantity')
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('More places are to be paid first')
  })

  it('goes to somebody else, a ticket of it or all, and codes and links are void then', async () => {
    const visitor = browser()
    const done = await bookedBy(visitor, await make({ name: 'Passed evening' }), '2')
    const link = linkIn(done, /https:[^"]+\?token=[^"]+/).slice(ORIGIN.length)
    const [, { id: ticket = '' } = {}] = (await organised(idOf(done))).tickets
    const bob = { toName: 'Bob', toEmail: 'bob@example.org' }
    const wrong = await visitor.submit(done, { ...bob, toEmail: 'nobody', ticket }, '#change-transfer')
    expect(wrong).toMatchObject({ status: 422 })
    expect(wrong.text).toMatch(/id="toEmail-fault">This is no email address/)
    expect(wrong.text).toContain(`<option value="${ticket}" selected>`)
    const one = await visitor.submit(wrong, { ...bob, ticket }, '#change-transfer')
    expect(one.text).toContain('It was passed on')
    expect(one.text.match(/class="qr"/g)).toHaveLength(1)
    for (const click of ['first', 'second']) {
      const all = await visitor.submit(one, bob, '#change-transfer')
      expect({ click, status: all.status, path: new URL(all.url).pathname }).toEqual({
        click,
        status: 200,
        path: '/bookings',
      })
      expect(all.text).toContain('belongs to somebody else now')
      expect(all.text).not.toContain('Passed evening')
    }
    expect((await visitor.get(new URL(done.url).pathname)).status).toBe(404)
    expect((await browser().get(link)).status).toBe(404)
    expect((await organised(idOf(done))).contact.fullName).toBe('Bob')
  })

  it('is not passed on once the event is called off, and offers it no more', async () => {
    const made = await make()
    const visitor = browser()
    const done = await bookedBy(visitor, made)
    await read(200, call('POST', `/api/v1/events/${made.id}/cancel`, { token, body: { reason: 'Ill' } }))
    const late = await visitor.submit(done, { toName: 'Bob', toEmail: 'bob@example.org' }, '#change-transfer')
    expect(late.status).toBe(409)
    expect(late.text).toContain('This cannot be changed any more')
    expect(late.text).not.toContain('change-transfer')
    expect(late.text).toMatch(/hreflang="fr"[^>]*href="\/bookings\/b_[\w-]+\?lang=fr"/)
  })

  it('is changed by who has its link', async () => {
    const done = await bookedBy(browser(), await make())
    const elsewhere = browser()
    const page = await elsewhere.get(linkIn(done, /https:[^"]+\?token=[^"]+/).slice(ORIGIN.length))
    const changed = await elsewhere.submit(page, { fullName: 'Ada King' }, '#change-details')
    expect(changed.url).toMatch(/\?token=[^&]+&done=details/)
    expect(changed.text).toContain('Ada King · ada@example.org')
  })
})

describe('a booking that moves to other seats', () => {
  /** @returns a confirmed booking of these seats, in a browser. */
  const seated = async (seats: string[], body: object = {}) => {
    const made = await theatre(token, (more) => make({ ...body, ...more }))
    const visitor = browser()
    const held = await visitor.submit(await visitor.get(`/events/${made.id}/seats`), { seat: seats }, '#seat-list')
    const summary = await visitor.submit(held, { fullName: 'Ada', emailAddress: 'ada@example.org' }, '.checkout')
    const done = await visitor.submit(summary, {}, '.confirm')
    const seatsPage = () => visitor.get(linkIn(done, /\/bookings\/[^"]+\/seats/))
    return { made, visitor, done, seatsPage }
  }

  it('has those that are ticked, and the others are free again', async () => {
    const { made, visitor, done, seatsPage } = await seated(['stalls-A-1', 'stalls-A-2'])
    const page = await seatsPage()
    expect(page.text).toMatch(/value="stalls-A-1"[^>]* checked/)
    expect(page.text).not.toMatch(/value="stalls-A-3"[^>]* checked/)
    const moved = await visitor.submit(page, { seat: ['stalls-A-2', 'stalls-A-3'] }, '.stack')
    expect(moved.text).toContain('You have other seats now.')
    expect(new URL(moved.url).pathname).toBe(new URL(done.url).pathname)
    for (const seat of ['seat 2', 'seat 3'])
      expect(moved.text).toMatch(new RegExp(`class="place">[^<]*Row A, ${seat}<`))
    expect((await browser().get(`/events/${made.id}/seats`)).text).toContain('value="stalls-A-1"')
    expect((await visitor.submit(await seatsPage(), { seat: ['stalls-A-3', 'stalls-A-2'] }, '.stack')).status).toBe(200)
  })

  it('says which seats somebody else was faster for, and how many to tick', async () => {
    const { made, visitor, seatsPage } = await seated(['stalls-A-1', 'stalls-A-2'])
    const page = await seatsPage()
    const few = await visitor.submit(page, { seat: ['stalls-A-3'] }, '.stack')
    expect(few.status).toBe(422)
    expect(few.text).toMatch(/Tick 2 seats[\s\S]*value="stalls-A-3"[^>]* checked/)
    const other = browser()
    await other.submit(await other.get(`/events/${made.id}/seats`), { seat: ['stalls-A-4'] }, '#seat-list')
    const late = await visitor.submit(page, { seat: ['stalls-A-3', 'stalls-A-4'] }, '.stack')
    expect(late.status).toBe(409)
    expect(late.text).toMatch(/Somebody was faster: [^<]*Row A, seat 4/)
    expect(late.text).not.toContain('value="stalls-A-4"')
    expect(late.text).toMatch(/value="stalls-A-1"/)
  })

  it('lists seats of the same price alone, with whichever ticket they are sold', async () => {
    const ticketTypes = [
      { id: 'front', name: 'Front', price: 0, categories: ['Front stalls'] },
      { id: 'stalls', name: 'Stalls', price: 0, categories: ['Stalls'] },
      { id: 'balcony', name: 'Balcony', price: 3000, currency: 'EUR', categories: ['Balcony'] },
    ]
    const { visitor, done, seatsPage } = await seated(['stalls-A-1'], { ticketTypes })
    const page = await seatsPage()
    expect(page.text).toMatch(/aria-label="[^"]*, Stalls"/)
    expect(page.text).not.toMatch(/aria-label="[^"]*, Balcony"/)
    const [, stalls = ''] = /value="([^"]+)" aria-label="[^"]*, Stalls"/.exec(page.text) ?? []
    const moved = await visitor.submit(page, { seat: [stalls] }, '.stack')
    expect(moved.text).toContain('You have other seats now.')
    expect(moved.text).toMatch(/<small class="block">Stalls</)
    const wrong = await visitor.submit(page, { seat: ['no-such-seat'] }, '.stack')
    expect(wrong).toMatchObject({ status: 422 })
    expect(wrong.text).toContain('Your tickets are not good for these seats')
    expect((await browser().get(`${new URL(done.url).pathname}/seats`)).status).toBe(404)
  })

  it('has no such page where nothing has a number, or nothing can be changed any more', async () => {
    const visitor = browser()
    const done = await bookedBy(visitor, await make())
    expect(done.text).not.toMatch(/\/bookings\/[^"]+\/seats/)
    const { pathname } = new URL(done.url)
    expect(new URL((await visitor.get(`${pathname}/seats`)).url).pathname).toBe(pathname)
  })
})

describe('the waitlist', () => {
  it('is joined by a form, and what is offered becomes a booking or goes on to the next', async () => {
    const made = await make({ capacity: 1, waitlist: true })
    const [owner, first, second] = [browser(), browser(), browser()]
    const held = await owner.submit(await owner.get(`/events/${made.id}`), {})
    const waits = async (visitor: typeof first, email: string) =>
      visitor.submit(await visitor.get(`/events/${made.id}`), { email }, '.book')
    const entry = await waits(first, 'first@example.org')
    expect(entry.text).toMatch(/You are on the waitlist[\s\S]*You are number 1/)
    const other = await waits(second, 'second@example.org')
    expect(other.text).toContain('You are number 2')
    expect((await browser().get(new URL(other.url).pathname)).status).toBe(404)
    await owner.post(linkIn(held, /\/holds\/[^"]+\/release/))
    const offered = await first.get(new URL(entry.url).pathname)
    expect(offered.text).toMatch(/1 place is kept for you until/)
    const declined = await first.post(linkIn(offered, /\/waitlist\/[^"]+\/decline/))
    expect(declined.text).toContain('You declined')
    const next = await second.get(new URL(other.url).pathname)
    const booking = await second.post(linkIn(next, /\/waitlist\/[^"]+\/accept/))
    expect(booking.text).toContain('Your booking is confirmed')
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

const unitsName = ({ ticketTypes }: Event) => `units.${ticketTypes[0]?.id}`

/** Books one place of an event without numbers, and confirms. */
const bookedBy = async (visitor: ReturnType<typeof browser>, made: Event, units = '1') => {
  const held = await visitor.submit(await visitor.get(`/events/${made.id}`), { [unitsName(made)]: units })
  const summary = await visitor.submit(held, { fullName: 'Ada', emailAddress: 'ada@example.org' }, '.checkout')
  return visitor.submit(summary, {}, '.confirm')
}

/** Lists are brought up to date a moment after their room. */
const listed = (isThere: () => Promise<boolean>) => vi.waitUntil(isThere, { timeout: 10_000, interval: 50 })
