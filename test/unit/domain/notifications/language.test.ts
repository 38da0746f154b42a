import { describe, expect, it } from 'vitest'
import { preferredLanguage } from '../../../../domain/notifications/language.ts'

describe('the language of a mail', () => {
  it('is the one of ours that the browser likes best', () => {
    expect(preferredLanguage('fr-CA,fr;q=0.9,en;q=0.8')).toBe('fr')
    expect(preferredLanguage('de, en;q=0.3, fr ; q=0.7')).toBe('fr')
    expect(preferredLanguage('EN-gb')).toBe('en')
  })

  it('is English where the browser names none of ours, or refuses it', () => {
    for (const accepted of [undefined, '', '*', 'de,it', 'fr;q=0', 'fr;q=x', ';;,,', 'frisian'])
      expect(preferredLanguage(accepted)).toBe('en')
  })
})
