import { assert, property, record, string } from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import { type CalendarEntry, calendarFile } from '../../../../domain/booking/calendar-file.ts'

const concert: CalendarEntry = {
  uid: 'i_1@example.com',
  sequence: 3,
  stampedAt: Date.UTC(2027, 0, 2, 3, 4, 5),
  startsAt: Date.UTC(2027, 5, 1, 18),
  endsAt: Date.UTC(2027, 5, 1, 20),
  name: 'Quatuor, « Debussy »; ravel\\',
  description: 'Erste Zeile\nzweite 🎻 Zeile '.repeat(8),
  location: 'Grande salle, 1 rue de la Paix',
  url: 'https://example.com/invitations/token',
  cancelled: false,
}

const meeting: NonNullable<CalendarEntry['meeting']> = {
  organiser: { name: 'Société "Musique"', email: 'no-reply@example.com' },
  attendee: { name: 'Ada; Lovelace: Countess, ^', email: 'ada@example.com', answer: 'yes', guests: 2 },
}

const parsed = (entry: CalendarEntry) => {
  const component = new ICAL.Component(ICAL.parse(calendarFile(entry)))
  const [event] = component.getAllSubcomponents('vevent')
  if (event === undefined) throw new Error('no event')
  return {
    method: component.getFirstPropertyValue('method'),
    event,
    value: (name: string) => event.getFirstPropertyValue(name),
  }
}

describe('a calendar file', () => {
  it('says to a parser of calendars what the entry says', () => {
    const { method, event, value } = parsed({ ...concert, meeting })
    expect(method).toBe('REQUEST')
    expect(['uid', 'sequence', 'summary', 'description', 'location', 'url', 'status'].map(value)).toEqual([
      concert.uid,
      3,
      concert.name,
      concert.description,
      concert.location,
      concert.url,
      'CONFIRMED',
    ])
    expect(['dtstart', 'dtend', 'dtstamp'].map((name) => String(value(name)))).toEqual([
      '2027-06-01T18:00:00Z',
      '2027-06-01T20:00:00Z',
      '2027-01-02T03:04:05Z',
    ])
    expect(String(event.getFirstSubcomponent('valarm')?.getFirstPropertyValue('trigger'))).toBe('-PT1H')
    const attendee = event.getFirstProperty('attendee')
    expect(attendee?.getFirstValue()).toBe('mailto:ada@example.com')
    expect(['cn', 'partstat', 'rsvp'].map((name) => attendee?.getParameter(name))).toEqual([
      'Ada; Lovelace: Countess, ^',
      'ACCEPTED',
      'TRUE',
    ])
    expect(event.getFirstProperty('organizer')?.getParameter('cn')).toBe('Société "Musique"')
  })

  it.each([
    [undefined, false, 'PUBLISH', 'CONFIRMED'],
    [undefined, true, 'PUBLISH', 'CANCELLED'],
    [meeting, false, 'REQUEST', 'CONFIRMED'],
    [meeting, true, 'CANCEL', 'CANCELLED'],
    [{ ...meeting, attendee: { ...meeting.attendee, answer: 'waits' as const } }, false, 'REQUEST', 'TENTATIVE'],
  ])('has a method and a status: %#', (asked, cancelled, method, status) => {
    const entry = { ...concert, cancelled, ...(asked === undefined ? {} : { meeting: asked }) }
    const file = parsed(entry)
    expect([file.method, file.value('status')]).toEqual([method, status])
    expect(file.event.getFirstSubcomponent('valarm') === null).toBe(cancelled)
  })

  it('has lines of 75 octets at most, and no characters that are cut', () => {
    for (const line of calendarFile(concert).split('\r\n')) {
      expect(new TextEncoder().encode(line).byteLength).toBeLessThanOrEqual(75)
      expect(line).not.toContain('\ufffd')
    }
  })

  it('lets no text become anything but text', () => {
    const words = string({ unit: 'grapheme', maxLength: 200 })
    assert(
      property(record({ name: words, person: words }), ({ name, person }) => {
        const attendee = { ...meeting.attendee, name: `${person}\r\nX-EVIL:1` }
        const entry = {
          ...concert,
          name: `${name}\r\nATTENDEE:mailto:evil@example.com`,
          meeting: { ...meeting, attendee },
        }
        const { event } = parsed(entry)
        expect(event.getAllProperties('attendee').map((one) => one.getFirstValue())).toEqual(['mailto:ada@example.com'])
        expect(event.getAllProperties('x-evil')).toEqual([])
      }),
    )
  })
})
