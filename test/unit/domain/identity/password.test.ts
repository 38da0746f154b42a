import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPassword, needsRehash, parsePassword, SCRYPT_COST } from '../../../../domain/identity/password.ts'

const base64 = fc.stringMatching(/^[A-Za-z0-9+/]{1,64}$/)
const stored = fc.record({
  ln: fc.integer({ min: 1, max: 20 }),
  r: fc.integer({ min: 1, max: 32 }),
  p: fc.integer({ min: 1, max: 16 }),
  salt: base64,
  hash: base64,
})

describe('a stored password', () => {
  it('reads back as it was written', () => {
    fc.assert(
      fc.property(stored, (password) => {
        expect(parsePassword(formatPassword(password))).toEqual(password)
      }),
    )
  })

  it('is not read from anything else', () => {
    const others = [
      '',
      'plain',
      '$2b$10$abc',
      '$argon2id$v=19$m=1,t=1,p=1$a$b',
      '$scrypt$ln=14,r=8,p=5$salt',
      '$scrypt$ln=14,r=8$a$b',
    ]
    for (const text of others) expect(parsePassword(text)).toBeNull()
  })

  it('costs what OWASP asks of scrypt: a power of two that is memory, and repeats that make up for it', () => {
    expect(SCRYPT_COST).toEqual({ ln: 14, r: 8, p: 5 })
  })

  it('is hashed anew when any part of the cost differs', () => {
    expect(needsRehash(SCRYPT_COST, SCRYPT_COST)).toBe(false)
    for (const part of ['ln', 'r', 'p'] as const) {
      expect(needsRehash({ ...SCRYPT_COST, [part]: SCRYPT_COST[part] + 1 }, SCRYPT_COST)).toBe(true)
    }
  })
})
