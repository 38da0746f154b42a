import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LoggedEvent } from '../../../../contract/domain-events.ts'
import {
  closedUntil,
  erasedEntry,
  firstLink,
  isErased,
  nextPart,
  type SealedEntry,
  sealedEntries,
} from '../../../../domain/events/log-chain.ts'
import {
  closedEvent,
  concerns,
  joinedEvent,
  openEvent,
  sameEvent,
  splitEvent,
} from '../../../../domain/events/log-entry.ts'
import { faultOfEntries, faultOfRows } from '../../../../domain/events/log-verification.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const HOUR_MS = 3_600_000
const START = firstLink('o1', sha256)

const event = (position: number, data: unknown = {}, change: Partial<LoggedEvent> = {}): LoggedEvent => ({
  ...{ position, id: `e${position}`, organisationId: 'o1', type: 'booking.noted', aggregate: 'booking' },
  ...{ partitionKey: 'b1', sequence: position, source: null, subject: 'b1', actor: null, time: 1, loggedAt: 1 },
  ...{ correlationId: null, causationId: null, traceparent: null, extensions: null, data: JSON.stringify(data) },
  ...change,
})

let salts = 0
const salt = () => {
  salts += 1
  return `salt${salts}`
}
const seal = (events: LoggedEvent[]) => sealedEntries(events, START, { sha256, salt, shapeOf: () => 'open' })
const partOf = (entries: SealedEntry[]) => ({
  firstPosition: entries[0]?.event.position ?? 0,
  lastPosition: entries.at(-1)?.event.position ?? 0,
  entries: entries.length,
  previous: START,
  digest: entries.at(-1)?.link ?? '',
})
const nobody = { sha256, recorded: () => false }

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'grapheme' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(fc.constantFrom('email', 'phone', 'name', '__proto__', 'a/b', 'a~b', '*'), fc.string()),
      tie('value'),
      {
        maxKeys: 4,
        noNullPrototype: true,
      },
    ),
  ),
})).value
const logs = fc
  .array(json, { minLength: 1, maxLength: 6 })
  .map((list) => list.map((data, index) => event(index + 1, JSON.parse(JSON.stringify(data)))))

describe('an event in two parts', () => {
  it('is itself again when they are put together', () => {
    fc.assert(
      fc.property(logs, (events) => {
        for (const one of events) {
          const whole = openEvent(one)
          expect(sameEvent(joinedEvent(splitEvent(whole, 'open')), whole)).toBe(true)
          expect(sameEvent(openEvent(closedEvent(whole)), whole)).toBe(true)
        }
      }),
    )
  })

  it('has what is personal in one of them only', () => {
    const data = { id: 1, email: 'ada@example.com', guests: [{ phone: '1', seat: 2 }], emails: ['x'] }
    expect(splitEvent(openEvent(event(1, data)), 'open')).toMatchObject({
      event: { data: { id: 1, guests: [{ seat: 2 }] } },
      personal: { '/email': 'ada@example.com', '/guests/0/phone': '1', '/emails': ['x'] },
    })
    expect(splitEvent(openEvent(event(1, { id: 1 })), 'open').personal).toBeNull()
    const items = { fields: new Map(), items: 'personal' } as const
    expect(splitEvent(openEvent(event(1, ['a', 'b'])), items)).toMatchObject({ event: { data: [null, null] } })
    expect(splitEvent(openEvent(event(1, 'Ada')), 'personal')).toMatchObject({
      event: { data: null },
      personal: { '': 'Ada' },
    })
  })

  it('is about whoever it names as subject, actor, or anywhere in its data', () => {
    const about = (change: Partial<LoggedEvent>, data: unknown = {}) =>
      concerns(openEvent(event(1, data, change)), 'U_Ada')
    expect(about({ subject: 'u_ada' })).toBe(true)
    expect(about({ actor: 'u_ada' })).toBe(true)
    expect(about({}, { deep: [{ userId: 'U_ADA' }] })).toBe(true)
    expect(about({}, { text: 'of u_ada' })).toBe(false)
  })
})

