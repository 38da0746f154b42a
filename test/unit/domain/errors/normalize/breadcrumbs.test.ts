import { describe, expect, it } from 'vitest'
import { type NormalizeContext, normalize } from '../../../../../domain/errors/normalize.ts'

const RECEIVED = Date.UTC(2026, 10, 21, 10, 0, 0)
const context: NormalizeContext = { eventId: 'a'.repeat(32), receivedAt: RECEIVED }

const read = (raw: unknown) => normalize(raw, context)

describe('breadcrumbs', () => {
  it('keeps the latest hundred', () => {
    const crumbs = Array.from({ length: 300 }, (_, index) => ({ message: `m${index}`, timestamp: 1795255200 + index }))
    const kept = read({ breadcrumbs: crumbs }).breadcrumbs?.values
    expect([kept?.length, kept?.[0]?.message, kept?.at(-1)?.message]).toEqual([100, 'm200', 'm299'])
  })

  it('reads times, levels and data of any kind', () => {
    const values = [{ timestamp: '2026-11-21T09:00:00.123456Z', level: 'Warning', data: 'text', message: { a: 1 } }, 5]
    expect(read({ breadcrumbs: { values } })).toMatchObject({
      breadcrumbs: {
        values: [
          { timestamp: '2026-11-21T09:00:00.123Z', level: 'warning', data: { value: 'text' }, message: '{"a":1}' },
        ],
      },
      errors: [{ type: 'invalid_data', name: 'breadcrumbs.values.1', value: 5 }],
    })
  })
})
