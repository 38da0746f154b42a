import { describe, expect, it } from 'vitest'
import { networkOf } from '../../../../domain/identity/network.ts'

describe('an address', () => {
  it('of IPv4 is counted by itself', () => {
    expect(networkOf('198.51.100.7')).toBe('198.51.100.7')
  })

  it('of IPv6 is counted with its whole network, however it is written', () => {
    for (const address of [
      '2001:db8:0:1::1',
      '2001:0DB8:0000:0001:ffff:ffff:ffff:ffff',
      '2001:db8::1:0:0:0:5',
      '2001:db8:0:1:2:3:4:5',
    ])
      expect(networkOf(address)).toBe('2001:db8:0:1::/64')
    expect(networkOf('::1')).toBe('0:0:0:0::/64')
    expect(networkOf('2001:db8::')).toBe('2001:db8:0:0::/64')
    expect(networkOf('2001:db8:0:2::1')).not.toBe(networkOf('2001:db8:0:1::1'))
  })
})
