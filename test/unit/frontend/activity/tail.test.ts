import { describe, expect, it } from 'vitest'
import type { CloudEvent } from '../../../../contract/domain-events.ts'
import { emptyTail, heard, RING, released } from '../../../../frontend/src/activity/tail.ts'

const event = (id: number): CloudEvent => ({
  specversion: '1.0',
  id: `e_${id}`,
  source: '/organizations/o_1',
  type: 'shop.opened',
  subject: 's_1',
  time: new Date(id).toISOString(),
  datacontenttype: 'application/json',
  partitionkey: 's_1',
  data: {},
})
const ids = (events: readonly CloudEvent[]) => events.map(({ id }) => id)

describe('the tail of the log', () => {
  it('shows the newest on top', () => {
    const tail = heard(heard(emptyTail, [event(1), event(2)], false), [event(3)], false)
    expect(ids(tail.shown)).toEqual(['e_3', 'e_2', 'e_1'])
    expect(tail.waiting).toEqual([])
  })

  it('moves nothing while it is held, and counts what waits', () => {
    const before = heard(emptyTail, [event(1)], false)
    const held = heard(heard(before, [event(2)], true), [event(3)], true)
    expect(held.shown).toBe(before.shown)
    expect(ids(held.waiting)).toEqual(['e_3', 'e_2'])
    expect(ids(released(held).shown)).toEqual(['e_3', 'e_2', 'e_1'])
    expect(released(held).waiting).toEqual([])
  })

  it('shows what waited with the next that comes once nobody holds it', () => {
    const held = heard(emptyTail, [event(1)], true)
    expect(ids(heard(held, [event(2)], false).shown)).toEqual(['e_2', 'e_1'])
  })

  it('takes an event that is told twice for one', () => {
    const tail = heard(heard(emptyTail, [event(1), event(1)], false), [event(1)], false)
    expect(ids(tail.shown)).toEqual(['e_1'])
  })

  it('keeps no more than a ring of rows, and says where more came than it can hold', () => {
    const many = Array.from({ length: RING + 5 }, (_, id) => event(id))
    expect(heard(emptyTail, many, false).shown).toHaveLength(RING)
    const held = heard(emptyTail, many, true)
    expect(held.waiting).toHaveLength(RING)
    expect(held.overran).toBe(true)
  })
})
