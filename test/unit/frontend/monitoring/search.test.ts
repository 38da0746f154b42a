import { describe, expect, it } from 'vitest'
import { deliveryStatus } from '../../../../contract/deliveries.ts'
import { deliverySearch, linkIn, STATUSES } from '../../../../frontend/src/monitoring/search.ts'

describe('deliverySearch', () => {
  it('knows every status that a delivery has', () => {
    expect(STATUSES).toEqual(deliveryStatus.options)
  })

  it('leaves out what makes no sense and what goes without saying', () => {
    expect(deliverySearch({ scope: 'organization', status: 'lost', delivery: '', more: 1 })).toEqual({})
    expect(deliverySearch({ scope: 'deployment', status: 'queued', delivery: 'd_1' })).toEqual({
      scope: 'deployment',
      status: 'queued',
      delivery: 'd_1',
    })
  })
})

describe('linkIn', () => {
  it('finds the link of a message with its fragment, without the full stop behind it', () => {
    expect(linkIn('Follow this:\n\nhttps://box.example/join#token=a_b-c\n\nIt works once.')).toBe(
      'https://box.example/join#token=a_b-c',
    )
    expect(linkIn('See http://localhost:8787/x.')).toBe('http://localhost:8787/x')
    expect(linkIn('Your password was changed.')).toBeUndefined()
  })
})
