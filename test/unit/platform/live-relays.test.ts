import { describe, expect, it } from 'vitest'
import { regionOf, relayNamed } from '../../../platform/live-relays.ts'

describe('the region of a request', () => {
  it.each([
    [{ continent: 'EU', longitude: '13.4' }, 'weur'],
    [{ continent: 'EU', longitude: '30.5' }, 'eeur'],
    [{ continent: 'NA', longitude: '-122.4' }, 'wnam'],
    [{ continent: 'NA', longitude: '-74.0' }, 'enam'],
    [{ continent: 'SA', longitude: '-58.4' }, 'sam'],
    [{ continent: 'AS', longitude: '55.3' }, 'me'],
    [{ continent: 'AS', longitude: '139.7' }, 'apac'],
    [{ continent: 'OC', longitude: '151.2' }, 'oc'],
    [{ continent: 'AF', longitude: '31.2' }, 'afr'],
    [{}, 'weur'],
    [undefined, 'weur'],
  ])('%o is %s', (cf, region) => {
    expect(regionOf(cf)).toBe(region)
  })
})

describe('the name of a relay', () => {
  it('says which it is, and nothing else is one', () => {
    expect(relayNamed('event:e_a-b_c:relay:weur:12')).toEqual({ eventId: 'e_a-b_c', region: 'weur', n: 12 })
    for (const name of [undefined, '', 'event:e_1:relay:weur:', 'event:e_1:relay:weur:1:2', 'x'])
      expect(relayNamed(name)).toBeNull()
  })
})
