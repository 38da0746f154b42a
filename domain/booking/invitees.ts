import type { Invitee, InviteeFault, InviteeWish, Source } from '../../contract/invitees.ts'
import { LIMITS } from '../../contract/limits.ts'
import { readTable, type TableFault, type TableRow } from './invitee-table.ts'
import { pastedPieces, readPasted } from './invitee-text.ts'

/** Who can be invited of a list, and what is wrong with the others: together they are all of it. */
export interface ReadInvitees {
  invitees: Invitee[]
  faults: InviteeFault[]
}

/** @returns who is to be invited, however it was written. Nothing is made of it yet. */
export const readInvitees = ({
  to,
  text,
  csv,
}: {
  to?: readonly InviteeWish[] | undefined
  text?: string | undefined
  csv?: string | undefined
}): ReadInvitees => {
  if (to !== undefined) return checked(to.map((wish, n) => ({ source: { pointer: `/to/${n}`, line: null }, wish })))
  return text === undefined ? fromTable(csv ?? '') : fromText(text)
}

interface Written {
  source: Source
  wish: InviteeWish
}

const fromText = (text: string): ReadInvitees => {
  const pieces = pastedPieces(text)
  if (pieces.length > LIMITS.invitees) return tooMany('/text')
  const read = pieces.map((piece) => ({ piece, found: readPasted(piece.text) }))
  const written = read.flatMap(({ piece, found }): Written[] =>
    found === null
      ? []
      : [{ source: at('/text', piece.line), wish: { email: found.email, ...given({ name: found.name }) } }],
  )
  const unread = read.flatMap(({ piece, found }): InviteeFault[] =>
    found === null
      ? [
          {
            source: at('/text', piece.line),
            email: shown(piece.text),
            code: 'unreadable',
            detail: 'This is no address',
          },
        ]
      : [],
  )
  const { invitees, faults } = checked(written)
  return { invitees, faults: [...unread, ...faults].sort((a, b) => (a.source.line ?? 0) - (b.source.line ?? 0)) }
}

const fromTable = (csv: string): ReadInvitees => {
  const table = readTable(csv, LIMITS.invitees)
  if ('rows' in table) return checked(table.rows.map((row) => ({ source: at('/csv', row.line), wish: wishOf(row) })))
  if (table.fault === 'too_many_rows') return tooMany('/csv')
  return onlyFault(at('/csv', table.line), TABLE_FAULTS[table.fault])
}

const TABLE_FAULTS: Record<Exclude<TableFault, 'too_many_rows'>, string> = {
  empty: 'There is nothing in it',
  no_email_column: 'No column of the header is called email',
  quote_not_closed: 'A quote begins here that does not end, or ends within a cell',
}

const onlyFault = (source: Source, detail: string): ReadInvitees => ({
  invitees: [],
  faults: [{ source, email: null, code: 'unreadable', detail }],
})

const tooMany = (pointer: string): ReadInvitees =>
  onlyFault({ pointer, line: null }, `At most ${LIMITS.invitees} are invited at once: send it in pieces`)

const at = (pointer: string, line: number): Source => ({ pointer, line })

const wishOf = ({ cells }: TableRow): InviteeWish => {
  const names = [cells.firstName, cells.lastName].filter((part) => part !== undefined).join(' ')
  const plusOnes = cells.plusOnes === undefined ? null : numberOf(cells.plusOnes)
  const name = cells.name ?? (names === '' ? null : names)
  return {
    email: cells.email ?? '',
    ...given({
      name,
      seat: cells.seat,
      ticketTypeId: cells.ticketType,
      language: cells.language,
      prospectId: cells.prospect,
    }),
    ...(plusOnes === null ? {} : { plusOnes }),
  }
}

const numberOf = (text: string): number => (/^\d{1,3}$/.test(text) ? Number(text) : Number.NaN)

const given = <K extends string>(fields: Record<K, string | null | undefined>): Partial<Record<K, string>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as Partial<Record<K, string>>

const checked = (written: readonly Written[]): ReadInvitees => {
  const read: ReadInvitees = { invitees: [], faults: [] }
  for (const { source, wish } of written) {
    const one = readOne(source, wish)
    if ('code' in one) read.faults.push(one)
    else read.invitees.push(one)
  }
  return read
}

const readOne = (source: Source, wish: InviteeWish): Invitee | InviteeFault => {
  const email = wish.email.trim().normalize('NFC').toLowerCase()
  const name = wish.name?.trim().replace(/\s+/g, ' ') ?? ''
  const language = wish.language?.trim().slice(0, 2).toLowerCase() ?? 'en'
  const { plusOnes = 0 } = wish
  const [seat, ticketTypeId, prospectId] = [wish.seat, wish.ticketTypeId, wish.prospectId].map(blankless)
  const fault = (field: keyof InviteeWish, code: InviteeFault['code'], detail: string): InviteeFault => ({
    source: source.line === null ? { ...source, pointer: `${source.pointer}/${field}` } : source,
    email: shown(wish.email),
    code,
    detail,
  })
  if (!isEmail(email)) return fault('email', 'email', 'This is no email address')
  const wrong = whyNoName(name)
  if (wrong !== null) return fault('name', 'name', wrong)
  if (!Number.isInteger(plusOnes) || plusOnes < 0 || plusOnes > LIMITS.plusOnes)
    return fault('plusOnes', 'number', `They may bring 0 to ${LIMITS.plusOnes}`)
  if (language !== 'en' && language !== 'fr') return fault('language', 'language', 'Mails are written in en or fr')
  if (prospectId != null && !/^[\w-]{1,64}$/.test(prospectId))
    return fault('prospectId', 'prospect', 'This is no id of a prospect')
  return {
    email,
    name: name === '' ? null : name,
    seat: seat ?? null,
    ticketTypeId: ticketTypeId ?? null,
    plusOnes,
    language,
    prospectId: prospectId ?? null,
    source,
  }
}

const blankless = (text: string | undefined): string | null => {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' ? null : trimmed
}

// A dot never begins, ends or follows another; the rest is what mail servers take without quotes.
const EMAIL = /^[a-z0-9_][a-z0-9_'+-]*(?:\.[a-z0-9_'+-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}$/

/** @returns whether text in lower case is an address that mails can be sent to. */
export const isEmail = (text: string): boolean => text.length <= 254 && EMAIL.test(text)

// What a spreadsheet would run as a formula is nobody's name, and would run in the next list that somebody exports.
const FORMULA = /^[=+\-@|%]/
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/

const whyNoName = (name: string): string | null => {
  if (name.length > 200) return 'A name has 200 characters at most'
  if (FORMULA.test(name)) return 'A name does not begin like a formula'
  return CONTROL.test(name) ? 'A name has no control characters' : null
}

const shown = (text: string): string => text.trim().slice(0, 320)
