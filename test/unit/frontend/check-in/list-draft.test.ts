import { describe, expect, it } from 'vitest'
import type { CheckinList } from '../../../../frontend/src/api/check-ins.ts'
import { blankList, draftOfList, listChangeOf, listOf } from '../../../../frontend/src/check-in/list-draft.ts'

const event = { timeZone: 'Europe/Paris', ticketTypes: [{ id: 'tt_1' }, { id: 'tt_2' }] }
const lounge: CheckinList = {
  id: 'l_1',
  eventId: 'e_1',
  name: 'Lounge',
  ticketTypes: ['tt_2'],
  entry: true,
  exit: true,
  multipleEntries: false,
  unpaid: false,
  from: '2027-06-01T16:00:00.000Z',
  until: null,
  version: 3,
  createdAt: '2027-05-01T00:00:00.000Z',
}

describe('a check-in list in a form', () => {
  it('lets all types in unless some are chosen', () => {
    const draft = blankList(' Entrance ', event)
    expect(listOf(draft, event)).toMatchObject({ name: 'Entrance', ticketTypes: null, from: null, until: null })
    expect(listOf({ ...draft, types: ['tt_1'] }, event).ticketTypes).toEqual(['tt_1'])
  })

  it('is read back as it was', () => {
    const { id: _, eventId: _event, version: _version, createdAt: _at, ...list } = lounge
    const draft = draftOfList(lounge, event)
    expect(draft.from).toBe('2027-06-01T18:00')
    expect(listOf(draft, event)).toEqual(list)
  })

  it('sends only what differs', () => {
    const before = draftOfList(lounge, event)
    expect(listChangeOf(before, before, event)).toEqual({})
    const draft = { ...before, exit: false, types: ['tt_1', 'tt_2'], from: '' }
    expect(listChangeOf(draft, before, event)).toEqual({ exit: false, ticketTypes: null, from: null })
  })
})
