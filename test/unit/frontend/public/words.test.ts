import { describe, expect, it } from 'vitest'
import { clock, counted, money, say } from '../../../../frontend/src/public/words.ts'

describe('what the picker says', () => {
  it('has numbers and names in it', () => {
    expect(say('{place} chosen, {price}', { place: 'A 1', price: '€5' })).toBe('A 1 chosen, €5')
    const places = { one: '{n} place', other: '{n} places' }
    expect([0, 1, 2].map((n) => counted('en', places, n))).toEqual(['0 places', '1 place', '2 places'])
    expect([0, 1, 2].map((n) => counted('fr', places, n))).toEqual(['0 place', '1 place', '2 places'])
  })

  it('writes money in its own minor units', () => {
    expect(money('en', 2550, 'EUR')).toBe('€25.50')
    expect(money('en', 2550, 'JPY')).toBe('JP¥2,550')
  })

  it('counts down by the second, and not below nothing', () => {
    expect([600_000, 59_100, 1, 0, -5].map(clock)).toEqual(['10:00', '1:00', '0:01', '0:00', '0:00'])
  })
})
