import { array, assert, constantFrom, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pastedPieces } from '../../../../domain/booking/invitee-text.ts'
import { isEmail, readInvitees } from '../../../../domain/booking/invitees.ts'

const found = (text: string) => readInvitees({ text }).invitees.map(({ name, email }) => [name, email])
const faultsOf = (read: ReturnType<typeof readInvitees>) =>
  read.faults.map(({ source, code }) => [source.pointer, source.line, code])

describe('pasted addresses', () => {
  it.each([
    ['ada@example.com', [[null, 'ada@example.com']]],
    ['Ada <ada@example.com>', [['Ada', 'ada@example.com']]],
    [
      '"Lovelace, Ada" <ada@example.com>, bob@example.com',
      [
        ['Lovelace, Ada', 'ada@example.com'],
        [null, 'bob@example.com'],
      ],
    ],
    [
      'Lovelace, Ada <ada@example.com>; Babbage, C <c@example.com>',
      [
        ['Lovelace, Ada', 'ada@example.com'],
        ['Babbage, C', 'c@example.com'],
      ],
    ],
    ['Lovelace, Ada <ada@example.com>', [['Lovelace, Ada', 'ada@example.com']]],
    ['ada@example.com (Ada)', [['Ada', 'ada@example.com']]],
    ['<mailto:ada@example.com>', [[null, 'ada@example.com']]],
    ['Ada Lovelace ada@example.com', [['Ada Lovelace', 'ada@example.com']]],
    [
      'a@example.com b@example.com',
      [
        [null, 'a@example.com'],
        [null, 'b@example.com'],
      ],
    ],
    [
      'a@example.com,b@example.com;c@example.com\r\nd@example.com',
      [
        [null, 'c@example.com'],
        [null, 'd@example.com'],
      ],
    ],
    [' ADA@Example.COM ;; ,\n\n', [[null, 'ada@example.com']]],
  ])('%j', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  it('tells every piece that is no address with its line', () => {
    const read = readInvitees({ text: 'ada@example.com\nnobody\nBob <bob@>\n\nc@example.com' })
    expect(read.invitees.map(({ email, source }) => [email, source.line])).toEqual([
      ['ada@example.com', 1],
      ['c@example.com', 5],
    ])
    expect(faultsOf(read)).toEqual([
      ['/text', 2, 'unreadable'],
      ['/text', 3, 'email'],
    ])
  })

  it('loses nothing: each piece is somebody, or is told', () => {
    const part = constantFrom('ada@x.org', 'Ada', '<', '>', '"', ',', ';', '\n', ' ', '(', ')', 'b@', '@', 'é')
    assert(
      property(array(part, { maxLength: 40 }), (parts) => {
        const text = parts.join('')
        const read = readInvitees({ text })
        expect(read.invitees.length + read.faults.length).toBe(pastedPieces(text).length)
      }),
    )
  })
})

describe('a table', () => {
  it('is found by the names of its columns, in English or French, whatever separates them', () => {
    const english = 'Seat,E-mail,Plus ones,Name\nA-1,ada@example.com,2,"Lovelace, ""Ada"""\n'
    const french = '\ufeffPrénom;Nom;Courriel;Accompagnants;Siège;Langue\r\nAda;Lovelace;ada@example.com;2;A-1;fr\r\n'
    expect(readInvitees({ csv: english }).invitees).toMatchObject([
      { email: 'ada@example.com', name: 'Lovelace, "Ada"', seat: 'A-1', plusOnes: 2, language: 'en' },
    ])
    expect(readInvitees({ csv: french }).invitees).toMatchObject([
      { email: 'ada@example.com', name: 'Ada Lovelace', seat: 'A-1', plusOnes: 2, language: 'fr' },
    ])
  })

  it('tells what is wrong in which line, also behind cells of several lines', () => {
    const csv =
      'email,name,plus ones\n"ada@example.com","Ada\nLovelace",1\nnobody,,\nbob@example.com,=2+5,\nc@example.com,C,many'
    const read = readInvitees({ csv })
    expect(read.invitees.map(({ email, name }) => [email, name])).toEqual([['ada@example.com', 'Ada Lovelace']])
    expect(faultsOf(read)).toEqual([
      ['/csv', 4, 'email'],
      ['/csv', 5, 'name'],
      ['/csv', 6, 'number'],
    ])
  })

  it.each([
    ['', 'unreadable'],
    ['name,seat\nAda,A-1', 'unreadable'],
    ['email,name\nada@example.com,"Ada', 'unreadable'],
    ['email,name\nada@example.com,"Ada" Lovelace', 'unreadable'],
  ])('%j is refused as a whole', (csv, code) => {
    expect(readInvitees({ csv })).toMatchObject({ invitees: [], faults: [{ code }] })
  })

  it.each(['=HYPERLINK("http://evil.example")', '+1', '-1+2', '@SUM(A1)', '|cmd', 'Ada\u202egnp'])(
    'takes no name that a spreadsheet would run: %j',
    (name) => {
      const csv = `email,name\nada@example.com,"${name.replaceAll('"', '""')}"`
      expect(readInvitees({ csv })).toMatchObject({ invitees: [], faults: [{ code: 'name' }] })
    },
  )

  it('of ten thousand rows is refused with the number that it may have', () => {
    const rows = Array.from({ length: 10_000 }, (_, n) => `guest${n}@example.com`)
    const read = readInvitees({ csv: ['email', ...rows].join('\n') })
    expect(read.invitees).toEqual([])
    expect(read.faults[0]?.detail).toContain('500')
  })

  it('is read in time that grows with its size, whatever stands in it', () => {
    const quotes = `email\n"${'""'.repeat(300_000)}`
    expect(readInvitees({ csv: quotes }).invitees).toEqual([])
    expect(readInvitees({ csv: `email\n${'a-'.repeat(300_000)}@` }).invitees).toEqual([])
    expect(readInvitees({ text: '<'.repeat(400_000) }).invitees).toEqual([])
    expect(readInvitees({ text: `${'a '.repeat(200_000)}<b@` }).invitees).toEqual([])
  })

  it('never throws', () => {
    assert(
      property(string({ unit: constantFrom('"', ',', ';', '\n', '\r', 'a', '@', 'email', ' ', '\t') }), (csv) => {
        const { invitees, faults } = readInvitees({ csv })
        expect(invitees.length + faults.length).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

describe('a list', () => {
  it('names each fault by its place', () => {
    const to = [{ email: 'ada@example.com' }, { email: 'no' }, { email: 'b@example.com', plusOnes: 51 }]
    expect(faultsOf(readInvitees({ to }))).toEqual([
      ['/to/1/email', null, 'email'],
      ['/to/2/plusOnes', null, 'number'],
    ])
  })
})

describe('an address', () => {
  it.each(['ada@example.com', "o'hara@example.co.uk", 'a.b+c@x-y.example.org', '_a@example.com'])(
    'may be %j',
    (text) => {
      expect(isEmail(text)).toBe(true)
    },
  )

  it.each([
    'a@b',
    '.a@example.com',
    'a..b@example.com',
    'a@-x.com',
    '=a@example.com',
    'a b@example.com',
    'a@example.com\n',
  ])('is not %j', (text) => {
    expect(isEmail(text)).toBe(false)
  })
})
