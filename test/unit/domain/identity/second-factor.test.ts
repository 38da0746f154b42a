import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isFreshStep,
  RECOVERY_CODE_BYTES,
  readCode,
  recoveryCodeFrom,
} from '../../../../domain/identity/second-factor.ts'

const random = fc.uint8Array({ minLength: RECOVERY_CODE_BYTES, maxLength: RECOVERY_CODE_BYTES })

describe('codes', () => {
  it('of recovery are read as they were given, whatever spaces, dashes and capitals they are typed with', () => {
    fc.assert(
      fc.property(random, (bytes) => {
        const code = recoveryCodeFrom(bytes)
        for (const typed of [code, code.toUpperCase(), code.replace('-', ''), ` ${code.replace('-', ' - ')} `])
          expect(readCode(typed)).toEqual({ kind: 'recovery', code })
      }),
    )
  })

  it('of recovery hold five bits of each byte', () => {
    const codes = Array.from({ length: 256 }, (_, n) => recoveryCodeFrom(new Uint8Array(RECOVERY_CODE_BYTES).fill(n)))
    expect(new Set(codes).size).toBe(32)
  })

  it('of recovery may be typed with look-alikes', () => {
    expect(readCode('OIL0l-abcde')).toEqual({ kind: 'recovery', code: '01101-abcde' })
  })

  it('of an app are six digits', () => {
    expect(readCode('123 456')).toEqual({ kind: 'totp', digits: '123456' })
    for (const typed of ['', '12345', '1234567', 'hello', '١٢٣٤٥٦', 'abcde-uuuuu']) expect(readCode(typed)).toBeNull()
  })

  it('are fresh where no later one was taken', () => {
    expect([isFreshStep(5, null), isFreshStep(5, 4), isFreshStep(5, 5), isFreshStep(5, 6)]).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})
