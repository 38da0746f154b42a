/** What a calendar is told of a happening. Times are milliseconds since 1970. */
export interface CalendarEntry {
  /** Stays the same when it changes, so that a calendar finds it again. */
  uid: string
  /** Grows with each change. */
  sequence: number
  stampedAt: number
  startsAt: number
  endsAt: number
  name: string
  description: string | null
  location: string | null
  url: string
  cancelled: boolean
  /** Where somebody is asked to come: who asks whom, and what they said (RFC 5546). Else it is published. */
  meeting?: CalendarMeeting
}

/** Who is asked by whom. */
export interface CalendarMeeting {
  organiser: CalendarPerson
  attendee: CalendarPerson & { answer: 'yes' | 'no' | 'waits' | null; guests: number }
}

interface CalendarPerson {
  name: string | null
  email: string
}

/** Octets of a line before it is folded (RFC 5545, 3.1). */
const LINE_OCTETS = 73

/** @returns the file that adds a happening to a calendar (RFC 5545), with a reminder an hour before. */
export const calendarFile = (entry: CalendarEntry): string => {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Signalbox//Booking//EN',
    `METHOD:${methodOf(entry)}`,
    'BEGIN:VEVENT',
    `UID:${text(entry.uid)}`,
    `SEQUENCE:${entry.sequence}`,
    `DTSTAMP:${moment(entry.stampedAt)}`,
    `DTSTART:${moment(entry.startsAt)}`,
    `DTEND:${moment(entry.endsAt)}`,
    `SUMMARY:${text(entry.name)}`,
    ...(entry.description === null ? [] : [`DESCRIPTION:${text(entry.description)}`]),
    ...(entry.location === null ? [] : [`LOCATION:${text(entry.location)}`]),
    `URL:${entry.url}`,
    `STATUS:${statusOf(entry)}`,
    ...(entry.meeting === undefined ? [] : peopleOf(entry.meeting)),
    ...(entry.cancelled
      ? []
      : ['BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${text(entry.name)}`, 'TRIGGER:-PT1H', 'END:VALARM']),
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

/** @returns what the file asks a calendar to do (RFC 5546, 1.4). */
export const methodOf = ({ meeting, cancelled }: Pick<CalendarEntry, 'meeting' | 'cancelled'>): string =>
  meeting === undefined ? 'PUBLISH' : cancelled ? 'CANCEL' : 'REQUEST'

const statusOf = ({ meeting, cancelled }: CalendarEntry): string => {
  if (cancelled) return 'CANCELLED'
  return meeting?.attendee.answer === 'waits' ? 'TENTATIVE' : 'CONFIRMED'
}

const PARTICIPATION = { yes: 'ACCEPTED', no: 'DECLINED', waits: 'TENTATIVE' } as const

const peopleOf = ({ organiser, attendee }: CalendarMeeting): string[] => {
  const { answer, guests } = attendee
  const participation = answer === null ? 'NEEDS-ACTION' : PARTICIPATION[answer]
  const brings = guests === 0 ? '' : `;X-NUM-GUESTS=${guests}`
  return [
    `ORGANIZER${named(organiser)}:mailto:${organiser.email}`,
    `ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=${participation};RSVP=TRUE${brings}${named(attendee)}:mailto:${attendee.email}`,
  ]
}

// RFC 6868: within a parameter a quote cannot stand for itself.
const named = ({ name }: CalendarPerson): string => {
  if (name === null) return ''
  const value = name
    .replace(/[\u0000-\u001f\u007f]/g, ' ')
    .replaceAll('^', '^^')
    .replaceAll('"', "^'")
  return `;CN="${value}"`
}

const moment = (at: number): string => `${new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')}`

// RFC 5545, 3.3.11; other control characters may not be in a text at all.
const text = (value: string): string =>
  value
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ')
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')

const folded = (line: string): string => {
  const encoder = new TextEncoder()
  let octets = 0
  let out = ''
  for (const character of line) {
    const size = encoder.encode(character).byteLength
    if (octets + size > LINE_OCTETS) {
      out += '\r\n '
      octets = 1
    }
    out += character
    octets += size
  }
  return out
}
