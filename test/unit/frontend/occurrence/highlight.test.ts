import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokens } from '../../../../frontend/src/occurrence/highlight.ts'

const kinds = (line: string, platform: string) =>
  tokens(line, platform)
    .filter(({ kind }) => kind !== 'plain')
    .map(({ kind, text }) => `${kind} ${text}`)

describe('tokens', () => {
  it('tells words, texts, numbers and comments apart', () => {
    expect(kinds("return names['a'] + 12 # why", 'python')).toEqual([
      'word return',
      "text 'a'",
      'number 12',
      'comment # why',
    ])
    expect(kinds('const x = this.#y // why', 'javascript')).toEqual(['word const', 'word this', 'comment // why'])
  })

  it('loses and adds nothing, whatever the line', () => {
    const platform = fc.constantFrom('python', 'javascript', undefined)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), platform, (line, name) => {
        expect(
          tokens(line, name)
            .map(({ text }) => text)
            .join(''),
        ).toBe(line)
      }),
    )
  })
})
