import { describe, expect, it } from 'vitest'
import { formatFor } from '../../../../frontend/src/i18n/format.ts'

const now = Date.parse('2027-06-01T12:00:00.000Z')
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString()

describe('formatFor', () => {
  it.each([
    [0, 'now'],
    [59, 'now'],
    [-300, 'now'],
    [60, '1m ago'],
    [3599, '59m ago'],
    [7200, '2h ago'],
    [3 * 86_400, '3d ago'],
    [800 * 86_400, '2y ago'],
  ])('says how long ago %i seconds are', (seconds, words) => {
    expect(formatFor('en').relative(ago(seconds), now)).toBe(words)
  })

  it('says it in French too', () => {
    expect(formatFor('fr').relative(ago(7200), now)).toMatch(/^il y a 2\sh$/)
  })

  it('keeps big numbers short', () => {
    expect(formatFor('en').compact(12_340)).toBe('12.3K')
    expect(formatFor('en').bytes(20 * 1024 * 1024)).toBe('20 MB')
    expect(formatFor('en').bytes(18)).toBe('18 byte')
  })
})
