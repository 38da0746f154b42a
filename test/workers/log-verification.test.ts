import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { LogVerification } from '../../contract/log-verification.ts'
import type { SealedEntry } from '../../domain/events/log-chain.ts'
import { deleteSealed } from '../../platform/db/log-retention.ts'
import { sealClosedHours } from '../../platform/log-sealer.ts'
import { compressPart, readPart } from '../../platform/sealed-log.ts'
import { call, read, someone } from './client.ts'
import { migrated } from './migrated.ts'
import { emptyLog, HOUR, HOUR_MS, LATER, logRows, sealedRows } from './sealed-log.ts'

const { BUCKET } = env as Env
const DAY_MS = 24 * HOUR_MS
let db: D1Database
let token: string
let organisation: string

beforeAll(async () => {
  db = await migrated()
  const session = await someone()
  token = session.accessToken
  organisation = session.organization.id
})

/** Three hours of four events each, sealed. */
beforeEach(async () => {
  await emptyLog()
  const rows = Array.from({ length: 12 }, (_, index) => ({
    organisationId: organisation,
    subject: `s${index}`,
    data: { userId: `s${index}`, email: `person${index}@example.com` },
    loggedAt: HOUR + Math.floor(index / 4) * HOUR_MS,
  }))
  const stranger = { organisationId: 'another', subject: 'x', data: { userId: 'x' }, loggedAt: HOUR + HOUR_MS }
  await logRows([...rows.slice(0, 6), stranger, ...rows.slice(6)])
  await sealClosedHours({ db, bucket: BUCKET }, LATER)
})

const verify = (query = '') =>
  read<LogVerification>(200, call('GET', `/api/v1/domain-events/verify${query}`, { token }))
const idOf = (subject: string) =>
  db.prepare('SELECT id FROM domain_events WHERE subject = ?').bind(subject).first<string>('id')
const middle = async () => {
  const part = (await sealedRows(organisation))[1]
  if (part === undefined) throw new Error('nothing is sealed')
  return part
}
const rewritten = async (change: (entries: SealedEntry[]) => SealedEntry[]) => {
  const { key } = await middle()
  const stored = await readPart(BUCKET, key)
  await BUCKET.put(key, compressPart(change(stored?.entries ?? [])))
}
const old = () => deleteSealed(db, HOUR + 60 * DAY_MS)

