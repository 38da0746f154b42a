import { describe, expect, it } from 'vitest'
import { inChain } from '../../../../frontend/src/activity/timeline.ts'
import type { TimelineEntry } from '../../../../frontend/src/api/shapes.ts'

const entry = (id: string, parent: string | null, second: number): TimelineEntry => ({
  kind: 'event',
  id,
  parent,
  at: new Date(second * 1000).toISOString(),
  event: {
    position: second,
    aggregate: 'shop',
    loggedAt: new Date(second * 1000).toISOString(),
    specversion: '1.0',
    id,
    source: '/s',
    type: 'shop.opened',
    subject: 's',
    time: new Date(second * 1000).toISOString(),
    datacontenttype: 'application/json',
    partitionkey: 's',
  },
})
const shown = (entries: TimelineEntry[]) => inChain(entries).map(({ entry: { id }, depth }) => `${id}${depth}`)

describe('inChain', () => {
  it('puts what came of an entry right behind it, in the order of time', () => {
    expect(shown([entry('c', 'a', 3), entry('d', 'b', 4), entry('a', null, 1), entry('b', 'a', 2)])).toEqual([
      'a0',
      'b1',
      'd2',
      'c1',
    ])
  })

  it('takes an entry whose cause is not there for a beginning', () => {
    expect(shown([entry('b', 'gone', 2), entry('a', null, 1)])).toEqual(['a0', 'b0'])
  })

  it('shows each of those that name one another as their cause once', () => {
    expect(shown([entry('a', 'b', 1), entry('b', 'a', 2)]).toSorted()).toEqual(['a0', 'b0'])
  })
})
