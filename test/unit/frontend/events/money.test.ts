import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minorAmount, minorDigits, writtenAmount } from '../../../../frontend/src/events/money.ts'

describe('amounts', () => {
  it.each([
    ['12.50', 'EUR', 1250],
    ['12,5', 'EUR', 1250],
    ['12', 'EUR', 1200],
    ['1 234,56', 'EUR', 123456],
    ['1,234.56', 'USD', 123456],
    ['0', 'EUR', 0],
    ['1200', 'JPY', 1200],
    ['1.234', 'KWD', 1234],
  ])('reads %s of %s', (text, currency, minor) => {
    expect(minorAmount(text, currency)).toBe(minor)
  })

  it.each([
    ['', 'EUR'],
    ['twelve', 'EUR'],
    ['-3', 'EUR'],
    ['1.234', 'EUR'],
    ['12.5', 'JPY'],
    ['1.2.3', 'EUR'],
    ['99999999999', 'EUR'],
  ])('takes %s for no amount of %s', (text, currency) => {
    expect(minorAmount(text, currency)).toBeNull()
  })

  it('reads again what it wrote, in every currency', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000_000 }),
        fc.constantFrom('EUR', 'JPY', 'KWD', 'USD'),
        (minor, currency) => minorAmount(writtenAmount(minor, currency), currency) === minor,
      ),
    )
  })

  it('takes a currency that nobody knows for one with cents', () => {
    expect(minorDigits('no currency')).toBe(2)
  })
})
