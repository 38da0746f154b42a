import { describe, expect, it } from 'vitest'
import { webLink } from '../../../../frontend/src/occurrence/payload.ts'

describe('webLink', () => {
  it('follows the web', () => {
    expect(webLink('https://example.com/a?b=1')).toBe('https://example.com/a?b=1')
  })

  it.each([
    'javascript:alert(1)',
    ' https://example.com',
    'data:text/html,x',
    '//example.com',
    'http://',
    'JaVaScRiPt:x',
  ])('follows nothing else: %s', (text) => {
    expect(webLink(text)).toBeNull()
  })
})
