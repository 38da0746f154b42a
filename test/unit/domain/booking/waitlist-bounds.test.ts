import { describe, expect, it } from 'vitest'
import { availabilityOf } from '../../../../domain/booking/availability.ts'
import { misfitsOf } from '../../../../domain/booking/waitlist-places.ts'
import { house } from './house.ts'
import { given, HOUR, refusal, START, scene, type } from './waitlist-scene.ts'

const strict = (change: Parameters<typeof scene>[0] = {}) => scene({ ...change, waitlist: { fit: 'STRICT' } })
type Scene = ReturnType<typeof scene>

/** As many buyers of one place each. @returns what cancels for the n-th of them */
const sold = (event: Scene, many: number) => {
  const bookings = Array.from({ length: many }, (_, n) => event.buy(`buyer${n}`, 1))
  return (n: number) => given(event.cancel(`buyer${n}`, bookings[n]?.id ?? ''))
}
const numbers = ({ room }: Scene) => availabilityOf(room)

describe('a group that nobody passes', () => {
  it('takes nothing off sale that was on sale when it came', () => {
    const event = strict({ capacity: 50 })
    const held = given(event.hold('bob', 1))
    given(event.join('group', 50))
    expect(numbers(event)).toMatchObject({ free: 49, offered: 0 })
    given(event.hold('eve', 48))
    // What comes free is for who waits, and is all that is.
    given(event.release('bob', held.id))
    expect(numbers(event)).toMatchObject({ free: 1, offered: 1 })
    given(event.hold('cleo', 1))
    expect(refusal(event.hold('dora', 1))).toBe('capacity')
  })

  it('has what comes free while the sale is paused, and what a larger event adds', () => {
    const event = strict({ capacity: 3 })
    const free = sold(event, 3)
    given(event.join('group', 3))
    event.configure({ status: 'PAUSED' })
    free(0)
    expect(numbers(event)).toMatchObject({ free: 1, offered: 0 })
    event.configure({ status: 'ON_SALE' })
    expect(numbers(event)).toMatchObject({ free: 0, offered: 1 })
    event.configure({ capacity: 4 })
    expect(numbers(event)).toMatchObject({ free: 0, offered: 2 })
  })

  it('has places gathered for as long as an offer lasts, then is passed for as long, and then has its turn again', () => {
    const event = strict({ capacity: 4 })
    const free = sold(event, 4)
    given(event.join('group', 3))
    given(event.join('ada', 1))
    free(0)
    event.wait(HOUR / 2)
    free(1)
    expect(numbers(event)).toMatchObject({ free: 0, offered: 2 })
    event.wait(HOUR / 2)
    expect([event.status('group'), event.status('ada')]).toEqual(['WAITING', 'OFFERED'])
    expect(numbers(event)).toMatchObject({ free: 1, offered: 1 })
    given(event.take('ada'))
    given(event.hold('eve', 1))
    event.wait(HOUR)
    free(2)
    expect(numbers(event)).toMatchObject({ free: 0, offered: 2 })
    expect(event.entry('group').passedSince).toBe(START + HOUR)
    free(3)
    expect(event.status('group')).toBe('OFFERED')
  })

  it('is no longer waited for when others come to the front', () => {
    const event = strict({ capacity: 4 })
    const free = sold(event, 4)
    given(event.join('group', 4))
    given(event.join('pair', 3))
    free(0)
    given(event.ask('pair', { do: 'prioritise', priority: 1, reason: 'Was here before' }, true))
    event.wait(HOUR / 2)
    free(1)
    free(2)
    expect([event.status('group'), event.status('pair')]).toEqual(['WAITING', 'OFFERED'])
  })
})

