import { describe, expect, it } from 'vitest'
import type { ListedInvitation } from '../../../../frontend/src/api/invitations.ts'
import { blankGuest, draftOfGuest, guestChangeOf, inviteeOf } from '../../../../frontend/src/invitations/guest-draft.ts'
import { UNNAMED } from '../../../../frontend/src/plans/seat-names.ts'

const names = {
  ...UNNAMED,
  nameOf: (guid: string) => `Seat ${guid}`,
  read: (text: string) =>
    text.startsWith('Seat ') ? { guids: [text.slice(5)], unknown: [] } : { guids: [], unknown: [text] },
}
const reading = { names, timeZone: 'Europe/Paris' }
const guest = {
  name: 'Ada',
  mostPlusOnes: 1,
  seat: 'A-1',
  seats: [] as string[],
  ticketTypeId: null,
  language: 'fr',
  message: null,
  expiresAt: '2027-06-01T18:00:00.000Z',
} as ListedInvitation
const before = draftOfGuest(guest, reading)

describe('an invitation in a form', () => {
  it('shows a seat by its name, and the deadline by the clock of the event', () => {
    expect(before).toMatchObject({ seat: 'Seat A-1', until: '2027-06-01T20:00', plusOnes: '1', ticketTypeId: '' })
    expect(draftOfGuest({ ...guest, seats: ['B-2', 'B-3'] }, reading).seat).toBe('Seat B-2')
  })

  it('sends only what differs', () => {
    expect(guestChangeOf({}, before, reading)).toEqual({})
    expect(guestChangeOf({ ...before, name: ' Ada ' }, before, reading)).toEqual({})
    expect(guestChangeOf({ seat: 'Seat B-7', plusOnes: '3', until: '2027-06-01T09:00' }, before, reading)).toEqual({
      seat: 'B-7',
      plusOnes: 3,
      expiresAt: '2027-06-01T07:00:00.000Z',
    })
  })

  it('takes back what is emptied', () => {
    const emptied = { name: '', seat: '', until: '', message: '' }
    expect(guestChangeOf(emptied, before, reading)).toEqual({ name: null, seat: null, expiresAt: null })
  })

  it('leaves what names no seat to the API to refuse', () => {
    expect(guestChangeOf({ seat: 'the best one' }, before, reading)).toEqual({ seat: 'the best one' })
  })

  it('says of somebody new what is filled in', () => {
    const email = ' ada@example.com '
    const nobody = { email: 'ada@example.com', plusOnes: 0, language: 'en' }
    expect(inviteeOf(email, blankGuest('en'), reading)).toEqual(nobody)
    const draft = { ...blankGuest('fr'), name: 'Ada', seat: 'Seat A-1', plusOnes: '2', ticketTypeId: 'tt_1' }
    expect(inviteeOf(email, draft, reading)).toEqual({
      ...nobody,
      name: 'Ada',
      seat: 'A-1',
      plusOnes: 2,
      language: 'fr',
      ticketTypeId: 'tt_1',
    })
  })
})
