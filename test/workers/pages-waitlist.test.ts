import { beforeAll, describe, expect, it } from 'vitest'
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

const make = (body: object = {}) => evening(token, body)

describe('the waitlist', () => {
  /** @returns what an organiser is told of who waits. */
  const organised = async (id: string) =>
    (await read<{ data: unknown[] }>(200, call('GET', `/api/v1/events/${id}/waitlist`, { token }))).data

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

  it('says at the field what will not do, and keeps what was typed', async () => {
    const made = await make({ capacity: 0, waitlist: true })
    const visitor = browser()
    const event = await visitor.get(`/events/${made.id}`)
    const entry = await visitor.submit(event, { email: 'own@example.org', quantity: '0' }, '.book')
    expect(entry).toMatchObject({ status: 422 })
    expect(entry.text).toMatch(/id="quantity-fault">A number from 1 to 20[\s\S]*value="own@example.org"/)
  })

  it('lists what one waits for beside one’s bookings, until it ended', async () => {
    const made = await make({ name: 'Awaited evening', capacity: 1, waitlist: true })
    await bookedBy(browser(), made)
    const visitor = browser()
    const event = await visitor.get(`/events/${made.id}`)
    const entry = await visitor.submit(event, { email: 'own@example.org' }, '.book')
    await listed(async () => /Awaited evening[\s\S]*You are number 1/.test((await visitor.get('/waitlist')).text))
    const link = linkIn(entry, /https:[^"]+\/waitlist\/[^"]+\?token=[^"]+/).slice(ORIGIN.length)
    const elsewhere = browser()
    const seen = await elsewhere.get(link)
    expect(seen.text).toContain('You are number 1')
    expect((await elsewhere.get('/bookings')).text).toMatch(/Awaited evening[\s\S]*You are number 1/)
    const [path = ''] = link.split('?')
    expect((await elsewhere.get(path)).text).toContain('You are number 1')
    expect((await browser().get(path)).status).toBe(404)
    expect((await elsewhere.get(path.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).status).toBe(404)
    const versions = await organised(made.id)
    for (let time = 0; time < 3; time += 1) expect((await browser().get(link)).status).toBe(200)
    expect(await organised(made.id)).toEqual(versions)
    const left = await elsewhere.submit(await elsewhere.get(path), {}, '#main')
    expect(left.text).toContain('You left the waitlist')
    expect((await elsewhere.get('/bookings')).text).not.toContain('Awaited evening')
    await listed(async () => !(await visitor.get('/bookings')).text.includes('Awaited evening'))
  })

  it('takes who wants more than there is, while places are free, and says so to who does not', async () => {
    const made = await make({ capacity: 5, waitlist: { enabled: true, fit: 'PARTIAL' } })
    await bookedBy(browser(), made, '4')
    const visitor = browser()
    const event = await visitor.get(`/events/${made.id}`)
    const page = await visitor.get(linkIn(event, /\/events\/[^"]+\/waitlist/))
    const few = await visitor.submit(page, { email: 'group@example.org', quantity: '1' }, '.checkout')
    expect(few.status).toBe(409)
    expect(few.text).toMatch(/There are places free[\s\S]*value="group@example.org"/)
    const wish = { quantity: '4', allowPartial: 'yes' }
    const entry = await visitor.submit(few, wish, '.checkout')
    expect(entry.text).toMatch(/4 places wanted · Fewer places will do too[\s\S]*1 place is kept for you/)
    const stranger = browser()
    const known = { ...wish, email: 'group@example.org' }
    const again = await stranger.submit(await stranger.get(`/events/${made.id}/waitlist`), known, '.checkout')
    expect(again.status).toBe(409)
    expect(again.text).toContain('This address is on the waitlist already')
  })

  it('takes who waits for a ticket that is gone', async () => {
    const made = await make({
      waitlist: true,
      pools: [{ id: 'few', name: 'Few', size: 1 }],
      ticketTypes: [
        { id: 'adult', name: 'Adult' },
        { id: 'child', name: 'Child', pools: ['few'] },
      ],
    })
    const taker = browser()
    await taker.submit(await taker.get(`/events/${made.id}`), { 'units.child': '1' })
    const visitor = browser()
    const page = await visitor.get(`/events/${made.id}/waitlist`)
    const wish = { email: 'child@example.org', ticketType: 'child' }
    expect((await visitor.submit(page, wish, '.checkout')).text).toContain('1 place wanted · Child')
  })

  it('takes who needs wheelchair places, not more than places', async () => {
    const made = await theatre(token, (more) => make({ waitlist: true, ...more }))
    const visitor = browser()
    const page = await visitor.get(`/events/${made.id}/waitlist`)
    expect(page.text).not.toContain('allowPartial')
    const most = { email: 'wheels@example.org', quantity: '8', accessible: '9' }
    const wrong = await visitor.submit(page, most, '.checkout')
    expect(wrong.status).toBe(422)
    expect(wrong.text).toMatch(/id="accessible-fault">Not more than the places wanted/)
    const other = browser()
    const wheels = ['stalls-A-9', 'stalls-A-10', 'stalls-J-15', 'stalls-J-16']
    await other.submit(await other.get(`/events/${made.id}/seats`), { seat: wheels }, '#seat-list')
    const entry = await visitor.submit(wrong, { quantity: '2', accessible: '1' }, '.checkout')
    expect(entry.text).toContain('2 places wanted · One of them a wheelchair place')
  })

  it('says what can no more be done about an entry on its page', async () => {
    const made = await make({ capacity: 1, waitlist: true })
    const owner = browser()
    const held = await owner.submit(await owner.get(`/events/${made.id}`), {})
    const visitor = browser()
    await visitor.submit(await visitor.get(`/events/${made.id}`), { email: 'late@example.org' }, '.book')
    const { url } = await visitor.submit(
      await visitor.get(`/events/${made.id}`),
      { email: 'late@example.org' },
      '.book',
    )
    const { pathname } = new URL(url)
    const refused = await visitor.post(`${pathname}/decline`)
    expect(refused.status).toBe(409)
    expect(refused.text).toMatch(/The time for this is over[\s\S]*You are on the waitlist/)
    expect(held.status).toBe(200)
  })

  it('has no page where there is no waitlist, or no sale', async () => {
    for (const change of [{ waitlist: false }, { waitlist: true, status: 'PAUSED' }]) {
      const made = await make(change)
      const page = await browser().get(`/events/${made.id}/waitlist`)
      expect(new URL(page.url).pathname).toBe(`/events/${made.id}`)
      expect(page.text).not.toContain('/waitlist')
    }
  })
})
