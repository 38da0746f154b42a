import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { RoomAnswer } from '../../contract/room.ts'
import { migrated } from './migrated.ts'
import { buyer, roomOf, settingsOf } from './rooms.ts'

vi.setConfig({ testTimeout: 60_000 })

let db: D1Database

beforeAll(async () => {
  db = await migrated()
})

const contact = { fullName: 'Ada Lovelace', emailAddress: 'ada@example.com' }

const had = <T>(answer: RoomAnswer<T>): T => {
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.error)}`)
  return answer.value
}
const whyNot = (answer: RoomAnswer<unknown>) => (answer.ok ? null : answer.error.reason)

type Room = Awaited<ReturnType<typeof roomOf>>

const bought = async (room: Room, n: number) => {
  const who = buyer(`buyer${n}`)
  const held = had(await room.hold({ quantity: 1 }, who, null))
  const { id } = had(await room.book({ holdId: held.id, contact }, who, null))
  return had(await room.confirm(id, who))
}

const typesOf = async (eventId: string) =>
  Object.fromEntries(
    (
      await db
        .prepare(
          `SELECT type, count(*) AS n FROM domain_events WHERE data ->> 'eventId' = ? AND aggregate IN ('booking', 'waitlist')
           GROUP BY type`,
        )
        .bind(eventId)
        .all<{ type: string; n: number }>()
    ).results.map(({ type, n }) => [type, n]),
  )

const statuses = async (eventId: string) =>
  Object.fromEntries(
    (
      await db
        .prepare('SELECT status, count(*) AS n FROM bookings WHERE event_id = ? GROUP BY status')
        .bind(eventId)
        .all<{ status: string; n: number }>()
    ).results.map(({ status, n }) => [status, n]),
  )

/** Lets the alarm do all that is due, with an eviction between any two batches. */
const untilQuiet = async (room: Room, evicting = true) => {
  for (let n = 0; n < 12; n += 1) {
    await runDurableObjectAlarm(room)
    if (evicting) await evictDurableObject(room)
  }
  await room.flush()
}

describe('a cancelled event', () => {
  it('ends every hold, booking and wait in batches, whatever interrupts it, and lets nobody in meanwhile', async () => {
    const settings = settingsOf({ capacity: 460 })
    const room = await roomOf(settings)
    for (let n = 0; n < 450; n += 1) await bought(room, n)
    const held = had(await room.hold({ quantity: 1 }, buyer('late'), null))
    const waiting = had(await room.hold({ quantity: 9 }, buyer('slow'), null))
    had(await room.book({ holdId: waiting.id, contact }, buyer('slow'), null))
    had(
      await room.join(
        { quantity: 1, email: 'bob@example.com', accessible: 0, allowPartial: false },
        buyer('bob'),
        null,
      ),
    )
    await room.configure({
      version: 2,
      settings: { ...settings, status: 'CANCELLED', cancellationReason: 'The hall is flooded' },
      layout: null,
    })
    expect(whyNot(await room.hold({ quantity: 1 }, buyer('x'), null))).toBe('closed')
    expect(whyNot(await room.book({ holdId: held.id, contact }, buyer('late'), null))).toMatch(/closed|expired/)
    await untilQuiet(room)
    const { free, held: stillHeld, offered, booked } = (await room.availability()) ?? {}
    expect({ free, stillHeld, offered, booked }).toEqual({ free: 460, stillHeld: 0, offered: 0, booked: 0 })
    expect(await statuses(settings.eventId)).toEqual({ CANCELLED: 451 })
    expect(await typesOf(settings.eventId)).toMatchObject({ 'booking.cancelled': 451, 'waitlist.left': 1 })
    const one = await db
      .prepare("SELECT booking ->> '$.cancellation' AS how FROM bookings WHERE event_id = ? LIMIT 1")
      .bind(settings.eventId)
      .first<{ how: string }>()
    expect(JSON.parse(one?.how ?? '')).toMatchObject({ reason: 'The hall is flooded', by: 'event' })
  })

  it('cancels nothing twice', async () => {
    const settings = settingsOf({ capacity: 3 })
    const room = await roomOf(settings)
    await bought(room, 1)
    const cancelled = { ...settings, status: 'CANCELLED' as const }
    await room.configure({ version: 2, settings: cancelled, layout: null })
    await untilQuiet(room, false)
    await room.configure({ version: 3, settings: { ...cancelled, name: 'Renamed' }, layout: null })
    await untilQuiet(room)
    expect(await typesOf(settings.eventId)).toMatchObject({ 'booking.cancelled': 1 })
  })
})

describe('an event that is over', () => {
  it('completes what stood, and nothing else', async () => {
    const settings = settingsOf({ capacity: 5 })
    const room = await roomOf(settings)
    const stood = await bought(room, 1)
    const gone = await bought(room, 2)
    had(await room.cancel(gone.id, {}, buyer('buyer2')))
    await untilQuiet(room, false)
    expect(await statuses(settings.eventId)).toEqual({ CONFIRMED: 1, CANCELLED: 1 })
    await room.configure({
      version: 2,
      settings: { ...settings, startsAt: Date.now() - 7_200_000, endsAt: Date.now() - 1000 },
      layout: null,
    })
    await untilQuiet(room)
    expect(await statuses(settings.eventId)).toEqual({ REDEEMED: 1, CANCELLED: 1 })
    expect(await typesOf(settings.eventId)).toMatchObject({ 'booking.completed': 1 })
    expect(had(await room.booking(stood.id, buyer('buyer1'))).status).toBe('REDEEMED')
  })
})
