import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { counterOf, limitsOn, RATE_LIMITS, readOverrides } from '../../../../domain/identity/rate-limits.ts'

describe('the limits', () => {
  it('are those that the edge is deployed with', () => {
    const deployed = readFileSync('wrangler.toml', 'utf8')
    const limitOf = (binding: string) =>
      new RegExp(`name = "${binding}"\\nnamespace_id = "\\d+"\\nsimple = \\{ limit = (\\d+), period = 60 \\}`).exec(
        deployed,
      )?.[1]
    expect(Number(limitOf('GENERAL_LIMIT'))).toBe(RATE_LIMITS.general.quota)
    expect(Number(limitOf('KEYS_LIMIT'))).toBe(RATE_LIMITS.keys.quota)
  })

  it('count each asker once for the general share, and payments besides', () => {
    expect(limitsOn('/api/v1/issues', 'person')).toEqual(['general'])
    expect(limitsOn('/api/v1/issues', 'address')).toEqual(['general'])
    expect(limitsOn('/api/v1/issues', 'program')).toEqual(['keys'])
    expect(limitsOn('/api/v1/payments/p1', 'program')).toEqual(['payments', 'keys'])
    expect(limitsOn('/api/v1/paymentsx', 'person')).toEqual(['general'])
  })

  it('are counted by the edge at its own quota, exactly below it, and by nobody above', () => {
    expect(counterOf('general', 600)).toBe('edge')
    expect(counterOf('general', 599)).toBe('window')
    expect(counterOf('general', 601)).toBe('nobody')
    expect(counterOf('payments', 100_000)).toBe('window')
  })
})

describe('overrides', () => {
  it('are read from JSON, or are off altogether', () => {
    expect(readOverrides(undefined)).toEqual({})
    expect(readOverrides(' ')).toEqual({})
    expect(readOverrides('{"general":5,"payments":"off"}')).toEqual({ general: 5, payments: null })
    expect(readOverrides('off')).toEqual({ 'sign-in': null, codes: null, payments: null, general: null, keys: null })
  })

  it('are none where a name or a quota makes no sense', () => {
    for (const text of [
      'on',
      '[]',
      '5',
      '{"general":0}',
      '{"general":-1}',
      '{"general":1.5}',
      '{"genral":5}',
      '{"keys":true}',
    ])
      expect(readOverrides(text)).toBeNull()
  })
})
