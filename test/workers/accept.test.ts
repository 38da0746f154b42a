import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../contract/limits.ts'
import type { Accepted, AcceptedMessage } from '../../contract/occurrences.ts'
import { resendForgotten } from '../../platform/inbox.ts'
import { accept } from '../../workers/ingest/accept.ts'

const { BUCKET } = env as Env
const MINUTE = 60_000

const meta = (eventId: string): Accepted => ({
  v: 1,
  project: '1',
  keyNumber: 1,
  kind: 'event',
  eventId,
  receivedAt: Date.UTC(2026, 0, 2, 3),
  userAgent: 'naïve ☃ agent',
  encoding: 'identity',
})
const message = (eventId: string, bytes = 10): AcceptedMessage => ({
  meta: meta(eventId),
  body: new Uint8Array(bytes).fill(7),
})

type Broken = 'queue' | 'spool' | 'bucket'

/** The three stores, some of them out of order; what they took lies in `queued` and `spooled`. */
function stores(store: 'queue' | 'spool', broken: Broken[] = []) {
  const queued: AcceptedMessage[] = []
  const spooled: AcceptedMessage[] = []
  const calls = { spool: 0 }
  const take = async (which: Broken, into: AcceptedMessage[], messages: AcceptedMessage[]) => {
    if (broken.includes(which)) throw new Error(`${which} is away`)
    into.push(...messages)
  }
  const keep = (messages: AcceptedMessage[]) => {
    calls.spool += 1
    return take('spool', spooled, messages)
  }
  const bindings = {
    OCCURRENCE_STORE: store,
    BUCKET: broken.includes('bucket') ? { put: () => take('bucket', [], []) } : BUCKET,
    OCCURRENCES: {
      send: (body: AcceptedMessage) => take('queue', queued, [body]),
      sendBatch: (batch: { body: AcceptedMessage }[]) =>
        take(
          'queue',
          queued,
          batch.map(({ body }) => body),
        ),
    },
    SPOOL: { idFromName: () => '', get: () => ({ keep }) },
  } as unknown as Env
  const keeper = { env: bindings, context: { waitUntil: () => undefined } as unknown as ExecutionContext }
  return { queued, spooled, calls, bindings, accept: (...messages: AcceptedMessage[]) => accept(keeper, messages) }
}

const inbox = async () => (await BUCKET.list({ prefix: 'inbox/' })).objects.map(({ key }) => key)
const emptyInbox = async () => BUCKET.delete(await inbox())

describe('accept', () => {
  it('gives the queue one message or many', async () => {
    const all = stores('queue')
    expect(await all.accept(message('a'))).toBe(true)
    expect(await all.accept(message('b'), message('c'))).toBe(true)
    expect(all.queued.map(({ meta }) => meta.eventId)).toEqual(['a', 'b', 'c'])
  })

  it('gives the queue no more bytes at once than it takes', async () => {
    const sizes: number[] = []
    const all = stores('queue')
    all.bindings.OCCURRENCES.sendBatch = async (batch) => {
      sizes.push([...batch].reduce((sum, { body }) => sum + (body.body?.length ?? 0), 0))
      return {} as never
    }
    await all.accept(...Array.from({ length: 10 }, () => message('a', 90_000)))
    expect(sizes.reduce((sum, size) => sum + size)).toBe(900_000)
    expect(Math.max(...sizes)).toBeLessThan(256_000)
  })

  it('puts a large body aside and queues a pointer', async () => {
    const all = stores('queue')
    await all.accept(message('large', LIMITS.queuedBodyBytes + 1))
    const [pointer] = all.queued
    expect(pointer).toEqual({
      meta: meta('large'),
      inboxKey: expect.stringMatching(/^inbox\/2026\/01\/02\/03\/[0-9a-f-]{36}$/),
    })
    const object = await BUCKET.get(pointer?.inboxKey ?? '')
    expect((await object?.arrayBuffer())?.byteLength).toBe(LIMITS.queuedBodyBytes + 1)
    await emptyInbox()
  })

  it.each<['queue' | 'spool', Broken[], string]>([
    ['queue', ['queue'], 'spool'],
    ['queue', ['queue', 'spool'], 'inbox'],
    ['spool', [], 'spool'],
    ['spool', ['spool'], 'inbox'],
  ])('of a %s without %j reaches the %s', async (store, broken, where) => {
    const all = stores(store, broken)
    expect(await all.accept(message('x'))).toBe(true)
    expect({ spool: all.spooled.length, inbox: (await inbox()).length }).toEqual({ spool: 0, inbox: 0, [where]: 1 })
    await emptyInbox()
  })

  it('says so when nothing durable answers', async () => {
    expect(await stores('queue', ['queue', 'spool', 'bucket']).accept(message('x'))).toBe(false)
    expect(await stores('spool', ['spool', 'bucket']).accept(message('x'))).toBe(false)
  })

  it('sends what comes together to the spool together', async () => {
    const all = stores('spool')
    await Promise.all(['a', 'b', 'c'].map((id) => all.accept(message(id))))
    expect([all.calls.spool, all.spooled.length]).toEqual([1, 3])
  })

  it('goes on to the inbox when a call hangs', async () => {
    const all = stores('spool')
    all.bindings.SPOOL.get = () => ({ keep: () => new Promise(() => undefined) }) as never
    expect(await Promise.all([all.accept(message('a')), all.accept(message('b'))])).toEqual([true, true])
    expect(await inbox()).toHaveLength(2)
    await emptyInbox()
  })

  it('fails everyone whose call failed', async () => {
    const all = stores('spool', ['spool', 'bucket'])
    expect(await Promise.all(['a', 'b', 'c'].map((id) => all.accept(message(id))))).toEqual([false, false, false])
  })
})

describe('the inbox', () => {
  it('is sent on after ten minutes, notes and all', async () => {
    await stores('queue', ['queue', 'spool']).accept(message('forgotten'), {
      meta: { ...meta('files'), kind: 'attachment' },
    })
    const all = stores('queue')
    expect(await resendForgotten(all.bindings, Date.now() + 9 * MINUTE)).toBe(0)
    expect(await resendForgotten(all.bindings, Date.now() + 11 * MINUTE)).toBe(2)
    expect(all.queued.map((one) => one.meta)).toEqual(
      expect.arrayContaining([meta('forgotten'), { ...meta('files'), kind: 'attachment' }]),
    )
    expect(all.queued.every(({ body, inboxKey }) => body === undefined && inboxKey !== undefined)).toBe(true)
    const object = await BUCKET.get(all.queued.find((one) => one.meta.eventId === 'forgotten')?.inboxKey ?? '')
    expect((await object?.arrayBuffer())?.byteLength).toBe(10)
    expect(object?.customMetadata?.meta).toBeDefined()
    await emptyInbox()
  })

  it('goes to the spool where that is the store', async () => {
    await stores('spool', ['spool']).accept(message('forgotten'))
    const all = stores('spool')
    expect(await resendForgotten(all.bindings, Date.now() + 11 * MINUTE)).toBe(1)
    expect(all.spooled[0]?.meta.eventId).toBe('forgotten')
    await emptyInbox()
  })
})
