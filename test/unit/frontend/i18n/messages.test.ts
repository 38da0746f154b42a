import { describe, expect, it } from 'vitest'
import { events as eventsEn } from '../../../../frontend/src/i18n/en/events.ts'
import { en } from '../../../../frontend/src/i18n/en.ts'
import { events as eventsFr } from '../../../../frontend/src/i18n/fr/events.ts'
import { fr } from '../../../../frontend/src/i18n/fr.ts'

/** Every text of a table under its path; functions are called with a number that is plural everywhere. */
function texts(table: object, path = ''): [string, string][] {
  return Object.entries(table).flatMap(([key, value]): [string, string][] => {
    const here = `${path}/${key}`
    if (typeof value === 'string') return [[here, value]]
    if (typeof value === 'function') return [[here, String(value(3, 3))]]
    return texts(value, here)
  })
}

/** With what is loaded only where it is read. */
const english = { ...en, events: eventsEn }
const french = { ...fr, events: eventsFr }

describe('messages', () => {
  it('has every text in both languages', () => {
    expect(texts(french).map(([path]) => path)).toEqual(texts(english).map(([path]) => path))
  })

  it('leaves no text empty and no number out', () => {
    for (const [path, text] of [...texts(english), ...texts(french)]) {
      expect(text.trim(), path).not.toBe('')
      expect(text, path).not.toMatch(/#(?!\d)/)
    }
  })

  it('counts as each language does', () => {
    expect(en.issues.newIssues(0)).toBe('0 new issues')
    expect(fr.issues.newIssues(0)).toBe('0 nouveau problème')
    expect(fr.issues.newIssues(1200)).toContain('nouveaux problèmes')
  })
})
