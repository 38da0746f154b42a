import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextPath } from '../../../../domain/identity/next-path.ts'

const ORIGIN = 'https://signalbox.example'

describe('where to go after signing in', () => {
  it.each(['/', '/issues', '/issues/1?tab=tags#top', '/a//b', '/%2Fevil.example', '/@evil.example'])(
    'is %s, a path of ours',
    (path) => {
      expect(nextPath(path)).toBe(path)
    },
  )

  it.each([
    undefined,
    '',
    'issues',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    'https://evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    '/..//evil.example',
    '/./\\evil.example',
    `/${'a'.repeat(2000)}`,
  ])('is the start for %j', (wish) => {
    expect(nextPath(wish)).toBe('/')
  })

  it('is on our own site for whatever text', () => {
    const piece = fc.constantFrom('/', '\\', '.', '..', '\t', '\n', '@', ':', 'https:', 'evil.example', '%2F', '?', '#')
    const text = fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 8 })
    fc.assert(
      fc.property(text, (pieces) => {
        expect(new URL(nextPath(pieces.join('')), ORIGIN).origin).toBe(ORIGIN)
      }),
      { numRuns: 2000 },
    )
  })
})
