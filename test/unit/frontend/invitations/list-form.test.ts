import { describe, expect, it } from 'vitest'
import { looksLikeTable, peopleIn } from '../../../../frontend/src/invitations/list-form.ts'

describe('a list of people', () => {
  it.each([
    ['email,name\nada@example.com,Ada', true],
    ['Nom;Courriel\nAda;ada@example.com', true],
    ['"E-mail"\t"Name"\nada@example.com\tAda', true],
    ['ada@example.com, grace@example.com', false],
    ['Ada <ada@example.com>\nGrace <grace@example.com>', false],
    ['email', false],
  ])('tells a table from addresses: %j', (text, table) => {
    expect(looksLikeTable(text)).toBe(table)
  })

  it('counts each address once', () => {
    expect(peopleIn('Ada <ada@example.com>; ADA@example.com\ngrace@example.com nobody')).toBe(2)
  })
})
