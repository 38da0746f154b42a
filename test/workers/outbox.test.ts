import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { outboxOf } from '../../durable-objects/outbox.ts'
import type { Fact } from '../../platform/db/commit.ts'
import { because } from '../../platform/trace.ts'
import { migrated } from './migrated.ts'

type Stores = Parameters<typeof outboxOf>[1]

const { DB, LIVE_HUB, DOMAIN_EVENTS, PROJECT_GATE } = env as Env
const stores: Stores = { DB, LIVE_HUB, DOMAIN_EVENTS }
let rooms = 0

const forget = () => undefined

/** The storage of an object that nothing else uses. */
const inRoom = <T>(work: (storage: DurableObjectStorage, room: string) => Promise<T>): Promise<T> => {
  rooms += 1
  const room = `room${rooms}`
  const stub = PROJECT_GATE.get(PROJECT_GATE.idFromName(room))
  return runInDurableObject(stub, (_, { storage }) => work(storage, room))
}

let serial = 0
const fact = (organisationId: string, subject: string): Fact => {
  serial += 1
  const about = { id: `r${serial}`, organisationId, subject, actor: null, time: serial }
  return { ...about, type: 'organization.created', data: { organizationId: subject, name: `${serial}` } }
}

const logOf = async (organisation: string) => {
  const { results } = await DB.prepare(
    'SELECT id, subject, sequence FROM domain_events WHERE organisation_id = ? ORDER BY position',
  )
    .bind(organisation)
    .all<{ id: string; subject: string; sequence: number }>()
  return results
}

/** A database that is away for some calls: before it does what it is asked for, or after. */
const failing = (fails: (call: number) => 'before' | 'after' | null): D1Database => {
  let call = 0
  const batch = async (statements: D1PreparedStatement[]) => {
    call += 1
    const when = fails(call)
    if (when === 'before') throw new Error('D1_ERROR: away')
    const results = await DB.batch(statements)
    if (when === 'after') throw new Error('D1_ERROR: the answer was lost')
    return results
  }
  return new Proxy(DB, {
    get: (target, name) => (name === 'batch' ? batch : Reflect.get(target, name).bind(target)),
  })
}

beforeAll(async () => {
  await migrated()
})

describe('the outbox of a room', () => {
  it('gives the log its facts in their order, each thing counted from 1, over as many batches as it takes', () =>
    inRoom(async (storage, room) => {
      const outbox = outboxOf(storage, stores, { wakeBy: forget })
      const facts = Array.from({ length: 230 }, (_, index) => fact(room, index % 3 === 0 ? 'a' : 'b'))
      outbox.keep(facts)
      expect(outbox.waiting()).toBe(230)
      await outbox.flush()
      const logged = await logOf(room)
      expect(logged.map(({ id }) => id)).toEqual(facts.map(({ id }) => id))
      for (const thing of ['a', 'b']) {
        const sequences = logged.flatMap(({ subject, sequence }) => (subject === thing ? [sequence] : []))
        expect(sequences).toEqual(sequences.map((_, index) => index + 1))
      }
      expect(outbox.waiting()).toBe(0)
    }))

  it('keeps no fact of a change that was taken back', () =>
    inRoom(async (storage, room) => {
      const outbox = outboxOf(storage, stores, { wakeBy: forget })
      const change = () =>
        storage.transactionSync(() => {
          outbox.keep([fact(room, 'a')])
          throw new Error('refused')
        })
      expect(change).toThrow('refused')
      expect(outbox.waiting()).toBe(0)
      outbox.keep([fact(room, 'a')])
      await outbox.flush()
      expect(await logOf(room)).toMatchObject([{ sequence: 1 }])
    }))

  it.each(['before', 'after'] as const)('loses and doubles nothing where the database fails %s it wrote', (when) =>
    inRoom(async (storage, room) => {
      const outbox = outboxOf(
        storage,
        { ...stores, DB: failing((call) => (call % 2 === 1 ? when : null)) },
        { wakeBy: forget },
      )
      const facts = Array.from({ length: 250 }, () => fact(room, 'a'))
      outbox.keep(facts)
      let refusals = 0
      while (outbox.waiting() > 0) await outbox.flush().catch(() => (refusals += 1))
      expect(refusals).toBeGreaterThan(0)
      expect(await logOf(room)).toEqual(facts.map(({ id }, index) => ({ id, subject: 'a', sequence: index + 1 })))
    }),
  )

  it('goes on in another life of its object, and counts on', () =>
    inRoom(async (storage, room) => {
      outboxOf(storage, stores, { wakeBy: forget }).keep([fact(room, 'a'), fact(room, 'a')])
      const reborn = outboxOf(storage, stores, { wakeBy: forget })
      reborn.keep([fact(room, 'a')])
      await Promise.all([reborn.flush(), reborn.flush(), outboxOf(storage, stores, { wakeBy: forget }).flush()])
      expect((await logOf(room)).map(({ sequence }) => sequence)).toEqual([1, 2, 3])
    }))

  it('says of each fact what it came of when it was kept, not when it was written', () =>
    inRoom(async (storage, room) => {
      const outbox = outboxOf(storage, stores, { wakeBy: forget })
      because({ correlationId: 'request-1' }, () => outbox.keep([fact(room, 'a')]))
      await because({ correlationId: 'alarm' }, () => outbox.flush())
      const row = await DB.prepare('SELECT correlation_id AS c, data FROM domain_events WHERE organisation_id = ?')
        .bind(room)
        .first<{ c: string; data: string }>()
      expect(row?.c).toBe('request-1')
      expect(JSON.parse(row?.data ?? '')).toMatchObject({ organizationId: 'a' })
    }))

  it('is written by the alarm, set with the change, where nothing else does it; and again until the database takes it', async () => {
    rooms += 1
    const room = `room${rooms}`
    const stub = PROJECT_GATE.get(PROJECT_GATE.idFromName(room))
    const away = failing((call) => (call <= 2 ? 'before' : null))
    await runInDurableObject(stub, (instance, { storage }) => {
      const outbox = outboxOf(storage, { ...stores, DB: away }, { wakeBy: (time) => void storage.setAlarm(time) })
      Object.assign(instance, { alarm: () => outbox.flush().catch(() => undefined) })
      storage.transactionSync(() => outbox.keep([fact(room, 'a'), fact(room, 'a')]))
    })
    // The request that kept them ends here, without having written them.
    for (const logged of [0, 0, 2]) {
      expect(await runDurableObjectAlarm(stub)).toBe(true)
      expect(await logOf(room)).toHaveLength(logged)
    }
    expect(await runDurableObjectAlarm(stub)).toBe(false)
  })

  it('would double what it says again, if the log did not know it by its id', () =>
    inRoom(async (storage, room) => {
      const outbox = outboxOf(
        storage,
        { ...stores, DB: failing((call) => (call === 1 ? 'after' : null)) },
        { wakeBy: forget },
      )
      outbox.keep([fact(room, 'a')])
      await expect(outbox.flush()).rejects.toThrow('lost')
      // The sabotage: what was kept gets another id before it is said again.
      storage.sql.exec(`UPDATE outbox SET fact = json_set(fact, '$.id', 'other', '$.sequence', 99)`)
      await outbox.flush()
      expect(await logOf(room)).toHaveLength(2)
    }))
})
