import { describe, expect, it } from 'vitest'
import { newTeam, send } from './client.ts'
import { by, crowdOf, purchase } from './crowd.ts'
import { eventOf } from './house.ts'
import { sabotagedCore, startDeployed, startEmbedded } from './server.ts'

const CLIENTS = 200

/** Two hundred people want the one ticket that is left. @returns what each of them was told */
async function rush(origin: string): Promise<string[]> {
  const event = await eventOf(await newTeam(origin), { capacity: 1 })
  const results = await Promise.all(crowdOf(origin, CLIENTS).map((buyer) => purchase(buyer, event, { quantity: 1 })))
  return results.map((result) => (typeof result === 'string' ? result : result.status))
}

const times = (results: readonly string[], said: string) => results.filter((result) => result === said).length

describe('the last ticket', () => {
  it('goes to one of two hundred, and the others are told that none is left', async () => {
    const signalbox = await startEmbedded()
    try {
      const results = await rush(signalbox.origin)
      expect(times(results, 'CONFIRMED')).toBe(1)
      expect(times(results, 'capacity')).toBe(CLIENTS - 1)
    } finally {
      await signalbox.stop()
    }
  })

  it('would be sold many times if the room did not count', async () => {
    const guard = /[\w$]+\.length>[\w$]+\.length&&[\w$]+\.length>[\w$]+\+[\w$]+\.length(?=\)return\{reason:"capacity")/
    const signalbox = await startDeployed({ store: 'spool', bundle: sabotagedCore(guard, '!1') })
    try {
      expect(times(await rush(signalbox.origin), 'CONFIRMED')).toBeGreaterThan(1)
    } finally {
      await signalbox.stop()
    }
  })
})

describe('a request that is sent again', () => {
  it('holds once, though it comes five times at once', async () => {
    const signalbox = await startEmbedded()
    try {
      const { ids, held } = await fivefold(signalbox.origin)
      expect(ids.size).toBe(1)
      expect(held).toBe(1)
    } finally {
      await signalbox.stop()
    }
  })

  it('would hold five times if the room did not look for its key', async () => {
    // `once` answers at once where there is no key.
    const guard = /if\([\w$]+===null\)(?=return [\w$]+\(\);let [\w$]+=\[[\w$]+\.scope)/
    const signalbox = await startDeployed({ store: 'spool', bundle: sabotagedCore(guard, '') })
    try {
      expect((await fivefold(signalbox.origin)).held).toBeGreaterThan(1)
    } finally {
      await signalbox.stop()
    }
  })
})

/** A buyer whose first request had no answer, and so no cookie, sends it four times more, all at the same time. */
async function fivefold(origin: string): Promise<{ ids: Set<string>; held: number }> {
  const event = await eventOf(await newTeam(origin), { capacity: 10 })
  const replies = await Promise.all(
    Array.from({ length: 5 }, () =>
      by<{ id: string }>({ origin, cookie: '' }, `POST events/${event}/holds`, { quantity: 1 }, 'the-same-key'),
    ),
  )
  const { held } = await send<{ held: number }>(origin, `events/${event}/availability`)
  return { ids: new Set(replies.map(({ body: { id } }) => id)), held }
}
