import { describe, expect, it } from 'vitest'
import type { PreparedOccurrence } from '../../../../domain/errors/digest.ts'
import { gather } from '../../../../domain/errors/gather.ts'

function prepared(hashes: string[], over: Partial<PreparedOccurrence> = {}): PreparedOccurrence {
  const meta = {
    v: 1 as const,
    project: '1',
    keyNumber: 1,
    kind: 'event' as const,
    eventId: '',
    receivedAt: 0,
    encoding: 'identity' as const,
  }
  return {
    project: 1,
    id: '0'.repeat(32),
    receivedAt: 0,
    timestamp: 0,
    user: null,
    facets: [],
    title: 'T',
    culprit: '',
    level: 'error',
    platform: 'node',
    release: null,
    environment: null,
    grouping: { algorithm: 'v1', hashes, variants: [] },
    member: new Uint8Array(1),
    message: { meta },
    ...over,
  }
}

describe('gather', () => {
  it('puts occurrences that share any hash into one group, which then knows all their hashes', () => {
    const [batch] = gather([prepared(['app', 'system']), prepared(['other app', 'system']), prepared(['other app'])])
    expect(batch?.groupOf).toEqual([0, 0, 0])
    expect(batch?.groups[0]?.hashes).toEqual(['app', 'system', 'other app'])
  })

  it('keeps equal hashes of different projects apart', () => {
    const [batch] = gather([prepared(['a']), prepared(['a'], { project: 2 })])
    expect(batch?.groupOf).toEqual([0, 1])
  })

  it('leaves a hash with the group that knew it first', () => {
    const [batch] = gather([prepared(['a']), prepared(['b']), prepared(['a', 'b'])])
    expect(batch?.groupOf).toEqual([0, 1, 0])
    expect(batch?.groups.map(({ hashes }) => hashes)).toEqual([['a'], ['b']])
  })

  it('cuts batches whose rows would not fit one bound parameter', () => {
    const wordy = Array.from({ length: 100 }, (_, index) => prepared([`${index}`], { facets: ['f'.repeat(20_000)] }))
    const batches = gather(wordy)
    expect(batches.length).toBeGreaterThan(1)
    expect(batches.flatMap(({ occurrences }) => occurrences)).toHaveLength(100)
    for (const { occurrences } of batches) {
      expect(JSON.stringify(occurrences.map(({ facets }) => facets)).length).toBeLessThan(2_000_000)
    }
  })
})
