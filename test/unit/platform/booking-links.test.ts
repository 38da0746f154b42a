import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bookingToken, readBookingToken, readTicketSecret, ticketSecret } from '../../../platform/booking-links.ts'

const key = Buffer.alloc(32, 7).toString('base64')
const keys = { current: 1, keys: { 1: key } }
const others = { current: 1, keys: { 1: Buffer.alloc(32, 8).toString('base64') } }
const rotated = { current: 2, keys: { 1: key, 2: Buffer.alloc(32, 9).toString('base64') } }

const id = 'b_e_AAAAAAAAAAAAAAAAAAAAAA_BBBBBBBBBBBBBBBBBBBBBB'

describe('the token of a booking’s link', () => {
  it('names the booking and which of its links it is', () => {
    expect(readBookingToken(keys, id, bookingToken(keys, { id }))).toBe(id)
    expect(readBookingToken(keys, id, bookingToken(keys, { id, linkGeneration: 3 }))).toBe(`${id} 3`)
  })

  it('is one of ours alone, for this booking alone, and cannot be taken for another generation', () => {
    const first = bookingToken(keys, { id })
    const third = bookingToken(keys, { id, linkGeneration: 3 })
    expect(readBookingToken(others, id, first)).toBeNull()
    expect(readBookingToken(keys, `${id}x`, first)).toBeNull()
    for (const wrong of [`3.${first}`, third.slice(2), third.replace(/^3/, '4'), `1.${first}`, '', '.', '1.', 'x.y.z'])
      expect(readBookingToken(keys, id, wrong)).toBeNull()
  })

  it('stays good when another key signs', () => {
    expect(readBookingToken(rotated, id, bookingToken(keys, { id }))).toBe(id)
  })
})

describe('the secret of a ticket', () => {
  const ticket = { id: 't_e_AAAAAAAAAAAAAAAAAAAAAA_BBBBBBBBBBBBBBBBBBBBBB_1', generation: 2 }

  it('says which ticket it is of, and which of its secrets it is', () => {
    expect(readTicketSecret(keys, ticketSecret(keys, ticket))).toEqual(ticket)
    expect(readTicketSecret(keys, ` ${ticketSecret(keys, ticket)}\n`)).toEqual(ticket)
  })

  it('fits a code that a phone reads across a room', () => {
    expect(ticketSecret(keys, ticket).length).toBeLessThanOrEqual(84)
  })

  it('cannot be made of another one by changing a sign of it', () => {
    const secret = ticketSecret(keys, ticket)
    fc.assert(
      fc.property(fc.nat(secret.length - 2), fc.constantFrom(...'Ab1._-'), (at, sign) => {
        fc.pre(secret[at] !== sign)
        expect(readTicketSecret(keys, `${secret.slice(0, at)}${sign}${secret.slice(at + 1)}`)).toBeNull()
      }),
    )
  })

  it('is no link to the booking', () => {
    expect(readBookingToken(keys, id, ticketSecret(keys, ticket))).toBeNull()
    expect(readTicketSecret(keys, bookingToken(keys, { id }))).toBeNull()
  })
})
