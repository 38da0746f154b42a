import { beforeAll, expect, it } from 'vitest'
import type { Event } from '../../contract/events.ts'
import { call, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

let token: string

beforeAll(async () => {
  await migrated()
  token = (await someone()).accessToken
})

const CONCERT = {
  name: 'Concert; with, signs',
  startsAt: '2027-03-20T18:30:00Z',
  endsAt: '2027-03-20T20:30:00Z',
  timeZone: 'Europe/Berlin',
  capacity: 3,
}

const post = (path: string, body: object) => call('POST', `/api/v1${path}`, { token, body })

it('the calendar file of an event is there for everyone, and says when it was cancelled', async () => {
  const made = await read<Event>(201, post('/events', { ...CONCERT, status: 'ON_SALE' }))
  const file = async () => (await call('GET', `/api/v1/events/${made.id}/ical`)).text()
  expect(await file()).toContain('SUMMARY:Concert\\; with\\, signs\r\n')
  expect(await file()).toContain('DTSTART:20270320T183000Z\r\n')
  await read(200, post(`/events/${made.id}/cancel`, {}))
  expect(await file()).toContain('STATUS:CANCELLED\r\n')
  const draft = await read<Event>(201, post('/events', CONCERT))
  await read(404, call('GET', `/api/v1/events/${draft.id}/ical`))
})
