import { describe, expect, it } from 'vitest'
import { safeNext } from '../../../../frontend/src/session/next.ts'

describe('safeNext', () => {
  it('goes back to a page of ours', () => {
    expect(safeNext('/issues?status=all')).toBe('/issues?status=all')
  })

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '',
    '/login?next=/x',
    undefined,
  ])('goes nowhere else: %s', (next) => {
    expect(safeNext(next)).toBe('/issues')
  })
})
