import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { countAttempt, refundAttempt } from '../../platform/attempts.ts'
import { sha256Hex } from '../../platform/crypto.ts'

const { ATTEMPT_WINDOW, KEY_RING } = env as Env
const DAY_MS = 24 * 60 * 60 * 1000
const MINUTE_MS = 60 * 1000

describe('the key ring', () => {
  const ring = (name: string) => KEY_RING.get(KEY_RING.idFromName(name))

  it('keeps the key behind every DSN, whatever happens to the object', async () => {
    const before = await ring('a').dsnKeys()
    expect(Buffer.from(before.keys[before.current] ?? '', 'base64')).toHaveLength(32)
    await evictDurableObject(ring('a'))
    expect(await ring('a').dsnKeys()).toEqual(before)
    expect(await ring('b').dsnKeys()).not.toEqual(before)
  })

  it('makes one signing key, however many ask first', async () => {
    const asked = await Promise.all(Array.from({ length: 5 }, () => ring('c').signingKeys(0)))
    expect(new Set(asked.map(({ current }) => current.kid)).size).toBe(1)
    expect(asked[0]?.public).toHaveLength(1)
  })

  it('replaces the signing key after thirty days and lets the old one verify on', async () => {
    const first = await ring('d').signingKeys(0)
    expect((await ring('d').signingKeys(30 * DAY_MS - 1)).current.kid).toBe(first.current.kid)
    const second = await ring('d').signingKeys(30 * DAY_MS)
    expect(second.current.kid).not.toBe(first.current.kid)
    expect(second.public.map(({ kid }) => kid)).toEqual([second.current.kid, first.current.kid])
    const third = await ring('d').signingKeys(61 * DAY_MS)
    expect(third.public.map(({ kid }) => kid)).not.toContain(first.current.kid)
  })

  it('tells nobody the private part among the public ones', async () => {
    const keys = await ring('e').signingKeys(0)
    expect(keys.public.every((key) => !('d' in key))).toBe(true)
  })
})

describe('attempts', () => {
  const count = (now: number, keys = ['a']) =>
    countAttempt(ATTEMPT_WINDOW, keys, { limit: 3, windowMs: 15 * MINUTE_MS, now })

  it('are allowed up to the limit within fifteen minutes of the first, then anew', async () => {
    const start = Date.now()
    const allowed = []
    for (const minutes of [0, 5, 10, 14, 15, 16]) allowed.push((await count(start + minutes * MINUTE_MS)).allowed)
    expect(allowed).toEqual([true, true, true, false, true, true])
  })

  it('are never more than the limit when all come at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => count(Date.now(), ['b'])))
    expect(all.filter(({ allowed }) => allowed)).toHaveLength(3)
  })

  it('answer for the strictest of the keys, in any alphabet', async () => {
    const now = Date.now()
    for (let n = 0; n < 3; n += 1) await count(now, ['account:zoë@例え.jp'])
    expect(await count(now, ['address:1', 'account:zoë@例え.jp'])).toMatchObject({ allowed: false, remaining: 0 })
    expect(await count(now, ['address:1'])).toMatchObject({ allowed: true, remaining: 2 })
  })

  it('are taken back, but never more than were made and never out of a later window', async () => {
    const start = Date.now()
    await count(start, ['d'])
    await refundAttempt(ATTEMPT_WINDOW, ['d', 'e'], start)
    await refundAttempt(ATTEMPT_WINDOW, ['d', 'e'], start)
    for (const key of ['d', 'e']) expect((await count(start, [key])).remaining).toBe(2)
    await count(start + 15 * MINUTE_MS, ['d'])
    await refundAttempt(ATTEMPT_WINDOW, ['d'], start)
    expect((await count(start + 16 * MINUTE_MS, ['d'])).remaining).toBe(1)
  })

  it('survive the object being put away, and are forgotten by its alarm', async () => {
    const now = Date.now()
    const stub = ATTEMPT_WINDOW.get(ATTEMPT_WINDOW.idFromName(`attempts-${sha256Hex('c')}`))
    await count(now, ['c'])
    await evictDurableObject(stub)
    expect((await count(now, ['c'])).remaining).toBe(1)
    await evictDurableObject(stub)
    expect(await runDurableObjectAlarm(stub)).toBe(true)
    const left = await runInDurableObject(stub, (_, state) => state.storage.list())
    expect(left.size).toBe(0)
    expect((await count(now, ['c'])).remaining).toBe(2)
  })
})
