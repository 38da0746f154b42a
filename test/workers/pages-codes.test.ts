import { beforeAll, describe, expect, it } from 'vitest'
import { freshAddress, someone } from './client.ts'
import { evening } from './evening.ts'
import { migrated } from './migrated.ts'
import { browser } from './pages.ts'
import { theatre } from './theatre.ts'

let token: string

beforeAll(async () => {
  await migrated()
  token = (await someone()).accessToken
})

const make = (body: object) => evening(token, { capacity: 10, ...body })

const MEMBER = { id: 'member', name: 'Member ticket', price: 1500, hidden: true }
const ADULT = { id: 'adult', name: 'Adult ticket', price: 2000 }

describe('the page of an event with codes', () => {
  it('sells hidden tickets to who has their code, for less, and to nobody else', async () => {
    const codes = [{ code: 'MEMBERS', ticketTypes: ['member'], discount: { percent: 10 } }]
    const made = await make({ ticketTypes: [ADULT, MEMBER], codes })
    const visitor = browser()
    const plain = await visitor.get(`/events/${made.id}`)
    expect(plain.text).toContain('I have a code')
    expect(plain.text).not.toContain('Member ticket')
    const page = await visitor.get(`/events/${made.id}?code=members`)
    expect(page.text).toMatch(/Code MEMBERS is in use[\s\S]*10% off each ticket[\s\S]*Member ticket/)
    expect(page.text).toContain('€13.50 instead of €15.00')
    const held = await visitor.submit(page, { 'units.member': '2', 'units.adult': '0' })
    expect(held.text).toContain('€27.00')
    expect(held.text).toMatch(/<option value="member" selected>Member ticket · €13.50 instead of €15.00/)
  })

  it('says that tickets are sold with a code alone, and sells them', async () => {
    const made = await make({ ticketTypes: [MEMBER], codes: [{ code: 'MEMBERS', ticketTypes: ['member'] }] })
    const visitor = browser()
    const plain = await visitor.get(`/events/${made.id}`)
    expect(plain.text).toContain('Tickets for this event are sold with a code.')
    expect(plain.text).not.toContain('data-hold')
    const held = await visitor.submit(await visitor.get(`/events/${made.id}?code=MEMBERS`), { 'units.member': '1' })
    expect(held.text).toContain('Your places')
  })

  it('sells what is kept for a code though all else is sold out', async () => {
    const allotments = [{ id: 'friends', name: 'Friends', quantity: 2 }]
    const made = await make({
      capacity: 2,
      waitlist: true,
      allotments,
      codes: [{ code: 'FRIENDS', allotmentId: 'friends' }],
    })
    const visitor = browser()
    const plain = await visitor.get(`/events/${made.id}`)
    expect(plain.text).toMatch(/Sold out[\s\S]*I have a code[\s\S]*Join the waitlist/)
    const page = await visitor.get(`/events/${made.id}?code=friends`)
    expect(page.text).toContain('2 free places are kept for it')
    const held = await visitor.submit(page, { [`units.${made.ticketTypes[0]?.id}`]: '2' })
    expect(held.text).toContain('Your places')
    const after = await browser().get(`/events/${made.id}?code=friends`)
    expect(after.text).toMatch(/Nothing is left for it now[\s\S]*Sold out[\s\S]*Join the waitlist/)
  })

  it('says alike of codes that nobody gave and of those of another time that they are not good', async () => {
    const made = await make({ codes: [{ code: 'LATE', endsAt: '2020-01-01T00:00:00Z' }] })
    for (const code of ['late', 'none']) {
      const { text } = await browser().get(`/events/${made.id}?code=${code}`)
      expect(text).toMatch(/<details open><summary>I have a code[\s\S]*This code is not good here and now/)
      expect(text).toContain(`value="${code}"`)
      expect(text).toContain('10 places left')
    }
    const hostile = await browser().get(`/events/${made.id}?code=${encodeURIComponent('"><script>alert(1)</script>')}`)
    expect(hostile.text).not.toContain('<script>alert')
  })

  it('lets nobody guess', async () => {
    const made = await make({ codes: [{ code: 'RIGHT', discount: { percent: 50 } }] })
    const visitor = browser({ 'cf-connecting-ip': freshAddress() })
    for (let n = 0; n < 40; n += 1) await visitor.get(`/events/${made.id}?code=WRONG-${n}`)
    const { status, text } = await visitor.get(`/events/${made.id}?code=RIGHT`)
    expect(status).toBe(200)
    expect(text).toContain('Too many codes were tried from here')
    expect(text).not.toContain('is in use')
    const refused = await visitor.submit(await visitor.get(`/events/${made.id}`), { code: 'RIGHT' })
    expect(refused.status).toBe(409)
  })

  it('has no word of codes where there are none', async () => {
    const made = await make({})
    expect((await browser().get(`/events/${made.id}?code=ANY`)).text).not.toContain('name="code"')
  })
})

describe('seats that are kept for a code', () => {
  const PRESS = {
    allotments: [{ id: 'press', name: 'Press', seats: ['stalls-A-1', 'stalls-A-2', 'stalls-A-3'] }],
    ticketTypes: [ADULT, { ...MEMBER, id: 'press', name: 'Press ticket', price: 0 }],
    codes: [{ code: 'PRESS', allotmentId: 'press', ticketTypes: ['press'] }],
  }
  const house = () => theatre(token, (body) => make({ ...body, ...PRESS }))

  it('are in the list with it, and have the ticket that it opens', async () => {
    const made = await house()
    const visitor = browser()
    expect((await visitor.get(`/events/${made.id}/seats`)).text).not.toContain('value="stalls-A-1"')
    const page = await visitor.get(`/events/${made.id}/seats?code=press&seat=stalls-A-2`)
    expect(page.text).toMatch(/value="stalls-A-2" aria-label="[^"]*" checked/)
    const held = await visitor.submit(page, { seat: ['stalls-A-1', 'stalls-A-2'], ticketType: 'press' }, '#seat-list')
    expect(held.text).toMatch(/Row A, seat 1[\s\S]*<option value="press" selected>Press ticket · Free/)
    const summary = await visitor.submit(
      held,
      { fullName: 'Ada', emailAddress: 'ada@example.org', 'type.0': 'press', 'type.1': 'press' },
      '.checkout',
    )
    expect(summary.text).toContain('Confirm the booking')
  })

  it('can be the best ones, and the picker is told which they are', async () => {
    const made = await house()
    const visitor = browser()
    const page = await visitor.get(`/events/${made.id}/seats?code=PRESS`)
    const [, json = ''] = /id="page-data">(.*?)<\/script>/.exec(page.text) ?? []
    expect(JSON.parse(json)).toMatchObject({
      code: 'PRESS',
      opened: ['stalls-A-1', 'stalls-A-2', 'stalls-A-3'],
      ticketTypes: [{ id: 'press', price: 0 }, { id: 'adult' }],
    })
    const event = await visitor.get(`/events/${made.id}?code=PRESS`)
    expect(event.text).toContain(`href="/events/${made.id}/seats?code=PRESS"`)
    const held = await visitor.submit(event, { number: '2' })
    expect(held.text).toContain('Press ticket · Free')
  })
})
