import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Session } from '../../contract/auth.ts'
import type { LoggedEvent } from '../../contract/domain-events.ts'
import type { Replay, ReplayPlan } from '../../contract/replays.ts'
import type { Outcome } from '../../domain/events/reader.ts'
import { commit, database, type Fact } from '../../platform/db/commit.ts'
import { deleteSealed } from '../../platform/db/log-retention.ts'
import { readerOf } from '../../platform/db/readers.ts'
import { type ReplayRow, replayById, runningReplays } from '../../platform/db/replays.ts'
import { sealClosedHours } from '../../platform/log-sealer.ts'
import { stretchOf } from '../../platform/replay-source.ts'
import { replaying, type Tell, wakeReplayers } from '../../platform/replays.ts'
import { call, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

let db: D1Database
let serial = 0
const { BUCKET } = env as Env
const DAY_MS = 86_400_000

const log = (organisationId: string, count: number, type: 'issue.created' | 'issue.resolved' = 'issue.created') => {
  const issue = { projectId: '1', shortId: 'DEMO-1', title: 'It broke', culprit: null, level: 'error', platform: null }
  const facts = Array.from({ length: count }, (): Fact => {
    serial += 1
    const about = { id: `e${serial}`, organisationId, subject: `i${serial}`, actor: null, time: 1 }
    return { ...about, type, data: { issueId: `i${serial}`, ...issue } }
  })
  return commit(database(db), [], facts)
}

const ago = (ms: number) => new Date(Date.now() - ms).toISOString()

interface Ours {
  session: Session
  token: string
  organisationId: string
  events: LoggedEvent[]
}

/** Somebody with an organisation in whose log these many issues were made. */
const ours = async (count: number): Promise<Ours> => {
  const session = await someone()
  const organisationId = session.organization.id
  return { session, token: session.accessToken, organisationId, events: await log(organisationId, count) }
}
const start = ({ token }: Ours, body: object) =>
  call('POST', '/api/v1/replays', { token, body: { reader: 'live', from: 0, ...body } })
const look = ({ token }: Ours, id: string) => read<Replay>(200, call('GET', `/api/v1/replays/${id}`, { token }))
const codeOf = async (answer: Promise<Response>) => {
  const problem = await (await answer).json<{ code: string; errors?: { pointer: string; code: string }[] }>()
  return problem.errors?.[0]?.code ?? problem.code
}
/** A replay that runs as far as anybody can see, but that no object tells. */
const untold = async (organisation: Ours, change: Partial<ReplayRow> = {}): Promise<ReplayRow> => {
  serial += 1
  const row = { id: `r${serial}`, organisationId: organisation.organisationId, reader: 'kafka:test', ...change }
  const from = organisation.events[0]?.position ?? 0
  const to = organisation.events.at(-1)?.position ?? 0
  await db
    .prepare(
      `INSERT INTO replays (id, organisation_id, reader, from_position, to_position, type, rate, status, total, cursor, created_by, created_at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'running', ?8, ?4 - 1, 'u', 1)`,
    )
    .bind(
      row.id,
      row.organisationId,
      row.reader,
      from,
      to,
      change.type ?? null,
      change.rate ?? 500,
      organisation.events.length,
    )
    .run()
  return fresh(row)
}
const fresh = async ({ organisationId, id }: { organisationId: string; id: string }): Promise<ReplayRow> => {
  const row = await replayById(database(db), organisationId, id)
  if (row === null) throw new Error(`no replay ${id}`)
  return row
}

beforeAll(async () => {
  db = await migrated()
  for (const name of ['live', 'streams', 'kafka:main']) await readerOf(db, name, 'head', Date.now())
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a replay', () => {
  it('is counted before it begins, by type and place, for its own organisation alone', async () => {
    const one = await ours(7)
    const other = await ours(5)
    await log(one.organisationId, 2, 'issue.resolved')
    const plan = await read<ReplayPlan>(200, start(one, { dryRun: true, type: 'issue.*', rate: 3 }))
    expect(plan).toMatchObject({ dryRun: true, total: 9, seconds: 3, first: { position: one.events[0]?.position } })
    expect(plan.last?.type).toBe('issue.resolved')
    const counted = async (body: object) => (await read<ReplayPlan>(200, start(one, { dryRun: true, ...body }))).total
    expect(await counted({ type: 'issue.resolved' })).toBe(2)
    expect(await counted({ type: '*resolved' })).toBe(2)
    expect(await counted({ type: 'issue.*', from: one.events[2]?.position, to: one.events[4]?.position })).toBe(3)
    expect(await counted({ type: 'issue.*', from: ago(60_000) })).toBe(9)
    expect(await counted({ to: ago(60_000) })).toBe(0)
    expect(await codeOf(start(one, { to: ago(60_000) }))).toBe('nothing')
    expect((await read<ReplayPlan>(200, start(other, { dryRun: true, type: 'issue.*' }))).total).toBe(5)
    expect(await read(200, call('GET', '/api/v1/replays', { token: one.token }))).toMatchObject({ data: [] })
  })

  it('tells the live feed its events again, in order, and once', async () => {
    const one = await ours(230)
    const { webSocket } = await call('GET', '/api/v1/live', { token: one.token, headers: { upgrade: 'websocket' } })
    const told: number[] = []
    webSocket?.accept()
    webSocket?.addEventListener('message', ({ data }) => {
      const { type, position, data: event } = JSON.parse(String(data))
      if (type === 'replay') expect(event.replay).toBe(true)
      if (type === 'replay') told.push(position)
    })
    webSocket?.send('{"replay":true}')
    const started = await read<Replay>(201, start(one, { type: 'issue.created', rate: 500 }))
    expect(started).toMatchObject({ status: 'running', total: 230, progress: 0, createdBy: one.session.user.id })
    await vi.waitFor(async () => expect((await look(one, started.id)).status).toBe('done'), 10_000)
    await vi.waitFor(() => expect(told).toEqual(one.events.map(({ position }) => position)), 10_000)
    expect(await look(one, started.id)).toMatchObject({ done: 230, progress: 1, eta: null })
    webSocket?.close()
  })

  it('is one at a time to each reader, and its beginning and its end are facts', async () => {
    const one = await ours(60)
    const started = await read<Replay>(201, start(one, { rate: 1 }))
    expect(started.eta).not.toBeNull()
    expect(await codeOf(start(one, {}))).toBe('replay_running')
    const cancelled = await read<Replay>(
      200,
      call('POST', `/api/v1/replays/${started.id}/cancel`, { token: one.token }),
    )
    expect(cancelled).toMatchObject({ status: 'cancelled', eta: null })
    expect(await codeOf(call('POST', `/api/v1/replays/${started.id}/cancel`, { token: one.token }))).toBe('replay_over')
    const { results } = await db
      .prepare('SELECT type, actor FROM domain_events WHERE subject = ? ORDER BY position')
      .bind(started.id)
      .all()
    const actor = one.session.user.id
    expect(results).toEqual([
      { type: 'replay.started', actor },
      { type: 'replay.cancelled', actor },
    ])
    const again = await read<Replay>(201, start(one, { rate: 500 }))
    await vi.waitFor(async () => expect((await look(one, again.id)).status).toBe('done'), 10_000)
  })

  it('is refused to readers that count, that are not named, or that are not there', async () => {
    const one = await ours(1)
    const refused = ['streams', 'kafka:*', '*', 'kafka:other', 'toString']
    const codes = refused.map((reader) => codeOf(start(one, { reader })))
    expect(await Promise.all(codes)).toEqual([
      'not_replayable',
      'not_named',
      'not_named',
      'unknown_reader',
      'unknown_reader',
    ])
    expect(await codeOf(start(one, { type: 'nothing.such' }))).toBe('nothing')
    for (const rate of [0, 501, 1.5]) expect((await start(one, { rate })).status).toBe(422)
  })

  it('goes on by itself after the object that told it was stopped', async () => {
    const one = await ours(20)
    const row = await untold(one, { reader: 'live' })
    await wakeReplayers(env as Env)
    await vi.waitFor(async () => expect(await look(one, row.id)).toMatchObject({ status: 'done', done: 20 }), 10_000)
  })

  it('waits while its reader is paused', async () => {
    const one = await ours(5)
    const row = await untold(one, { reader: 'live' })
    const set = (state: string) => db.prepare("UPDATE readers SET state = ? WHERE name = 'live'").bind(state).run()
    const running = async () => (await runningReplays(database(db), { ...one, reader: 'live' })).map(({ id }) => id)
    await set('paused')
    expect(await running()).toEqual([])
    await set('running')
    expect(await running()).toEqual([row.id])
  })

  it('cannot be seen or stopped from another organisation', async () => {
    const [one, other] = [await ours(60), await ours(1)]
    const { id } = await read<Replay>(201, start(one, { rate: 1 }))
    expect((await call('GET', `/api/v1/replays/${id}`, { token: other.token })).status).toBe(404)
    expect((await call('POST', `/api/v1/replays/${id}/cancel`, { token: other.token })).status).toBe(404)
    await read(200, call('POST', `/api/v1/replays/${id}/cancel`, { token: one.token }))
  })
})

/** Something that is told; from time to time it may do otherwise. */
const teller = (otherwise: (batch: number) => Promise<Outcome | undefined> | undefined = () => undefined) => {
  const told: number[][] = []
  const tell: Tell = async (_, events) => {
    told.push(events.map(({ position }) => position))
    return (await otherwise(told.length)) ?? { done: events.length }
  }
  return { told, tell }
}
const positionsOf = ({ events }: Ours) => events.map(({ position }) => position)

describe('who tells it', () => {
  it('keeps to the rate, and begins no batch before its time', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const one = await ours(25)
    const row = await untold(one, { rate: 10 })
    const { told, tell } = teller()
    const go = replaying({ db, bucket: BUCKET }, tell)
    const began = Date.now()
    for (let batch = 1; batch <= 2; batch += 1) {
      expect(await go([await fresh(row)])).toBe(began + batch * 1000)
      expect(await go([await fresh(row)])).toBe(began + batch * 1000)
      vi.setSystemTime(began + batch * 1000)
    }
    expect(await go([await fresh(row)])).toBeNull()
    expect(told.map((batch) => batch.length)).toEqual([10, 10, 5])
    expect(await fresh(row)).toMatchObject({ status: 'done', done: 25 })
  })

  it('tells the last batch again after it was killed, and nothing else', async () => {
    const one = await ours(250)
    const row = await untold(one)
    const first = teller()
    const go = replaying({ db, bucket: BUCKET }, first.tell)
    await go([row])
    // It dies when it has told the second batch, and before it could keep that.
    const dying = replaying({ db, bucket: BUCKET }, async (_, events) => {
      first.told.push(events.map(({ position }) => position))
      await db.prepare('UPDATE replays SET cursor = cursor - 1 WHERE id = ?').bind(row.id).run()
      return { done: events.length }
    })
    await dying([await fresh(row)])
    await db.prepare('UPDATE replays SET cursor = cursor + 1 WHERE id = ?').bind(row.id).run()
    const second = teller()
    for (let next: number | null = 0; next !== null; ) {
      next = await replaying({ db, bucket: BUCKET }, second.tell)([await fresh(row)])
    }
    expect([...(first.told[0] ?? []), ...second.told.flat()]).toEqual(positionsOf(one))
    expect(first.told[1]).toEqual(second.told[0])
    expect(await fresh(row)).toMatchObject({ status: 'done', done: 250 })
  })

  it('tells nothing more when it was cancelled in the middle, and what it told still counts', async () => {
    const one = await ours(300)
    const row = await untold(one)
    const { told, tell } = teller(async (batch) => {
      if (batch === 2) await read(200, call('POST', `/api/v1/replays/${row.id}/cancel`, { token: one.token }))
      return undefined
    })
    const go = replaying({ db, bucket: BUCKET }, tell)
    await go([row])
    await replaying({ db, bucket: BUCKET }, tell)([await fresh(row)])
    expect(told).toHaveLength(2)
    expect(await fresh(row)).toMatchObject({ status: 'cancelled', done: 200 })
  })

  it('waits while the reader is away, says why, and loses nothing', async () => {
    const one = await ours(120)
    const row = await untold(one)
    const { told, tell } = teller((batch) => {
      if (batch === 1) return Promise.resolve({ done: 30, stopped: { why: 'unavailable', reason: 'No broker' } })
      return batch === 2 ? Promise.reject(new TypeError('of a payload')) : undefined
    })
    const again = async () => replaying({ db, bucket: BUCKET }, tell)([await fresh(row)])
    await again()
    expect(await fresh(row)).toMatchObject({ status: 'running', done: 30, reason: 'No broker' })
    await again()
    expect(await fresh(row)).toMatchObject({ done: 30, reason: 'The reader did not answer (TypeError)' })
    await again()
    expect(await fresh(row)).toMatchObject({ status: 'done', done: 120, reason: null })
    expect([...(told[0] ?? []).slice(0, 30), ...(told[2] ?? [])]).toEqual(positionsOf(one))
  })

  it('reads sealed hours as it reads the table, each event once', async () => {
    const one = await ours(130)
    const later = Date.now() + 40 * DAY_MS
    await db.prepare("UPDATE readers SET cursor = (SELECT max(position) FROM domain_events), state = 'running'").run()
    await db.prepare("UPDATE replays SET status = 'cancelled' WHERE status = 'running'").run()
    while ((await sealClosedHours({ db, bucket: BUCKET }, later)) > 0);
    while ((await deleteSealed(db, later)) > 0);
    const left = await db
      .prepare('SELECT count(*) AS n FROM domain_events WHERE organisation_id = ?')
      .bind(one.organisationId)
      .first('n')
    expect(left).toBe(0)
    const all = { ...one, events: [...one.events, ...(await log(one.organisationId, 40))] }
    const total = async (body: object) =>
      (await read<ReplayPlan>(200, start(all, { dryRun: true, type: 'issue.created', ...body }))).total
    const plan = await read<ReplayPlan>(200, start(all, { dryRun: true, type: 'issue.created' }))
    expect(await total({ from: ago(2 * 3_600_000) })).toBe(170)
    expect(await total({ to: ago(2 * 3_600_000) })).toBe(0)
    expect(await total({ from: one.events[5]?.position, to: one.events[9]?.position })).toBe(5)
    expect(plan).toMatchObject({ total: 170, first: { position: one.events[0]?.position } })
    expect(plan.last?.position).toBe(all.events.at(-1)?.position)
    const row = await untold(all, { type: 'issue.*' })
    const { told, tell } = teller()
    for (let next: number | null = 0; next !== null; )
      next = await replaying({ db, bucket: BUCKET }, tell)([await fresh(row)])
    expect(told.flat()).toEqual(positionsOf(all))
    const { key } = (await BUCKET.list({ prefix: `log/${one.organisationId}/` })).objects[0] ?? { key: '' }
    await BUCKET.delete(key)
    expect(await codeOf(start(all, { dryRun: true }))).toBe('lost')
    const broken = await untold(all, { reader: 'kafka:broken' })
    await replaying({ db, bucket: BUCKET }, tell)([broken])
    expect(await fresh(broken)).toMatchObject({ status: 'failed', reason: 'A sealed hour of the log cannot be read' })
  })
})

describe('a part of a range', () => {
  it('holds what is asked for among many others, once each, and reads no row of them for itself', async () => {
    const organisation = await ours(0)
    const { organisationId } = organisation
    await log(organisationId, 120, 'issue.resolved')
    const wanted = await log(organisationId, 3)
    await log(organisationId, 300, 'issue.resolved')
    const to = (wanted.at(-1)?.position ?? 0) + 300
    const found: number[] = []
    let looks = 0
    for (let from = 1; from <= to; looks += 1) {
      const stretch = await stretchOf({ db, bucket: BUCKET }, { organisationId, from, to, type: '*e.created' }, 1)
      if (!stretch.ok) throw new Error(stretch.error)
      found.push(...stretch.value.events.map(({ position }) => position))
      from = stretch.value.scanned + 1
    }
    expect(found).toEqual(wanted.map(({ position }) => position))
    expect(looks).toBeLessThan(10)
  })
})
