import { beforeAll, describe, expect, it } from 'vitest'
import { someone } from './client.ts'
import { evening } from './evening.ts'
import { migrated } from './migrated.ts'
import { browser, linkIn } from './pages.ts'

let token: string

beforeAll(async () => {
  await migrated()
  token = (await someone()).accessToken
})

const make = (body: object = {}) => evening(token, body)

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
