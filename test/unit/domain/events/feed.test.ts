import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LoggedEvent } from '../../../../contract/domain-events.ts'
import { afterReading, due, granted, heard, type Listening, readWish } from '../../../../domain/events/feed.ts'

const listening: Listening = {
  position: 0,
  allowed: ['issues', 'activity'],
  wanted: null,
  personal: false,
  replay: false,
  unread: null,
  stuckSince: null,
  missed: false,
}

describe('readWish', () => {
  it('reads which topics and whether events are told again', () => {
    expect(readWish('{"subscribe":["issues"]}')).toEqual({ subscribe: ['issues'] })
    expect(readWish('{"replay":true}')).toEqual({ replay: true })
    expect(readWish('{"read":65536}')).toEqual({ read: 65_536 })
    expect(readWish('{"subscribe":[],"replay":false,"more":1}')).toEqual({ subscribe: [], replay: false })
  })

  it('takes anything else as nothing, and never throws', () => {
    for (const other of [
      '{}',
      'null',
      '[]',
      '7',
      '{"subscribe":"issues"}',
      '{"subscribe":[1]}',
      '{"replay":"yes"}',
      '{"read":-1}',
      '{"read":0.5}',
    ])
      expect(readWish(other)).toBeNull()
    expect(readWish(new ArrayBuffer(2))).toBeNull()
    expect(readWish(JSON.stringify({ subscribe: ['x'.repeat(1024)] }))).toBeNull()
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => readWish(text) !== undefined))
  })
})

describe('granted', () => {
  it('gives what may be heard, and says of the rest why not', () => {
    const { listening: after, refused } = granted(listening, { subscribe: ['issues', 'deliveries', 'constructor'] })
    expect(heard(after)).toEqual(['issues'])
    expect(refused).toEqual([
      { topic: 'deliveries', reason: 'forbidden' },
      { topic: 'constructor', reason: 'unknown' },
    ])
  })

  it('leaves what is not named as it is', () => {
    const chosen = granted(listening, { subscribe: ['issues'] }).listening
    expect(granted(chosen, { replay: true }).listening).toEqual({ ...chosen, replay: true })
    expect(heard(granted(listening, { replay: true }).listening)).toEqual(['issues', 'activity'])
  })
})

describe('what is unread', () => {
  it('is counted from the first word on, and never less than nothing', () => {
    expect(afterReading(listening, 0).unread).toBe(0)
    expect(afterReading({ ...listening, unread: 100 }, 30).unread).toBe(70)
    expect(afterReading({ ...listening, unread: 100 }, 300).unread).toBe(0)
  })
})

describe('due', () => {
  const logOf = (positions: number[]) => positions.map((position) => ({ position }) as LoggedEvent)

  it('tells each socket every event once and in order, however the log is cut and whenever it is told', () => {
    const log = fc
      .uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 })
      .map((some) => some.sort((a, b) => a - b))
    const starts = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(
        log,
        starts,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 4 }),
        (all, at, size, room) => {
          const sockets = at.map((position) => ({ position, start: position, told: [] as number[] }))
          const last = all.at(-1) ?? 0
          while (sockets.some(({ position }) => position < last)) {
            const from = Math.min(...sockets.map(({ position }) => position))
            const events = logOf(all.filter((position) => position > from).slice(0, size))
            for (const socket of sockets)
              for (const { position } of due(socket.position, { from, events }).slice(0, room)) {
                socket.told.push(position)
                socket.position = position
              }
          }
          for (const { start, told } of sockets) expect(told).toEqual(all.filter((position) => position > start))
        },
      ),
    )
  })

  it('is nothing where the socket stands before the stretch', () => {
    expect(due(3, { from: 4, events: logOf([5, 6]) })).toEqual([])
  })
})
