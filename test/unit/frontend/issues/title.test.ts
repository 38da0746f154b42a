import { describe, expect, it } from 'vitest'
import { splitTitle } from '../../../../frontend/src/issues/title.ts'

describe('splitTitle', () => {
  it('tells the type from the rest', () => {
    expect(splitTitle('TypeError: x is undefined: y')).toEqual(['TypeError', 'x is undefined: y'])
  })

  it('keeps a sentence whole', () => {
    expect(splitTitle('Mail provider slow: retry')).toEqual(['Mail provider slow: retry', ''])
    expect(splitTitle('No colon')).toEqual(['No colon', ''])
  })
})
