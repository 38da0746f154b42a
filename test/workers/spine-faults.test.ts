import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import type { LoggedEvent } from '../../contract/domain-events.ts'
import { commit, database, type Fact } from '../../platform/db/commit.ts'
import { readOn, wakeAll } from '../../workers/core/consumers/domain-events.ts'
import type { Reader } from '../../workers/core/readers/reader.ts'
import { streams } from '../../workers/core/readers/streams.ts'
import { migrated } from './migrated.ts'

const SUBJECTS = 12
let db: D1Database
let serial = 0

beforeEach(async () => {
  db = await migrated()
  await db.batch(['domain_events', 'readers', 'event_hours', 'dead_letters'].map((t) => db.prepare(`DELETE FROM ${t}`)))
})

const fact = (): Fact => {
  serial += 1
  const about = { id: `f${serial}`, organisationId: 'o1', subject: `s${serial % SUBJECTS}`, actor: null, time: serial }
  return { ...about, type: 'organization.deleted', data: { organizationId: 'o1' } }
}
const log = (count: number, on = db) => commit(database(on), [], Array.from({ length: count }, fact))

const inLog = async () =>
  (await db.prepare('SELECT id, subject, sequence FROM domain_events ORDER BY position').all<LoggedEvent>()).results
const countedHours = () => db.prepare('SELECT coalesce(sum(count), 0) AS n FROM event_hours').first<number>('n')
const cursorOf = (name: string) =>
  db.prepare('SELECT cursor FROM readers WHERE name = ?').bind(name).first<number>('cursor')
/** Lets readers that failed try again now. */
const patient = () => db.prepare('UPDATE readers SET retry_at = NULL').run()

/** A reader with outside effects: keeps what it was told, by `before` and `after` its effects. */
const witness = (happens: { before?: () => unknown; after?: () => unknown } = {}): Reader & { told: LoggedEvent[] } => {
  const told: LoggedEvent[] = []
  return {
    name: 'witness',
    start: 'oldest',
    told,
    async read(_, events) {
      happens.before?.()
      told.push(...events)
      happens.after?.()
      return { outcome: { done: events.length } }
    },
  }
}

/** What a consumer keeps that leaves out what it knows already, as every consumer of at-least-once must. */
const firsts = (told: readonly LoggedEvent[]) => [...new Map(told.map((event) => [event.id, event])).values()]

/** @returns events that a consumer which leaves out what it knows met before an earlier one of the same thing. */
const outOfOrder = (told: readonly LoggedEvent[]) => {
  const last = new Map<string, number>()
  return firsts(told).filter(({ subject, sequence }) => {
    const before = last.get(subject) ?? 0
    last.set(subject, sequence ?? 0)
    return sequence !== before + 1
  })
}

/** What must hold once everything is read, whatever went wrong on the way; what does not, in words. */
async function wrongs(told: readonly LoggedEvent[]): Promise<string[]> {
  const logged = await inLog()
  const known = new Set(told.map(({ id }) => id))
  const counted = await countedHours()
  return [
    ...(counted === logged.length ? [] : [`${counted} counted of ${logged.length} logged`]),
    ...logged.filter(({ id }) => !known.has(id)).map(({ id }) => `${id} was not told`),
    ...outOfOrder(told).map(({ id }) => `${id} was told out of order`),
  ]
}

const every = (nth: number) => {
  let calls = 0
  return () => {
    calls += 1
    if (calls % nth === 0) throw new Error('D1_ERROR: internal error')
  }
}

/** The database as it is where every third call fails; every other failure comes after the work was done. */
function flaky(): D1Database {
  const ask = every(3)
  let failures = 0
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      ask()
    } catch (error) {
      failures += 1
      if (failures % 2 === 0) await work()
      throw error
    }
    return work()
  }
  const statement = (real: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(real, {
      get: (target, name) => {
        if (name === 'bind') return (...values: unknown[]) => statement(target.bind(...values))
        if (name === 'real') return target
        if (['run', 'all', 'first', 'raw'].includes(String(name)))
          return (...args: unknown[]) => call(async () => Reflect.apply(Reflect.get(target, name), target, args))
        return Reflect.get(target, name)
      },
    })
  return new Proxy(db, {
    get: (target, name) => {
      if (name === 'prepare') return (text: string) => statement(target.prepare(text))
      if (name === 'batch')
        return (all: (D1PreparedStatement & { real?: D1PreparedStatement })[]) =>
          call(() => target.batch(all.map((one) => one.real ?? one)))
      return Reflect.get(target, name)
    },
  })
}

/** Wakes until everything is read, as the sweeper does. */
async function wokenUntilRead(process: () => Env, readers: Reader[]): Promise<void> {
  for (let tries = 1; tries <= 200; tries += 1) {
    await wakeAll(process(), readers)
    const head = (await db.prepare('SELECT max(position) AS head FROM domain_events').first<number>('head')) ?? 0
    const cursors = await Promise.all(readers.map(({ name }) => cursorOf(name)))
    if (cursors.every((cursor) => cursor === head)) return
    await patient()
  }
  throw new Error('not read after 200 calls')
}