describe('who can never be served', () => {
  it('does not wait: for accessible seats where there are none, or too few, or of another category', () => {
    const none = strict({ layout: house(['....']).layout })
    expect(refusal(none.join('ada', 1, { accessible: 1 }))).toBe('capacity')
    const ticketTypes = [type('tt_any'), type('tt_box', { categories: ['Box'] })]
    const some = strict({ layout: house(['.wc.bb']).layout, ticketTypes })
    given(some.hold('sold', 6, { seats: some.room.layout?.seats.map(({ guid }) => guid), quantity: undefined }))
    expect(refusal(some.join('ada', 2, { accessible: 2 }))).toBe('capacity')
    expect(refusal(some.join('bob', 2, { accessible: 1, ticketTypeId: 'tt_box' }))).toBe('capacity')
    expect(refusal(some.join('eve', 2, { accessible: 1 }))).toBeNull()
  })

  it('does not wait: a group that seats and areas have room for only together, or a number that is not sold', () => {
    const layout = {
      ...house(['...']).layout,
      areas: [{ id: 'floor', name: 'Floor', category: 'Stalls', capacity: 4 }],
    }
    const event = strict({ layout, ticketTypes: [type('tt_any'), type('tt_pair', { minQuantity: 2 })] })
    expect(refusal(event.join('ada', 5))).toBe('capacity')
    expect(refusal(event.join('ada', 1, { ticketTypeId: 'tt_pair' }))).toBe('limit')
    expect(refusal(event.join('ada', 4))).toBe('places_free')
  })

  it('holds up nobody, where the plan lost what they wait for', () => {
    const event = strict({ layout: house(['.w']).layout })
    const all = given(event.hold('sold', 2, { seats: ['A1', 'A2'], quantity: undefined }))
    given(event.join('ada', 1, { accessible: 1 }))
    given(event.join('bob', 1))
    const { layout, index } = house(['..'])
    Object.assign(event.room, { layout, index })
    given(event.release('sold', all.id))
    expect([event.status('ada'), event.status('bob')]).toEqual(['WAITING', 'OFFERED'])
  })
})

describe('a line', () => {
  it('is joined so often by one buyer and no more, and there are so many kinds of it and no more', () => {
    const event = strict({ capacity: 100, maxPerBuyer: 100 })
    given(event.hold('sold', 100))
    for (let n = 0; n < 20; n += 1) given(event.join('ada', 1, { email: `ada${n}@example.com` }))
    expect(refusal(event.join('ada', 1, { email: 'another@example.com' }))).toBe('limit')
    given(event.ask('ada', { do: 'leave' }))
    expect(refusal(event.join('ada', 1, { email: 'another@example.com' }))).toBeNull()

    const kinds = strict({ capacity: 100 })
    given(kinds.hold('sold', 100))
    let kind = 0
    for (let quantity = 1; kind < 2000; quantity += 1)
      for (let accessible = 0; accessible <= quantity && kind < 2000; accessible += 1, kind += 1)
        given(kinds.join(`p${kind}`, quantity, { accessible }))
    expect(refusal(kinds.join('late', 99))).toBe('limit')
    expect(refusal(kinds.join('usual', 2))).toBeNull()
  })

  it('of who cannot be served is looked at once: where some places are too many, more are too', () => {
    const { room } = strict({ capacity: 4, ticketTypes: [type('tt_any'), type('tt_pair', { minQuantity: 2 })] })
    const misfits = misfitsOf(room, START)
    const waited = (ticketTypeId: string | null, accessible = 0) => ({ ticketTypeId, accessible })
    misfits.add(waited(null), 3)
    misfits.add(waited('tt_any', 1), 2)
    misfits.add(waited('tt_pair'), 1)
    expect([misfits.has(waited(null), 2), misfits.has(waited(null), 3), misfits.has(waited(null), 9)]).toEqual([
      false,
      true,
      true,
    ])
    // What a house keeps for who needs it is no place for the others: neither says anything of the other.
    expect(misfits.has(waited(null, 2), 9)).toBe(false)
    expect([misfits.has(waited('tt_any'), 2), misfits.has(waited('tt_any', 1), 2)]).toEqual([false, true])
    // A number that is sold only in more says nothing of more.
    expect(misfits.has(waited('tt_pair'), 2)).toBe(false)
  })

  it('of who needs an accessible place is not kept from it by who is ahead and cannot have it', () => {
    const event = scene({ layout: house(['...w']).layout })
    event.buy('g1', 2, { quantity: undefined, seats: ['A1', 'A2'] })
    given(event.hold('h', 1, { quantity: undefined, seats: ['A3'] }))
    const { id } = event.buy('wheel', 1, { quantity: undefined, seats: ['A4'] })
    given(event.join('anna', 1))
    given(event.join('bert', 1, { accessible: 1 }))
    given(event.cancel('wheel', id))
    expect([event.status('anna'), event.status('bert')]).toEqual(['WAITING', 'OFFERED'])
  })
})
