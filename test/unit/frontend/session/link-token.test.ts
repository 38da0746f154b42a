import { describe, expect, it } from 'vitest'
import { tokenIn } from '../../../../frontend/src/session/link-token.ts'

describe('the token in a fragment', () => {
  it('is read with and without the mark before it', () => {
    expect(tokenIn('#token=abc_-123', 'token')).toBe('abc_-123')
    expect(tokenIn('token=abc_-123', 'token')).toBe('abc_-123')
  })

  it('goes by its name', () => {
    expect(tokenIn('#invitation=abc', 'token')).toBeUndefined()
    expect(tokenIn('#token=abc&invitation=xyz', 'invitation')).toBe('xyz')
  })

  it.each(['', '#', '#token=', `#token=${'a'.repeat(201)}`])(
    'is none where there is none to speak of: %s',
    (fragment) => {
      expect(tokenIn(fragment, 'token')).toBeUndefined()
    },
  )
})