describe('a database that fails every third call', () => {
  it('leaves the log what was committed, each thing counted without gaps, and every reader complete', async () => {
    const on = flaky()
    const tried: Fact[][] = Array.from({ length: 40 }, () => [fact(), fact(), fact()])
    for (const facts of tried) {
      // Whoever does not know whether it was committed asks again, with the same ids: the log takes each id once.
      for (let done = false; !done; )
        done = await commit(database(on), [], facts).then(
          () => true,
          (error) => /UNIQUE/.test(String(error.cause ?? error)),
        )
    }
    const logged = await inLog()
    expect(logged.map(({ id }) => id)).toEqual(tried.flat().map(({ id }) => id))
    expect(outOfOrder(logged)).toEqual([])

    const all = witness()
    await wokenUntilRead(() => ({ ...(env as Env), DB: on }), [all, streams])
    expect(await wrongs(all.told)).toEqual([])
    expect(await db.prepare('SELECT count(*) AS n FROM dead_letters').first('n')).toBe(0)
  })
})

describe('a consumer that dies between what it does and its cursor', () => {
  it('does it again, in the same order, and counts nothing twice', async () => {
    await log(450)
    const all = witness()
    await wokenUntilRead(lives(0, 1, 2, 0, 3), [all, streams])
    expect(all.told.length).toBeGreaterThan(450)
    expect(await wrongs(all.told)).toEqual([])
  })
})

/** One process after the other: each is killed once it would keep more batches than this; the last one lives. */
const lives = (...batches: number[]): (() => Env) => {
  let life = 0
  return () => {
    let left = batches[life] ?? Number.POSITIVE_INFINITY
    life += 1
    const alive = () => {
      if (left < 0) throw new Error('killed')
    }
    const mortal = new Proxy(db, {
      get: (target, name) => {
        if (name === 'batch')
          return async (statements: D1PreparedStatement[]) => {
            left -= 1
            alive()
            return target.batch(statements)
          }
        const value = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          alive()
          return Reflect.apply(value, target, args)
        }
      },
    })
    return { ...(env as Env), DB: mortal }
  }
}

describe('a queue that delivers everything twice, and drains that run at once', () => {
  const batch = (heads: number[]) =>
    ({
      queue: 'signalbox-domain-events',
      messages: heads.map((head) => ({ body: { head } })),
      ackAll: () => undefined,
    }) as unknown as MessageBatch<{ head: number }>

  it('change nothing: each event counts once and is told in the order of its thing', async () => {
    const all = witness()
    for (let round = 0; round < 8; round += 1) {
      const heads = (await log(37)).map(({ position }) => position)
      await Promise.all([
        readOn(batch(heads), env as Env),
        readOn(batch(heads), env as Env),
        wakeAll(env as Env, [all]),
      ])
    }
    await Promise.all([1, 2, 3, 4].map(() => wakeAll(env as Env, [all, streams])))
    expect(await wrongs(all.told)).toEqual([])
  })
})

describe('the sabotaged twin', () => {
  /** The same database, one guard of a statement taken out. */
  const without = (guard: RegExp, instead: string): D1Database =>
    new Proxy(db, {
      get: (target, name) => {
        if (name === 'prepare') return (text: string) => target.prepare(text.replace(guard, instead))
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })

  it('whose counters do not ask for the cursor counts twice, and is caught', async () => {
    await log(150)
    const careless = { ...(env as Env), DB: without(/AND EXISTS \(SELECT 1 FROM readers WHERE .*\)/, '') }
    await Promise.all([1, 2, 3, 4].map(() => wakeAll(careless, [streams])))
    expect(await wrongs(await inLog())).toMatchObject([expect.stringMatching(/counted of 150 logged/)])
  })

  it('whose cursor moves without comparing leaves events out, and is caught', async () => {
    await log(130)
    const careless = { ...(env as Env), DB: without(/AND cursor = \?2 AND epoch = \?3$/, 'AND ?2 = ?2 AND ?3 = ?3') }
    // One that was slow keeps its batch after somebody has moved the reader back: what is before it is never told again.
    let moved = false
    const all = witness()
    const slow: Reader = {
      ...all,
      async read(on, events, stand) {
        const read = await all.read(on, events, stand)
        if (!moved) {
          moved = true
          all.told.length = 0
          await db.prepare("UPDATE readers SET cursor = 0, epoch = 1 WHERE name = 'witness'").run()
        }
        return read
      },
    }
    await wakeAll(careless, [slow, streams])
    expect(await wrongs(all.told)).toContainEqual(expect.stringMatching(/was not told/))
  })

  it('that counts outside of the batch loses or doubles where it dies, and is caught', async () => {
    await log(250)
    const outside: Reader = {
      ...streams,
      async read(on, events, stand) {
        const { outcome, statements = [] } = await streams.read(on, events, stand)
        await on.DB.batch(statements)
        return { outcome }
      },
    }
    await wokenUntilRead(lives(2, 2, 2), [outside])
    expect(await wrongs(await inLog())).toMatchObject([expect.stringMatching(/counted of 250 logged/)])
  })
})
