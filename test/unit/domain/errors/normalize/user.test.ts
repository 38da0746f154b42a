import { describe, expect, it } from 'vitest'
import { type NormalizeContext, normalize } from '../../../../../domain/errors/normalize.ts'

const RECEIVED = Date.UTC(2026, 10, 21, 10, 0, 0)
const context: NormalizeContext = { eventId: 'a'.repeat(32), receivedAt: RECEIVED }

const read = (raw: unknown, more: Partial<NormalizeContext> = {}) => normalize(raw, { ...context, ...more })

describe('user', () => {
  it('turns a number into an id and keeps added fields under data', () => {
    expect(read({ user: { id: 7, email: 'a@b.c', plan: 'gold', data: { x: 1 } } }).user).toEqual({
      id: '7',
      email: 'a@b.c',
      data: { plan: 'gold', x: 1 },
    })
  })

  it('fills in {{auto}} from the sender, and nothing where the sender is unknown', () => {
    const raw = { user: { ip_address: '{{auto}}' } }
    expect(read(raw, { remoteAddress: '203.0.113.9' }).user).toEqual({ ip_address: '203.0.113.9' })
    expect(read(raw).user).toBeUndefined()
  })

  it('infers the address only if the SDK asks for it', () => {
    const remoteAddress = '2001:db8::1'
    expect(read({ sdk: { settings: { infer_ip: 'auto' } } }, { remoteAddress }).user).toEqual({
      ip_address: remoteAddress,
    })
    expect(read({ sdk: { settings: { infer_ip: 'never' } } }, { remoteAddress }).user).toBeUndefined()
    expect(read({ request: { env: { REMOTE_ADDR: '198.51.100.4' } } }).user).toEqual({ ip_address: '198.51.100.4' })
  })

  it('drops what is no address without repeating it', () => {
    expect(read({ user: { ip_address: 'my secret', id: 1 } })).toMatchObject({
      user: { id: '1' },
      errors: [{ type: 'invalid_data', name: 'user.ip_address' }],
    })
  })
})