describe('the chain', () => {
  it('holds as it was made, and when what it says of people is erased on record', () => {
    fc.assert(
      fc.property(logs, (events) => {
        const entries = seal(events)
        const rows = events.map(openEvent)
        const kept = { keptFrom: 0, left: openLeft }
        expect(faultOfEntries(entries, partOf(entries), nobody)).toBeNull()
        expect(faultOfRows(entries, rows, { ...kept, recorded: () => false })).toBeNull()
        const erased = entries.map(erasedEntry)
        const recorded = () => true
        expect(faultOfEntries(erased, partOf(entries), { sha256, recorded })).toBeNull()
        expect(faultOfRows(erased, rows.map(openLeft), { ...kept, recorded })).toBeNull()
        const first = erased.find(isErased)
        expect(faultOfEntries(erased, partOf(entries), nobody)?.position).toBe(first?.event.position)
      }),
    )
  })

  it('names the entry where a single thing was changed, whatever it is', () => {
    fc.assert(
      fc.property(logs, fc.nat(), fc.nat(), (events, at, which) => {
        const entries = seal(events)
        const index = at % entries.length
        const changed = entries.with(index, changes(entries[index] as SealedEntry, which))
        expect(faultOfEntries(changed, partOf(entries), nobody)).toMatchObject({ line: index + 1 })
      }),
    )
  })

  it('names the place where entries were taken out, put in twice, or changed places', () => {
    fc.assert(
      fc.property(logs, fc.nat(), (events, at) => {
        const entries = seal(events)
        const index = at % entries.length
        const without = entries.toSpliced(index, 1)
        expect(faultOfEntries(without, partOf(entries), nobody)?.line).toBe(index + 1)
        const twice = entries.toSpliced(index, 0, entries[index] as SealedEntry)
        expect(faultOfEntries(twice, partOf(entries), nobody)?.line).toBe(index + 2)
        if (index === 0) return
        const swapped = entries
          .with(index, entries[index - 1] as SealedEntry)
          .with(index - 1, entries[index] as SealedEntry)
        expect(faultOfEntries(swapped, partOf(entries), nobody)?.line).toBe(index)
      }),
    )
  })

  it('of one organisation begins nowhere in that of another', () => {
    const entries = seal([event(1)])
    const elsewhere = { ...partOf(entries), previous: firstLink('o2', sha256) }
    expect(faultOfEntries(entries, elsewhere, nobody)).toMatchObject({ reason: 'entry_out_of_place', line: 1 })
  })

  it('that was made anew differs from the rows that are still there', () => {
    const entries = seal([event(1), event(2, { a: 2 }), event(3)])
    const rows = [event(1), event(2, { a: 1 }), event(3)].map(openEvent)
    const compared = { keptFrom: 0, recorded: () => false, left: openLeft }
    expect(faultOfRows(entries, rows, compared)).toMatchObject({ reason: 'row_changed', id: 'e2' })
    expect(faultOfRows(entries, rows.slice(1), compared)).toMatchObject({ reason: 'row_missing', id: 'e1' })
    expect(faultOfRows(entries, rows.slice(2), { ...compared, keptFrom: 3 })).toBeNull()
    expect(faultOfRows(entries.slice(1), rows, compared)).toMatchObject({ reason: 'row_not_sealed', id: 'e1' })
  })

  it('tells nothing of what was erased: the same value leaves another trace each time', () => {
    const [one, other] = seal([event(1, { email: 'a@example.com' }), event(1, { email: 'a@example.com' })])
    expect(one?.commitment).not.toBe(other?.commitment)
    expect(JSON.stringify(erasedEntry(one as SealedEntry))).not.toContain(one?.salt ?? 'a@example.com')
  })
})

describe('a sealed part', () => {
  it('is of an hour that has been over for five minutes', () => {
    expect(closedUntil(HOUR_MS + 5 * 60_000 - 1)).toBe(0)
    expect(closedUntil(HOUR_MS + 5 * 60_000)).toBe(HOUR_MS)
  })

  it('ends with its hour, and before it is too large', () => {
    const at = (position: number, loggedAt: number, data: unknown = {}) => event(position, data, { loggedAt })
    const positions = (events: LoggedEvent[], until = 9 * HOUR_MS) =>
      nextPart(events, until).part.map((one) => one.position)
    expect(positions([at(1, 0), at(2, HOUR_MS - 1), at(3, HOUR_MS)])).toEqual([1, 2])
    expect(positions([at(1, 0), at(2, 1)], 1)).toEqual([1])
    expect(positions([at(1, 0)], 0)).toEqual([])
    const large = 'x'.repeat(3_000_000)
    expect(positions([at(1, 0, large), at(2, 0, large), at(3, 0)])).toEqual([1])
    expect(positions(Array.from({ length: 5001 }, (_, index) => at(index + 1, 0)))).toHaveLength(5000)
    expect(nextPart([at(1, 0)], HOUR_MS).open).toBe(true)
    expect(nextPart([at(1, 0), at(2, HOUR_MS)], HOUR_MS).open).toBe(false)
  })
})

const openLeft = (whole: ReturnType<typeof openEvent>) => splitEvent(whole, 'open').event

/** @returns the entry with one of its parts changed. */
const changes = (entry: SealedEntry, which: number): SealedEntry => {
  const members = Object.keys(entry.event) as (keyof SealedEntry['event'])[]
  const member = members[which % members.length] ?? 'id'
  const other: SealedEntry[] = [
    { ...entry, event: { ...entry.event, [member]: { other: true } } },
    { ...entry, personal: { ...entry.personal, '/email': 'somebody else' } },
    { ...entry, salt: `${entry.salt}0` },
    { ...entry, commitment: sha256(`${entry.commitment}`) },
    { ...entry, digest: sha256(entry.digest) },
    { ...entry, link: sha256(entry.link) },
  ]
  return other[which % other.length] ?? entry
}
