import { describe, expect, it } from 'vitest'
import { addressesIn } from '../../../../frontend/src/organization/addresses.ts'

const emails = (text: string) => addressesIn(text).map(({ email }) => email)

describe('addressesIn', () => {
  it('takes lines, commas, semicolons and spaces', () => {
    expect(emails('a@x.example, b@x.example;c@x.example\n\n d@x.example e@x.example')).toEqual([
      'a@x.example',
      'b@x.example',
      'c@x.example',
      'd@x.example',
      'e@x.example',
    ])
  })

  it('takes addresses as mail programs write them', () => {
    expect(emails('Ada Lovelace <Ada@X.example>, "Hopper" <grace@x.example>')).toEqual([
      'ada@x.example',
      'grace@x.example',
    ])
  })

  it('takes each address once, whatever its case', () => {
    expect(emails('a@x.example\nA@X.EXAMPLE')).toEqual(['a@x.example'])
  })

  it('keeps what is no address, marked, so that nobody is forgotten in silence', () => {
    expect(addressesIn('ada@x.example, ada.example')).toEqual([
      { email: 'ada@x.example', valid: true },
      { email: 'ada.example', valid: false },
    ])
    expect(addressesIn(`${'a'.repeat(260)}@x.example`)[0]?.valid).toBe(false)
  })

  it('finds nobody in nothing', () => {
    expect(addressesIn(' \n ,; ')).toEqual([])
  })
})
