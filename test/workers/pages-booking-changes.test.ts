import { beforeAll, describe, expect, it } from 'vitest'
import type { BookingView as Booking } from '../../contract/bookings.ts'
import { call, ORIGIN, read, someone } from './client.ts'
import { bookedBy, evening, listed } from './evening.ts'
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
