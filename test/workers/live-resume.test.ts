import { evictDurableObject } from 'cloudflare:test'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { LoggedEvent } from '../../contract/domain-events.ts'
import { commit, database, type Fact } from '../../platform/db/commit.ts'
import { eventsSince } from '../../platform/db/domain-events.ts'
import { hubOf, joined } from './live-socket.ts'
import { migrated } from './migrated.ts'

const WRITERS = 20
const WRITES = 6
const LISTENERS = 5

let db: D1Database
let serial = 0

beforeAll(async () => {
  db = await migrated()
})

/** A feed under test: where one listens from a position on, and what is done when something was logged. */
interface Feed {
  listen(since: number, hear: (position: number) => void): Promise<() => void>
  logged(events: LoggedEvent[]): Promise<void>
}

const factOf = (organisationId: string, subject: string): Fact => {
  serial += 1
  const about = { id: `r${serial}`, organisationId, subject, actor: null, time: 1 }
  return { ...about, type: 'organization.deleted', data: { organizationId: organisationId } }
}

const write = async (organisation: string, feed: Feed, subject: string, sizes: number[]) => {
  for (const size of sizes) {
    const facts = Array.from({ length: size }, () => factOf(organisation, subject))
    await feed.logged(await commit(database(db), [], facts))
  }
}

/** Listens, drops the line after as many events as `patience` says each time, and resumes where it was. */
const listen = async (
  feed: Feed,
  { since, patience, until }: { since: number; patience: number[]; until: () => number },
) => {
  const heard: number[] = []
  for (let lines = 0; lines < 400 && (heard.at(-1) ?? since) < until(); lines += 1) {
    const enough = heard.length + (patience[lines % patience.length] ?? 1)
    const dropped = Promise.withResolvers<void>()
    let open = true
    const hangUp = await feed.listen(heard.at(-1) ?? since, (position) => {
      if (!open) return
      heard.push(position)
      if (heard.length < enough && position < until()) return
      open = false
      dropped.resolve()
    })
    await Promise.race([dropped.promise, scheduler.wait(1500)])
    open = false
    hangUp()
  }
  return heard
}

/** @returns what each of several listeners heard while many wrote at once, and what there was to hear. */
const rush = async (feed: Feed, organisation: string, { sizes, patience }: { sizes: number[]; patience: number[] }) => {
  const [first] = await commit(database(db), [], [factOf(organisation, 'first')])
  const since = first?.position ?? 0
  let head = Number.POSITIVE_INFINITY
  const listening = Promise.all(
    Array.from({ length: LISTENERS }, (_, shift) =>
      listen(feed, { since, patience: [...patience.slice(shift), ...patience.slice(0, shift)], until: () => head }),
    ),
  )
  await Promise.all(Array.from({ length: WRITERS }, (_, n) => write(organisation, feed, `w${n % 4}`, sizes)))
  // One more, so that whoever waits on an open line hears that it was the last.
  const [last] = await commit(database(db), [], [factOf(organisation, 'last')])
  head = last?.position ?? 0
  if (last !== undefined) await feed.logged([last])
  const { results } = await db
    .prepare('SELECT position FROM domain_events WHERE organisation_id = ? AND position > ? ORDER BY position')
    .bind(organisation, since)
    .all<{ position: number }>()
  return { logged: results.map(({ position }) => position), heard: await listening }
}

const hubFeed = (organisation: string): Feed => ({
  async listen(since, hear) {
    const client = await joined(organisation, { since: String(since) }, (frame) => {
      if (frame.type === 'event') hear(frame.position)
    })
    return client.close
  },
  logged: () => hubOf(organisation).wake(),
})

/** What a feed is that hands on what each commit answers: a listener reads what it missed, and then joins. */
const handedOn = (organisation: string): Feed => {
  const listeners = new Set<(position: number) => void>()
  let next = Promise.withResolvers<void>()
  return {
    async listen(since, hear) {
      const missed = await eventsSince(db, { organisation, since, limit: 1000 })
      // Whatever is logged in this moment was not there to be read, and nobody listens yet.
      await Promise.race([next.promise, scheduler.wait(50)])
      for (const { position } of missed) hear(position)
      listeners.add(hear)
      return () => listeners.delete(hear)
    },
    async logged(events) {
      for (const { position } of events) for (const hear of listeners) hear(position)
      next.resolve()
      next = Promise.withResolvers<void>()
    },
  }
}

const sizes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: WRITES, maxLength: WRITES })
const patience = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: LISTENERS, maxLength: 12 })

describe('who drops the line and resumes while many write at once', () => {
  it('hears every event once, in the order of the log, though the hub sleeps now and then', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, patience, async (writes, lines) => {
        serial += 1
        const organisation = `rush${serial}`
        const feed = hubFeed(organisation)
        let calls = 0
        const sleepy: Feed = {
          ...feed,
          async logged(events) {
            calls += 1
            if (calls % 40 === 0) await evictDurableObject(hubOf(organisation))
            await feed.logged(events)
          },
        }
        const { logged, heard } = await rush(sleepy, organisation, { sizes: writes, patience: lines })
        expect(logged.length).toBeGreaterThan(WRITERS * WRITES)
        for (const one of heard) expect(one).toEqual(logged)
      }),
      { numRuns: 4 },
    )
  }, 120_000)

  it('would miss some or hear them in another order if each commit were handed on', async () => {
    const organisation = 'handed'
    const writes = Array.from({ length: WRITES }, () => 1)
    const { logged, heard } = await rush(handedOn(organisation), organisation, {
      sizes: writes,
      patience: [3, 5, 7, 2, 9],
    })
    expect(heard.some((one) => one.join() !== logged.join())).toBe(true)
  }, 120_000)
})
