import { describe, expect, it } from 'vitest'
import { withGuids } from '../../../../frontend/src/invitations/seat-column.ts'

const seats: Record<string, string> = {
  'Stalls, Row C, seat 12': 'stalls-C-12',
  'C 13': 'stalls-C-13',
  'odd "one"': 'odd',
}
const guidOf = (text: string) => seats[text] ?? null

describe('a column of seats', () => {
  it.each([
    [
      'email,seat,name\nada@example.com,"Stalls, Row C, seat 12",Ada\n\ngrace@example.com,C 13,"Grace, Adm."',
      'email,seat,name\nada@example.com,"stalls-C-12",Ada\n\ngrace@example.com,"stalls-C-13","Grace, Adm."',
    ],
    [
      'Courriel;Siège\r\nada@example.com;Stalls, Row C, seat 12\r\n',
      'Courriel;Siège\r\nada@example.com;"stalls-C-12"\r\n',
    ],
    ['seat\temail\n"odd ""one"""\tada@example.com', 'seat\temail\n"odd"\tada@example.com'],
  ])('has ids in place of names: %j', (table, sent) => {
    expect(withGuids(table, guidOf)).toBe(sent)
  })

  it.each([
    'email,name\nada@example.com,C 13',
    'email,seat\nada@example.com,stalls-C-12\ngrace@example.com,\nalan@example.com,Z 99',
    'email,seat,name\nada@example.com,"C 13\n',
    'email,name,seat\nada@example.com,"C 13\nC 13",Z 99\n"a ""b"" c",C 13',
    '',
  ])('leaves all else as it is: %j', (table) => {
    expect(withGuids(table, guidOf)).toBe(table)
  })
})
