import { beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../contract/auth.ts'
import type { Event } from '../../contract/events.ts'
import type { ListedInvitation } from '../../contract/invitations.ts'
import { call, ORIGIN, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

let staff: Session

beforeAll(async () => {
  await migrated()
  staff = await someone()
})

const HOUR = 3_600_000

const pageOf = async (to: object, event: object = {}) => {
  const { accessToken: token } = staff
  const body = {
    name: 'Vernissage <b>',
    startsAt: new Date(Date.now() + 48 * HOUR).toISOString(),
    endsAt: new Date(Date.now() + 50 * HOUR).toISOString(),
    timeZone: 'Europe/Paris',
    status: 'ON_SALE',
    capacity: 2,
    ...event,
  }
  const made = await read<Event>(201, call('POST', '/api/v1/events', { token, body }))
  const wish = { to: [{ email: 'ada@example.com', name: 'Ada "<i>"', plusOnes: 3, ...to }], message: 'Come <script>!' }
  const { invitations } = await read<{ invitations: ListedInvitation[] }>(
    201,
    call('POST', `/api/v1/events/${made.id}/invitations`, { token, body: wish }),
  )
  const [one] = invitations
  if (one === undefined) throw new Error('nobody was invited')
  return { id: one.id, path: new URL(one.link).pathname }
}

const look = async (path: string, language = 'en') => {
  const answer = await call('GET', path, { headers: { accept: 'text/html', 'accept-language': language } })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

const send = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  call('POST', path, {
    body: new URLSearchParams(fields).toString(),
    headers: {
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
      origin: ORIGIN,
      'sec-fetch-site': 'same-origin',
      ...headers,
    },
  })

describe('the page of an invitation', () => {
  it('says what it is about in the language of the browser, and runs nothing that somebody wrote', async () => {
    const { path } = await pageOf({})
    const english = await look(path)
    expect(english.status).toBe(200)
    expect(english.text).toContain('You may bring 3 people.')
    expect(english.text).toContain('Come &lt;script&gt;!')
    expect(english.text).not.toContain('<i>')
    expect(english.text).toContain('<meta name="robots" content="noindex">')
    expect(english.headers.get('referrer-policy')).toBe('same-origin')
    expect(english.headers.get('cache-control')).toBe('no-store')
    expect((await look(path, 'fr')).text).toContain('vous êtes invité·e')
  })

  it('takes a yes with who comes along, another number later, and a no', async () => {
    const { path } = await pageOf({})
    const answered = await send(path, {
      answer: 'yes',
      plusOnes: '1',
      names: 'Bob\r\nCy\r\n',
      fullName: 'Ada Lovelace',
    })
    expect([answered.status, answered.headers.get('location')]).toEqual([303, path])
    const page = await look(path)
    for (const part of ['You come', 'Ada Lovelace', 'Bob', '/bookings/b_']) expect(page.text).toContain(part)
    expect(page.text).not.toContain('Cy')
    expect((await send(path, { answer: 'yes', plusOnes: '0' })).status).toBe(303)
    expect((await look(path)).text).not.toContain('Bob')
    expect((await send(path, { answer: 'no' })).status).toBe(303)
    expect((await look(path)).text).toContain('You do not come')
  })

  it('says for how many there are places, or that there are none', async () => {
    const { path } = await pageOf({}, { waitlist: true })
    const refused = await send(path, { answer: 'yes', plusOnes: '3' }, { 'accept-language': 'fr' })
    expect(refused.status).toBe(409)
    expect(await refused.text()).toContain('Il y a des places pour 2 d’entre vous')
    const full = await pageOf({}, { waitlist: true, capacity: 0 })
    expect((await send(full.path, { answer: 'yes' })).status).toBe(409)
  })

  it('takes no nonsense, no answer from another site, and no token that is made up', async () => {
    const { path } = await pageOf({})
    expect((await send(path, { answer: 'maybe' })).status).toBe(422)
    expect((await send(path, { answer: 'yes', plusOnes: '1e9' })).status).toBe(422)
    const elsewhere = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    expect((await send(path, { answer: 'yes' }, elsewhere)).status).toBe(403)
    expect((await look(`${path}x`)).status).toBe(404)
    expect((await look('/invitations/i_nobody.1.abc')).status).toBe(404)
    expect((await look(path)).text).toContain('Your answer')
  })

  it('says that it was taken back, and offers no answer', async () => {
    const { id, path } = await pageOf({})
    const body = { reason: 'Too many said yes' }
    await read(200, call('POST', `/api/v1/invitations/${id}/cancel`, { token: staff.accessToken, body }))
    const page = await look(path)
    expect(page.text).toContain('Too many said yes')
    expect(page.text).not.toContain('<form')
  })

  it('is a file for the calendar too', async () => {
    const { path } = await pageOf({})
    const file = await call('GET', `${path}/calendar.ics`)
    expect(file.headers.get('content-type')).toContain('text/calendar')
    expect(await file.text()).toContain('METHOD:REQUEST')
  })
})