describe('verifying the log', () => {
  it('finds it whole, says how much that is, and gives the head of the chain', async () => {
    const last = (await sealedRows(organisation)).at(-1)
    expect(await verify()).toEqual({
      ...{ ok: true, hours: 3, entries: 12, erased: 0, firstBroken: null, next: null },
      head: last?.digest,
      sealedUntil: new Date(HOUR + 3 * HOUR_MS).toISOString(),
    })
    expect(await old()).toBe(13)
    expect(await verify()).toMatchObject({ ok: true, entries: 12 })
  })

  it('takes the hours that are asked for', async () => {
    const at = (ms: number) => new Date(ms).toISOString()
    expect(await verify(`?from=${at(HOUR + HOUR_MS + 1)}`)).toMatchObject({ ok: true, hours: 2 })
    expect(await verify(`?to=${at(HOUR + 1)}`)).toMatchObject({ ok: true, hours: 1 })
    expect(await verify(`?from=${at(LATER)}`)).toMatchObject({ ok: true, hours: 0, head: null })
  })

  it('names the entry that was changed', async () => {
    const id = await idOf('s5')
    await rewritten((entries) =>
      entries.map((entry) =>
        entry.event.id === id ? { ...entry, event: { ...entry.event, actor: 'nobody' } } : entry,
      ),
    )
    expect(await verify()).toMatchObject({ ok: false, firstBroken: { reason: 'entry_changed', id, line: 2 } })
    await old()
    expect(await verify()).toMatchObject({ ok: false, firstBroken: { reason: 'entry_changed', id, line: 2 } })
  })

  it('names the entry whose personal part was changed', async () => {
    const id = await idOf('s6')
    await rewritten((entries) =>
      entries.map((entry) => (entry.event.id === id ? { ...entry, personal: { '/email': 'x@example.com' } } : entry)),
    )
    expect(await verify()).toMatchObject({ firstBroken: { reason: 'entry_changed', id, line: 3 } })
  })

  it('names the entry that was erased without a record', async () => {
    const id = await idOf('s7')
    await rewritten((entries) =>
      entries.map((entry) => (entry.event.id === id ? { ...entry, personal: null, salt: null } : entry)),
    )
    expect(await verify()).toMatchObject({ firstBroken: { reason: 'erased_without_record', id } })
  })

  it('names the first of two entries that changed places, and the place of one that is gone', async () => {
    await rewritten(([a, b, c, d]) => [a, c, b, d].filter((entry) => entry !== undefined))
    expect(await verify()).toMatchObject({
      firstBroken: { reason: 'entry_out_of_place', id: await idOf('s6'), line: 2 },
    })
    await rewritten((entries) => entries.toSorted((a, b) => a.event.position - b.event.position))
    expect(await verify()).toMatchObject({ ok: true })
    await rewritten(([, ...rest]) => rest)
    expect(await verify()).toMatchObject({ firstBroken: { reason: 'row_not_sealed', id: await idOf('s4') } })
    await rewritten((entries) => entries.slice(0, -1))
    expect(await verify()).toMatchObject({ ok: false })
  })

  it('notices an object that is gone, cut short, or not what it was', async () => {
    const { key, firstPosition } = await middle()
    const whole = new Uint8Array((await (await BUCKET.get(key))?.arrayBuffer()) ?? [])
    for (const bytes of [
      whole.slice(0, -20),
      whole.slice(0, 30),
      whole.map((byte, at) => (at === 60 ? byte ^ 1 : byte)),
    ]) {
      await BUCKET.put(key, bytes)
      expect(await verify()).toMatchObject({
        firstBroken: { reason: 'object_unreadable', position: firstPosition, key },
      })
    }
    await BUCKET.delete(key)
    expect(await verify()).toMatchObject({ firstBroken: { reason: 'object_missing', position: firstPosition, key } })
  })

  it('notices an hour that is gone, in the middle and at the end', async () => {
    const [, second, third] = await sealedRows(organisation)
    await old()
    const remove = (position?: number) =>
      db.prepare('DELETE FROM sealed_hours WHERE first_position = ?').bind(position).run()
    await remove(third?.firstPosition)
    expect(await verify()).toMatchObject({ firstBroken: { reason: 'hour_missing', position: third?.firstPosition } })
    await BUCKET.delete(third?.key ?? '')
    expect(await verify()).toMatchObject({ ok: true, head: second?.digest })
    await db.prepare('UPDATE sealed_hours SET first_position = first_position').run()
    await remove((await sealedRows(organisation))[0]?.firstPosition)
    expect(await verify()).toMatchObject({ firstBroken: { reason: 'hour_missing', position: second?.firstPosition } })
  })

  it('compares with the rows the table still has', async () => {
    const id = await idOf('s5')
    const changed = (column: string, value: string) =>
      db.prepare(`UPDATE domain_events SET ${column} = ? WHERE id = ?`).bind(value, id).run()
    await changed('actor', 'nobody')
    expect(await verify()).toMatchObject({ firstBroken: { reason: 'row_changed', id } })
    await db.prepare('DELETE FROM domain_events WHERE id = ?').bind(id).run()
    expect(await verify()).toMatchObject({ firstBroken: { reason: 'row_missing', id } })
  })

  it('notices a row that was put between sealed ones', async () => {
    await db
      .prepare("UPDATE domain_events SET organisation_id = ? WHERE organisation_id = 'another'")
      .bind(organisation)
      .run()
    const { firstPosition } = await middle()
    expect(await verify()).toMatchObject({ firstBroken: { reason: 'row_not_sealed', position: firstPosition + 2 } })
  })

  it('goes on from where one answer ended', async () => {
    await logRows(
      Array.from({ length: 30 }, (_, index) => ({
        organisationId: organisation,
        loggedAt: HOUR + (4 + index) * HOUR_MS,
      })),
    )
    for (let run = 0; run < 3; run += 1) await sealClosedHours({ db, bucket: BUCKET }, HOUR + 40 * HOUR_MS)
    const first = await verify()
    expect(first).toMatchObject({ ok: true, hours: 24, next: expect.any(String) })
    expect(await verify(`?cursor=${first.next}`)).toMatchObject({ ok: true, hours: 9, next: null })
    expect((await call('GET', '/api/v1/domain-events/verify?cursor=nonsense', { token })).status).toBe(422)
  })

  it('does not take an hour of another organisation for one of its own', async () => {
    const ours = await middle()
    const [theirs] = await sealedRows('another')
    await BUCKET.put(ours.key, (await (await BUCKET.get(theirs?.key ?? ''))?.arrayBuffer()) ?? '')
    expect(await verify()).toMatchObject({ ok: false, firstBroken: { key: ours.key } })
  })
})
